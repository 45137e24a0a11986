import { answerMessages } from '../answers/answer-prompt.ts';
import { LEFT_OUT, withoutInstructions } from '../core/instruction-text.ts';
import type { Language } from '../core/language.ts';
import type { Fallback, LanguageModel } from '../core/ports/language-model.ts';
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

/** Has a model sum up numbered sentences, each of its own sentences checked before it is shown; throws what it throws. */
export async function writeAnswer(run: AnswerRun): Promise<WrittenAnswer> {
  const { language, model, signal } = run;
  const said = run.said.map((sentence) => withoutInstructions(sentence, LEFT_OUT));
  const messages = answerMessages(withoutInstructions(run.question, LEFT_OUT), said, language);
  let written: WrittenAnswer = { sentences: [], writer: model.label, fallback: null, dropped: 0 };
  const take = (sentence: string) => {
    const checked = checkAnswer(sentence, said, language);
    const isNew = !('why' in checked) && !written.sentences.some(({ text }) => text === checked.text);
    if (!isNew || written.sentences.length >= MAX_SENTENCES) {
      written = { ...written, dropped: written.dropped + 1 };
      return;
    }
    written = { ...written, sentences: [...written.sentences, checked] };
    run.onSentences(written.sentences);
  };
  let sentences = createSentenceStream();
  let hold = createHold(take);
  for await (const event of model.stream({ purpose: 'answer', messages, maxTokens: MAX_TOKENS, signal })) {
    if (event.type === 'started') {
      // Two models are never spliced: what the first one wrote is void.
      sentences = createSentenceStream();
      hold = createHold(take);
      written = { ...written, sentences: [], dropped: 0, writer: event.model, fallback: event.fallback };
    } else if (event.type === 'text') {
      for (const sentence of sentences.push(event.delta)) hold.push(sentence);
    } else {
      for (const sentence of sentences.end()) hold.push(sentence);
      hold.release();
      written = { ...written, writer: event.completion.model };
    }
  }
  return written;
}
