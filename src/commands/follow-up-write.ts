import { answerMessages } from '../answers/answer-prompt.ts';
import { LEFT_OUT, withoutInstructions } from '../core/instruction-text.ts';
import type { Language } from '../core/language.ts';
import type { Fallback, LanguageModel } from '../core/ports/language-model.ts';
import { saysSo } from '../evidence/answer-verdict.ts';
import { type CheckedSentence, checkAnswer } from '../evidence/check-answer.ts';
import { createSentenceStream } from '../report/sentence-stream.ts';

/** Five sentences with citations in either language; a model that writes more is not obeying. */
const MAX_TOKENS = 400;
/** Sentences kept of an answer. */
const MAX_SENTENCES = 6;
/** Citations that follow the full stop: they belong to the sentence before. */
const LEADING_CITATIONS = /^(?:\s*\[[\d,，、\s]+\]\s*[.。]?)+/u;
/** Bullets and list numbers before a sentence. */
const BULLET = /^\s*(?:[-*•·]\s+|\d{1,2}[.)、]\s*)/u;

export interface WrittenAnswer {
  readonly sentences: readonly CheckedSentence[];
  readonly writer: string;
  readonly fallback: Fallback | null;
  /** Sentences that the check refused. */
  readonly dropped: number;
}

export interface AnswerRun {
  readonly question: string;
  /** What may be cited, the first as number 1. */
  readonly said: readonly string[];
  readonly language: Language;
  readonly model: LanguageModel;
  readonly signal: AbortSignal;
  /** Called with all checked sentences so far; never with anything unchecked. */
  readonly onSentences: (sentences: readonly CheckedSentence[]) => void;
}

/** Takes the stream's sentences, each held until it is known that no citation follows its full stop. */
function createHold(take: (sentence: string) => void) {
  let held = '';
  const release = () => {
    if (held.trim() !== '') take(held.replace(BULLET, '').trim());
    held = '';
  };
  return {
    push(piece: string) {
      const [late = ''] = LEADING_CITATIONS.exec(piece) ?? [];
      if (held !== '') held += late;
      const rest = piece.slice(late.length);
      if (rest.trim() === '') return;
      release();
      held = rest;
    },
    release,
  };
}

/** Collects the checked sentences in the order they were written, although their verdicts come in any order. */
function createCollection(run: AnswerRun, said: readonly string[]) {
  const { language, model, signal } = run;
  const sentences: CheckedSentence[] = [];
  let [taken, dropped] = [0, 0];
  let last: Promise<void> = Promise.resolve();
  const over = new AbortController();

  async function add(checked: CheckedSentence, verdict: Promise<boolean>, before: Promise<void>): Promise<void> {
    await before;
    const isNew = !sentences.some(({ text }) => text === checked.text);
    if (!(await verdict) || !isNew) {
      dropped += 1;
      return;
    }
    if (over.signal.aborted) return;
    sentences.push(checked);
    run.onSentences([...sentences]);
  }

  return {
    take(written: string) {
      const checked = checkAnswer(written, said, language);
      if ('why' in checked || taken === MAX_SENTENCES) {
        dropped += 1;
        return;
      }
      taken += 1;
      const cited = checked.citations.map((number) => said[number - 1] ?? '');
      // It is judged while the next sentence is being written.
      const verdict = saysSo(checked.text, cited, { model, signal: AbortSignal.any([signal, over.signal]) });
      last = add(checked, verdict, last);
      // Whoever waits for the end hears of it; until then it is nobody's unhandled fault.
      last.catch(() => {});
    },
    /** Another model began anew. */
    discard: () => over.abort(),
    async end() {
      await last;
      return { sentences, dropped };
    },
  };
}

/** Has a model sum up numbered sentences, each of its own sentences checked before it is shown; throws what it throws. */
export async function writeAnswer(run: AnswerRun): Promise<WrittenAnswer> {
  const { language, model, signal } = run;
  const said = run.said.map((sentence) => withoutInstructions(sentence, LEFT_OUT));
  const messages = answerMessages(withoutInstructions(run.question, LEFT_OUT), said, language);
  let [writer, fallback]: [string, Fallback | null] = [model.label, null];
  let collection = createCollection(run, said);
  let sentences = createSentenceStream();
  let hold = createHold(collection.take);
  for await (const event of model.stream({ purpose: 'answer', messages, maxTokens: MAX_TOKENS, signal })) {
    if (event.type === 'started') {
      // Two models are never spliced: what the first one wrote is void.
      collection.discard();
      collection = createCollection(run, said);
      sentences = createSentenceStream();
      hold = createHold(collection.take);
      [writer, fallback] = [event.model, event.fallback];
    } else if (event.type === 'text') {
      for (const sentence of sentences.push(event.delta)) hold.push(sentence);
    } else {
      for (const sentence of sentences.end()) hold.push(sentence);
      hold.release();
      writer = event.completion.model;
    }
  }
  return { ...(await collection.end()), writer, fallback };
}
