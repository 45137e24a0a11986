import { describe, expect, it } from 'vitest';
import type { Language } from '../../../src/core/language.ts';
import { type ClaimContext, checkClaim } from '../../../src/evidence/check-claims.ts';
import { QWEN, request, rig, SMALL, serve } from '../../support/scripted-model-server/model-rig.ts';
import type { ScriptedServerOptions } from '../../support/scripted-model-server/start-scripted-model-server.ts';

/** Closed sets in both languages; the second member is the answer. */
const SETS = [
  ['English', ['denied', 'stated-reason', 'unrelated']],
  ['Chinese', ['已否认', '说明的原因', '无关']],
] as const;
const HALVES = {
  English: ['en', 'The reason was 与经理的关系和团队的气氛 for them.'],
  Chinese: ['zh', '主要原因是 the relation with their manager。'],
} as const;

/** Nothing was counted: what these sentences fail for is their words. */
const contextOf = (language: Language) =>
  ({ findings: { table: [] }, codebook: { codes: [] }, language }) as unknown as ClaimContext;

const PATIENT = { firstTokenMs: 10_000, silenceMs: 20_000 };

async function ask(text: string, choice?: readonly string[], options: Partial<ScriptedServerOptions> = {}) {
  const server = await serve(QWEN, () => text, { structuredOutputs: 'ignore', ...options });
  const models = rig({ primary: [server], budget: PATIENT });
  await models.probe();
  const asked = request(choice === undefined ? { purpose: 'coding' } : { purpose: 'verdict', choice, maxTokens: 40 });
  return models.primary?.complete(asked).catch((error: unknown) => error);
}

describe.each(SETS)('answers as servers really give them, in %s', (name, choice) => {
  const chosen = choice[1];

  it('M2: blanks and newlines around valid JSON do no harm while they are few', async () => {
    expect(await ask(`{\n        "choice":   "${chosen}"\n        \n}\n\n`, choice)).toMatchObject({ text: chosen });
  });

  it('M2: dozens of newlines inside of it end the request, long before a thousand', async () => {
    expect(await ask(`{ "choice":${'\n'.repeat(60)}"${chosen}" }`)).toMatchObject({ code: 'model-looping' });
  });

  it('M5: text escaped once is the text; escaped twice it is none of the set', async () => {
    const once = [...chosen]
      .map((letter) => `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
      .join('');
    expect(await ask(`{"choice":"${once}"}`, choice)).toMatchObject({ text: chosen });
    const twice = once.replaceAll('\\', '\\\\');
    expect(await ask(`{"choice":"${twice}"}`, choice)).toMatchObject({ code: 'model-invalid' });
  });

  it.each(['given', 'mojibake'] as const)(
    'M7: weights are read whatever letters tokens come in: %s',
    async (logprobs) => {
      const answer = await ask(chosen, choice, { structuredOutputs: 'obey', logprobs });
      const { choiceProbabilities = {} } = answer as { choiceProbabilities?: Record<string, number> };
      expect(choiceProbabilities[chosen]).toBeCloseTo(0.97);
    },
  );

  it('M11: four where one is allowed is no answer', async () => {
    const four = [chosen, choice[0], choice[2], chosen];
    expect(await ask(JSON.stringify(four), choice)).toMatchObject({ code: 'model-invalid' });
    expect(await ask(four.join(', '), choice)).toMatchObject({ code: 'model-invalid' });
  });

  it('M13: a minute of silence before the headers costs the first-word budget, then another model speaks', async () => {
    const slow = await serve(QWEN, () => 'never');
    slow.setFault('hung');
    const fast = await serve(SMALL, () => chosen);
    const model = rig({ primary: [slow], fast: [fast], budget: { silenceMs: 5_000 } }).primary;
    expect(await model?.complete(request({ purpose: 'verdict', choice }))).toMatchObject({
      text: chosen,
      model: 'Qwen2.5-1.5B-Instruct',
    });
  });

  it('M31: half of another language is none of the set, and no sentence of a report', async () => {
    expect(await ask(`${chosen} 也许 maybe`, choice)).toMatchObject({ code: 'model-invalid' });
    const [language, half] = HALVES[name];
    expect(checkClaim({ section: 'core', text: half }, contextOf(language))).toEqual({
      ok: false,
      why: 'wrong-language',
    });
  });
});

describe('M30: identity', () => {
  it.each([
    ['en', 'I am Qwen, created by Alibaba Cloud.'],
    ['zh', '我是通义千问，一个语言模型。'],
  ] as const)('in %s (%s) is no sentence of a report', (language, text) => {
    expect(checkClaim({ section: 'core', text }, contextOf(language))).toEqual({ ok: false, why: 'model-identity' });
  });
});
