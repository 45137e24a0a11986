import { type Codebook, codeById } from '../core/codebook.ts';
import { type Finding, type Findings, type FrequencyLabel, SHARE_TOLERANCE } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import { type DraftClaim, slotsOf } from '../core/slots.ts';
import { BY_MENTIONS, CHANGE_WORDS, FREQUENCY_WORDS, ORDER_WORDS, type OrderWord, RELATIONS } from './order-words.ts';

/** "One of the main causes" stands among so many. */
const AMONG_FIRST = 3;

const FREQUENCIES: Readonly<Record<string, FrequencyLabel>> = {
  ...{ high: 'high', 'medium-high': 'medium-high', medium: 'medium', low: 'low' },
  ...{ 高: 'high', 中高: 'medium-high', 中: 'medium', 低: 'low' },
};

export interface OrderContext {
  readonly findings: Findings;
  readonly codebook: Codebook;
  readonly language: Language;
}

/**
 * Whether what a sentence says of places, comparisons, levels and changeability is what was counted: a name to count by
 * where it isn't, else null. A place is that of the table: neighbours whose order may be chance keep theirs, and only
 * equals share one.
 */
export function orderFault({ section, text }: DraftClaim, context: OrderContext): string | null {
  const { language, findings } = context;
  const clauses = clausesOf(text, language);
  const isPlaced = clauses.every((clause) => {
    const causes = causesOf(clause, findings);
    const word = ORDER_WORDS[language].find(({ pattern }) => pattern.test(clause));
    if (word === undefined || causes.length === 0 || (section === 'suggestions' && word.isOrdinal === true))
      return true;
    return keepsPlace(word, causes, rankingOf(findings, clause, language));
  });
  if (!(isPlaced && keepsRelations(text, context))) return 'against-the-order';
  // A clause that names no cause goes on about the last one.
  const isLevel = clauses.every((clause, at) => {
    const said = clauses.slice(0, at + 1).map((each) => causesOf(each, findings));
    return keepsLevels(clause, said.findLast((causes) => causes.length > 0) ?? [], context);
  });
  return isLevel ? null : 'against-the-findings';
}

/** The causes in the order that words compare them by: weight, or how many named them. */
interface Ranking {
  readonly causes: readonly Finding[];
  /** Two of the same weight, or named by as many, share their place: which of them the table tells first is arbitrary. */
  areLevel(a: Finding, b: Finding): boolean;
}

function rankingOf({ table }: Findings, words: string, language: Language): Ranking {
  const causes = table.filter(({ disputed, interviews }) => !disputed && interviews > 0);
  if (!BY_MENTIONS[language].test(words))
    return { causes, areLevel: (a, b) => a.code === b.code || Math.abs(a.share - b.share) < SHARE_TOLERANCE };
  return {
    causes: causes.toSorted((a, b) => b.interviews - a.interviews),
    areLevel: (a, b) => a.interviews === b.interviews,
  };
}

/** Cuts where a new statement begins, and joins a piece that says nothing of order to the one that does. */
function clausesOf(text: string, language: Language): readonly string[] {
  const cut = language === 'en' ? /[,;:.]|\b(?:and|while|whereas|but|although)\b/u : /[，；：。、]|和|与|而|但/u;
  const says = (piece: string) => ORDER_WORDS[language].some(({ pattern }) => pattern.test(piece));
  const clauses: string[] = [];
  for (const piece of text.split(new RegExp(`(?:${cut.source})(?![^{]*\\})`, 'u'))) {
    const last = clauses.at(-1);
    const isWhole = last !== undefined && says(last) && last.includes('{cause:');
    // "A and B weigh most": A alone says nothing yet. "A weighs most and B follows": A has said its own.
    if (last === undefined || isWhole || !(says(piece) || says(last))) clauses.push(piece);
    else clauses[clauses.length - 1] = `${last} ${piece}`;
  }
  return clauses;
}

function causesOf(text: string, { table }: Findings): readonly Finding[] {
  return slotsOf(text).flatMap(({ kind, code }) =>
    kind === 'cause' ? (table.find((finding) => finding.code === code) ?? []) : [],
  );
}

function keepsPlace({ says }: OrderWord, named: readonly Finding[], { causes, areLevel }: Ranking): boolean {
  const isWithin = (from: number, to: number) =>
    named.every((cause) =>
      causes.slice(Math.max(0, from), to).some((each) => !cause.disputed && areLevel(each, cause)),
    );
  if (says === 'top') return isWithin(0, named.length);
  if (says === 'among') return isWithin(0, AMONG_FIRST);
  if (says === 'bottom') return isWithin(causes.length - named.length, causes.length);
  return isWithin(says - 1, says - 1 + named.length);
}

/** "A, followed by B": A must stand before B. */
function keepsRelations(text: string, { language, findings }: OrderContext): boolean {
  const { causes, areLevel } = rankingOf(findings, text, language);
  const placeOf = (finding: Finding) => causes.findIndex((each) => areLevel(each, finding));
  const holds = (pattern: RegExp, isBefore: boolean) =>
    [...text.matchAll(pattern)].every(({ index, 0: word }) => {
      const left = causesOf(text.slice(0, index), findings).at(-1);
      const right = causesOf(text.slice(index + word.length), findings)[0];
      // Without another cause in the sentence the word follows on an earlier one: something must stand before.
      if (left === undefined) return right === undefined || !isBefore || placeOf(right) !== 0;
      if (right === undefined) return true;
      const ahead = placeOf(right) - placeOf(left);
      return ahead === 0 || (isBefore ? ahead > 0 : ahead < 0);
    });
  return holds(RELATIONS[language].before, true) && holds(RELATIONS[language].after, false);
}

/** How frequent a cause is, and who could change it. */
function keepsLevels(clause: string, causes: readonly Finding[], { language, codebook }: OrderContext): boolean {
  const level = FREQUENCY_WORDS[language].exec(clause);
  const frequency = FREQUENCIES[level?.[1]?.toLowerCase() ?? level?.[2]?.toLowerCase() ?? ''];
  if (frequency !== undefined && causes.some((cause) => cause.frequency !== frequency)) return false;
  const change = CHANGE_WORDS[language].find(({ pattern }) => pattern.test(clause))?.says;
  return causes.every(({ code }) => {
    const controllable = codeById(codebook, code)?.controllable;
    // What can be changed in part can be changed.
    return change === undefined || change === controllable || (change === 'yes' && controllable === 'partly');
  });
}
