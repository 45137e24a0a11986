import { isInstruction } from '../core/instruction-text.ts';
import type { Language } from '../core/language.ts';
import { FORBIDDEN_WORDS } from './claim-words.ts';
import { paraphraseFault } from './paraphrase.ts';

/** Characters of a sentence beside its citations; longer ones are no sentence. */
const LENGTH_MAX = 400;
/** Least share of Han among the letters of a Chinese sentence: product names may be Latin. */
const HAN_SHARE_MIN = 0.6;

const CITATION = /\s*\[(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\]/gu;

/** A sentence of a model's answer that stood up to the check. */
export interface CheckedSentence {
  readonly text: string;
  /** Numbers of the sentences it rests on, from 1. */
  readonly citations: readonly number[];
}

/**
 * Checks one sentence of a model's answer before anybody sees it: it must cite sentences that there are, say no more
 * than they do (`paraphrase.ts`), and hold no number, name of a model, markup, order or other language.
 * Returns the name of the fault otherwise.
 */
export function checkAnswer(
  written: string,
  said: readonly string[],
  language: Language,
): CheckedSentence | { readonly why: string } {
  const citations = [...written.matchAll(CITATION)].flatMap(([, list = '']) => list.split(/[,，、]/u).map(Number));
  const text = written.replace(CITATION, '').trim();
  if (citations.length === 0) return { why: 'no-citation' };
  const cited = citations.map((number) => said[number - 1]);
  if (cited.some((sentence) => sentence === undefined)) return { why: 'no-such-sentence' };
  const why =
    (isInstruction(text) ? 'instruction-text' : null) ??
    FORBIDDEN_WORDS.find(({ pattern }) => pattern.test(text))?.why ??
    (text.length > LENGTH_MAX ? 'too-long' : null) ??
    languageFault(text, language) ??
    paraphraseFault(text, cited.join('\n'));
  return why === null ? { text, citations: [...new Set(citations)].sort((a, b) => a - b) } : { why };
}

function languageFault(text: string, language: Language): string | null {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const isRight = language === 'zh' ? han >= letters * HAN_SHARE_MIN : han === 0;
  return letters > 0 && isRight ? null : 'wrong-language';
}
