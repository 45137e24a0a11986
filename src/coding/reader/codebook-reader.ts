import { createHash } from 'node:crypto';
import { type Codebook, codeById } from '../../core/codebook.ts';
import type { CodingOutcome, Link, Proposal } from '../../core/coding.ts';
import type { CueTable } from '../../core/cues.ts';
import type { Interview } from '../../core/interview.ts';
import type { Coder } from '../../core/ports/coder.ts';
import { affirmedCauses } from './affirmed.ts';
import { type Line, linesOf } from './lines.ts';
import { type Surroundings, type Tie, tieOf } from './link.ts';
import type { ReaderPatterns } from './pattern-schema.ts';
import { createPatternSearch } from './pattern-search.ts';
import { plainlyNone } from './plainly-none.ts';
import { type ReadingTables, type Sighting, sightingsOf } from './sightings.ts';

/** "…, so I can never": what follows is the result of something told before. */
const RESULT =
  /\b(?:so|which means|that means|meaning) (?:that )?(?:i|we|my)\b.{0,24}\b(?:can|can't|could|couldn't|cannot|never|no longer|hardly)\b|\b(?:gave|given|giving|left|cost) (?:me|us)\b|搞得|弄得|害得|害我|导致|闹得/u;
/** Strongest first: the order in which a code's link is chosen when several sentences carry it. */
const LINKS: readonly Link[] = ['counterfactual', 'stated', 'why-answer', 'none'];
/** Changes when the reader's code answers otherwise on the same patterns. */
const READER_VERSION = '3';

/**
 * Creates the coder that needs no model: it looks for the codebook's patterns in the leaver's own sentences and
 * proposes a code only where the leaver ties it to the leaving. It prefers silence to a guess: `unsure` asks for a model
 * or a person, and `found` with `unsure` says that more was seen than could be decided.
 */
export function createCodebookReader(codebook: Codebook, patterns: ReaderPatterns, cues: CueTable): Coder {
  const version = createHash('sha256')
    .update([READER_VERSION, sourcesOf(patterns), sourcesOf(cues), JSON.stringify(codebook.generic)].join('\n'))
    .digest('hex')
    .slice(0, 12);
  const tables = { patterns, search: createPatternSearch(patterns), cues };
  return {
    id: 'reader',
    version,
    async code(interview, signal) {
      signal?.throwIfAborted();
      return interview.doubt === null ? read(interview, codebook, tables) : { kind: 'unsure', why: interview.doubt };
    },
  };
}

function read(interview: Interview, codebook: Codebook, tables: ReadingTables): CodingOutcome {
  const { patterns, cues } = tables;
  const lines = linesOf(interview, cues);
  const ticked = new Set(interview.ticks.map(({ sentence }) => sentence));
  const told = lines.filter(({ id }) => !ticked.has(id));
  if (told.length === 0) return { kind: 'unsure', why: 'no-words-of-the-leaver' };
  const turns = [...Map.groupBy(told, ({ turn }) => turn).values()];
  const seen = turns.flatMap((own) =>
    own.flatMap((line, at) =>
      withoutVague(sightingsOf(line, { before: own.slice(0, at), after: own[at + 1] ?? null }, tables)),
    ),
  );
  const isPersonal = (code: string) => codeById(codebook, code)?.kind === 'personal';
  const tied = seen.map((sighting) => {
    const around = surroundingsOf(sighting, seen, told);
    return [sighting, tieOf(sighting, { ...around, isPersonal: isPersonal(sighting.code) }, cues)] as const;
  });
  const proposals = byCode([
    ...tied.flatMap(([{ code }, found]) => (found === null ? [] : [proposalOf(code, found)])),
    ...affirmedCauses(interview, told, patterns, cues),
  ]);
  const decided = new Set(proposals.map(({ code }) => code));
  const open = seen.filter(({ code, isFact }) => isFact && !decided.has(code));
  const undecided = open.length > 0;
  // R7: illness and family are often the result of what else was told; its root must not be lost.
  const rootIsOpen =
    proposals.every(({ code, link }) => isPersonal(code) && link !== 'why-answer') &&
    (open.some(({ code }) => !isPersonal(code)) ||
      tied.some(([sighting, found]) => found !== null && isResult(sighting)));
  if (proposals.length > 0 && rootIsOpen) return { kind: 'unsure', why: 'no-model' };
  if (proposals.length > 0) return { kind: 'found', proposals, unsure: undecided };
  const none = undecided ? null : plainlyNone(told, codebook, cues);
  return none ?? { kind: 'unsure', why: 'no-model' };
}

/** R5: 薪资倒挂 is about fairness; the mere word for pay adds nothing to a clause that says what was wrong. */
function withoutVague(seen: readonly Sighting[]): readonly Sighting[] {
  const told = new Set(seen.filter(({ isFact }) => isFact).map(({ clause }) => clause));
  return seen.filter(({ isFact, clause }) => isFact || !told.has(clause));
}

function surroundingsOf(
  { line, code }: Sighting,
  seen: readonly Sighting[],
  told: readonly Line[],
): Omit<Surroundings, 'isPersonal'> {
  const elsewhere = seen.filter((other) => other.isFact && other.code !== code);
  const nextTurn = told.find(({ turn }) => turn > line.turn)?.turn;
  return {
    after: laterInTurn(told, told.indexOf(line)),
    next: told.filter(({ turn }) => turn === nextTurn),
    others: new Set(elsewhere.map((other) => other.line.id)),
    isAlone: elsewhere.every((other) => other.line.turn !== line.turn),
  };
}

function isResult({ line, clause }: Sighting): boolean {
  return RESULT.test(line.text.slice(0, line.text.indexOf(clause) + clause.length));
}

function laterInTurn(lines: readonly Line[], index: number): readonly Line[] {
  return lines.slice(index + 1).filter(({ turn }) => turn === lines[index]?.turn);
}

function proposalOf(code: string, { link, sentences }: Tie): Proposal {
  return { code, sentences, coder: 'reader', model: null, link };
}

function byCode(proposals: readonly Proposal[]): readonly Proposal[] {
  return [...Map.groupBy(proposals, ({ code }) => code)].map(([code, own]) => ({
    code,
    sentences: [...new Set(own.flatMap(({ sentences }) => sentences))].sort((a, b) => a - b),
    coder: 'reader',
    model: null,
    link: LINKS.find((link) => own.some((proposal) => proposal.link === link)) ?? 'none',
  }));
}

function sourcesOf(table: ReaderPatterns | CueTable): string {
  return JSON.stringify(table, (_key, value) => (value instanceof RegExp ? value.source : value));
}
