import { wordsOf } from './language-share.ts';
import type { LayoutTurn } from './layout.ts';

/**
 * Words about leaving a job or giving up a technology; the English ones also mean other things ("leave it out"), so they
 * tell in a short text only.
 */
const LEAVING_EN = /\b(?:leav|resign|quit|notice|abandon|gave .{0,20}\bup\b|giving up)/i;
const LEAVING_ZH = /离职|离开|辞职|走的|放弃|弃用|停用/;
const TITLE = /\b(?:exit|interview|left|post-?mortem|retrospective)\b|访谈|面谈|复盘/i;
const FIRST = /\b(?:I|I'm|I've|I'd|my|me|mine)\b|我(?!们?公司|司)|本人|俺|咱/g;
/** A printed question speaks to somebody. */
const ASKING = /[?？]\s*$|\b(?:you|your|yours|please|tell us|describe)\b|[您你请吗]|什么|怎么|如何|哪/i;

/** Words. An account of one's own says "I" at least once in so many; a manual or an article hardly ever does. */
const WORDS_PER_FIRST = 150;
/** Words. In a longer English text one "leave" tells nothing. */
const SHORT_TEXT = 100;
/** One turn in so many must speak to or of a person, or a list of headings is no form. */
const TURNS_PER_PERSONAL = 4;

/** How often a text says "I" or 我. */
export function firstCount(text: string): number {
  return text.match(FIRST)?.length ?? 0;
}

/** True when prose may be a leaver's own account: it says "I" often enough for its length, or speaks of leaving. */
export function isOwnAccount(text: string): boolean {
  const { han, latin } = wordsOf(text);
  const words = han + latin;
  const first = firstCount(text);
  if (first > 0 && first * WORDS_PER_FIRST >= words) return true;
  return LEAVING_ZH.test(text) || (words <= SHORT_TEXT && LEAVING_EN.test(text));
}

/** True when a list of headings with words behind them is a form somebody filled in about leaving, not a manual or a label. */
export function isPersonalForm(text: string, turns: readonly LayoutTurn[]): boolean {
  const personal = turns.filter(
    ({ start, end, question = '', tick }) =>
      tick?.reason === true ||
      ASKING.test(question) ||
      speaksOfLeaving(question) ||
      isOwnAccount(text.slice(start, end)),
  );
  return personal.length * TURNS_PER_PERSONAL >= turns.length;
}

/** True when a few words, such as a title or a question, name leaving. */
export function speaksOfLeaving(words: string): boolean {
  return [LEAVING_ZH, LEAVING_EN, TITLE].some((sign) => sign.test(words));
}
