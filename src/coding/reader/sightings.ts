import { type CueKind, type CueTable, clausesOf, findCues, matchesAny } from '../../core/cues.ts';
import type { InterviewLanguage } from '../../core/language.ts';
import { inFirstPerson, type Line } from './lines.ts';
import type { CodePatterns, ReaderPatterns } from './pattern-schema.ts';
import type { CodedPattern, PatternSearch } from './pattern-search.ts';

/** A code's pattern seen in a sentence. */
export interface Sighting {
  readonly code: string;
  readonly line: Line;
  /** Its words say what was wrong; a topic only names the subject. */
  readonly isFact: boolean;
  readonly clause: string;
}

/** A cue with a short reach: it ends at a comma. */
const IN_CLAUSE: ReadonlySet<CueKind> = new Set(['denied', 'negated', 'praised', 'next-job', 'suggestion']);
/** A cue that a long pattern may have swallowed: its words count wherever they stand in the sentence. */
const IN_SENTENCE: ReadonlySet<CueKind> = new Set(['hypothetical', 'other-employer']);
/** What "I would have stayed if you had paid fairly" is allowed to sound like. */
const FREE_IN_COUNTERFACTUAL: ReadonlySet<CueKind> = new Set([
  'denied',
  'negated',
  'praised',
  'hypothetical',
  'suggestion',
]);
/** Sentences over which another employer or person stays the subject. */
const CARRY = 2;
const NEGATED = /(?:不|没|没有|没什么|未|从没|谈不上|算不上|\bnot|\bnever(?: once)?|\bno|n't)\s?$/u;
const TURNS_AROUND =
  /^(?:but|then|it|they|that|since|in the end|after|anyway|后来|不过|但|现在|去年|今年|早|之后|好在|幸好)/u;

/** "So I came here": what was told before it was at another employer. */
const ARRIVED =
  /^(?:and |so |which )?(?:so|that's why|which is why|is why)\b.{0,12}\bi (?:came|joined|moved)\b|^所以(?:才|我)?.{0,3}来.{1,6}(?:以后|之后|了)/u;

/** What sentences are read with. */
export interface ReadingTables {
  readonly patterns: ReaderPatterns;
  readonly search: PatternSearch;
  readonly cues: CueTable;
}

/** Names every code whose patterns stand in a line and that nothing around them makes void. */
export function sightingsOf(
  line: Line,
  near: { readonly before: readonly Line[]; readonly after: Line | null },
  { search, cues }: Pick<ReadingTables, 'search' | 'cues'>,
): readonly Sighting[] {
  const likely = Map.groupBy(search(line.text, line.language), ({ code }) => code);
  return [...likely].flatMap(([code, own]) => {
    const seen = seenIn(line, own).find((each) => !isVoid(line, each, cues));
    if (seen === undefined || isVoidByNeighbours(line, near, cues)) return [];
    return [{ code, line, isFact: seen.isFact, clause: seen.clause }];
  });
}

/** True when one of a code's patterns, fact or topic, stands in folded text. */
export function namesCode(text: string, language: InterviewLanguage, own: CodePatterns): boolean {
  return matchesAny(text, language, own.facts) || matchesAny(text, language, own.topics);
}

interface Seen {
  readonly isFact: boolean;
  readonly clause: string;
  /** The words that matched. */
  readonly words: string;
}

/** Facts come first, so that a topic counts only where no fact does. */
function seenIn(line: Line, patterns: readonly CodedPattern[]): readonly Seen[] {
  return patterns.flatMap(({ expression, isFact, unless }) => {
    const words = expression.exec(line.text)?.[0];
    if (words === undefined) return [];
    const clause = line.clauses.find((each) => each.includes(words)) ?? line.text;
    const isElse = unless !== undefined && matchesAny(clause, line.language, unless);
    return isElse ? [] : [{ isFact, clause, words }];
  });
}

function isVoid(line: Line, { clause, words }: Seen, cues: CueTable): boolean {
  if (NEGATED.test(line.text.slice(0, line.text.indexOf(words)))) return true;
  // What a pattern itself says ("no raise", "a colleague shouted") isn't what is said of it.
  const around = (text: string) => {
    const rest = text.replace(words, ' … ');
    return findCues(line.isNote ? inFirstPerson(rest) : rest, line.language, cues);
  };
  const isCounterfactual = matchesAny(line.spoken, line.language, cues.links.counterfactual);
  const found = [
    ...around(clause).filter((kind) => IN_CLAUSE.has(kind)),
    ...around(line.text).filter((kind) => !IN_CLAUSE.has(kind)),
    ...findCues(line.spoken, line.language, cues).filter((kind) => IN_SENTENCE.has(kind)),
  ];
  return found.some((kind) => !(isCounterfactual && FREE_IN_COUNTERFACTUAL.has(kind)));
}

function isVoidByNeighbours(
  line: Line,
  { before, after }: { readonly before: readonly Line[]; readonly after: Line | null },
  cues: CueTable,
): boolean {
  const { language } = line;
  if (after !== null && TURNS_AROUND.test(after.text) && matchesAny(after.text, language, cues.cues.resolved))
    return true;
  if (after !== null && ARRIVED.test(after.text)) return true;
  if (line.question !== null && matchesAny(line.question, language, cues.cues['other-employer'])) return true;
  const returned = matchesAny(line.text, language, cues.talk.returns);
  return !returned && before.slice(-CARRY).some((each) => matchesAny(each.text, language, cues.cues['other-employer']));
}

/** The clause and its neighbours: where a link must stand to tie a bare topic. */
export function aroundClause({ line, clause }: Sighting): string {
  const clauses = clausesOf(line.spoken);
  const at = line.clauses.indexOf(clause);
  return at < 0 ? line.spoken : clauses.slice(Math.max(0, at - 1), at + 1).join(', ');
}
