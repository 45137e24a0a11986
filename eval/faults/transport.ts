import { createModelCoder } from '../../src/coding/model-coder.ts';
import type { Codebook } from '../../src/core/codebook.ts';
import { AttritionError } from '../../src/core/errors.ts';
import { type Interview, sentenceText } from '../../src/core/interview.ts';
import type { CompletionRequest, LanguageModel } from '../../src/core/ports/language-model.ts';
import { chance, pick } from './chance.ts';
import type { Fault, FaultKind } from './fault.ts';
import { type Subject, secondReadingOf } from './inject.ts';
import type { Claim } from './truth.ts';

const MODEL = 'oracle';
const WINDOW_TOKENS = 32_768;

/** What a broken answer looks like to the model coder: a text, or the fault that the client makes of it. */
type BrokenAnswer = (code: string, language: 'en' | 'zh') => string | AttritionError;

const BROKEN: Readonly<Partial<Record<FaultKind, readonly BrokenAnswer[]>>> = {
  'truncated-json': [
    (code) => `[{"code": "${code}", "stated": [1]}, {"code": "pay-l`,
    (code) => `[{"code": "${code}", "stated": [1`,
    () => new AttritionError('model-cut-off', { model: MODEL }),
  ],
  'whitespace-loop': [
    (code) => `[{"code": "${code}", "stated": [1]}${'\n \t'.repeat(700)}`,
    () => new AttritionError('model-looping', { model: MODEL }),
  ],
  'empty-choices': [() => '', () => new AttritionError('model-invalid', { model: MODEL })],
  'wrong-language': [
    (code, language) =>
      language === 'en' ? `这位员工离职，主要是因为${code}。` : `The employee left mainly because of ${code}.`,
    (code, language) =>
      language === 'en'
        ? `好的，编码结果如下：[{"code": "${code}", "stated": [1]}]`
        : `Sure, here is the result: [{"code": "${code}", "stated": [1]}]`,
  ],
};

/** Broken answers of an otherwise right model, by the real model coder: for some interviews once, for others always. */
export function transportFaults(subject: Subject, codebook: Codebook): readonly Fault[] {
  const { labelled, interview, truth } = subject;
  const language = labelled.language === 'en' ? 'en' : 'zh';
  const own = new Set([...labelled.primary, ...labelled.contributing]);
  const code = pick(
    codebook.codes.map(({ id }) => id).filter((id) => !own.has(id)),
    interview.id,
    'transport',
  );
  if (code === undefined || interview.doubt !== null) return [];
  return (Object.keys(BROKEN) as FaultKind[]).flatMap((kind) => {
    const answer = pick(BROKEN[kind] ?? [], interview.id, kind)?.(code, language);
    if (answer === undefined) return [];
    const isPersistent = chance(interview.id, kind, 'persistent') < 0.5;
    const shown = typeof answer === 'string' && answer.includes(code) ? [code] : [];
    return [
      {
        kind,
        language,
        interview,
        code: () =>
          createModelCoder({ model: brokenModel(answer, isPersistent, { interview, truth }), codebook }).code(
            interview,
          ),
        claim: { code, sentences: [] },
        verdict: 'unrelated',
        truth: isPersistent ? [] : truth,
        second: secondReadingOf(subject, codebook),
        isUnreadable: isPersistent,
        shownUnchecked: shown,
      } satisfies Fault,
    ];
  });
}

/** Gives the broken answer to its first request, or to all of them, and the right answer otherwise. */
function brokenModel(
  answer: string | AttritionError,
  isPersistent: boolean,
  right: { readonly interview: Interview; readonly truth: readonly Claim[] },
): LanguageModel {
  let isFirst = true;
  return {
    label: MODEL,
    windowTokens: WINDOW_TOKENS,
    async complete(request) {
      const isBroken = isFirst || isPersistent;
      isFirst = false;
      if (isBroken && typeof answer !== 'string') throw answer;
      return { text: isBroken ? String(answer) : rightAnswer(request, right), model: MODEL, usage: null };
    },
    stream() {
      throw new RangeError('a coder does not stream');
    },
  };
}

/** Finds the true claims' sentences among a window's numbered lines, by their words. */
function rightAnswer(
  request: CompletionRequest,
  { interview, truth }: { readonly interview: Interview; readonly truth: readonly Claim[] },
): string {
  const lines = new Map(
    [...(request.messages.at(-1)?.content ?? '').matchAll(/^\[(\d+)\] (?:NOTE: )?(.*)$/gmu)].map((line) => [
      wordsOnly(line[2] ?? ''),
      Number(line[1]),
    ]),
  );
  const found = truth.flatMap(({ code, sentences }) => {
    const here = sentences.flatMap((id) => lines.get(wordsOnly(sentenceText(interview, id))) ?? []);
    return here.length === 0 ? [] : [{ code, stated: here }];
  });
  return JSON.stringify(found);
}

function wordsOnly(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}
