import type { Cause, Evidence } from '../core/attribution.ts';
import type { Codebook } from '../core/codebook.ts';
import type { AttributedInterview, Quotation } from '../core/findings.ts';
import { type Interview, roleOf, sentenceText } from '../core/interview.ts';
import { sensitiveCodes } from './suppress.ts';

/** Quotations kept per cause. */
const PER_CAUSE = 3;
/** Adjoining sentences quoted as one: more is a story, and a story points to a person. */
const MAX_SENTENCES = 2;
/** Quotations in UTF-16 code units: shorter ones say little alone, longer ones are not read. */
const GOOD_LENGTH = { min: 12, max: 320 };
/** A quotation masked to this share or more says nothing and may still point to a person. */
const MASKED_SHARE = 0.5;

interface Candidate {
  readonly quotation: Quotation;
  readonly merit: number;
}

/** An interview with its 1-based number in the report. */
export type NumberedInterview = AttributedInterview & { readonly number: number };

/**
 * Picks a cause's most telling quotations, at most one per interview. The most sensitive causes are counted and never
 * quoted, in another cause's name neither: being one of those who named them is the secret itself.
 */
export function quotationsOf(
  code: string,
  interviews: readonly NumberedInterview[],
  codebook: Codebook,
): readonly Quotation[] {
  const sensitive = sensitiveCodes(codebook);
  if (sensitive.has(code)) return [];
  const candidates = interviews.flatMap(({ interview, attribution, number }) => {
    const cause = attribution.causes.find((each) => each.code === code && each.role !== 'mentioned');
    const unquoted = new Set(
      attribution.causes
        .filter((each) => sensitive.has(each.code))
        .flatMap(({ evidence }) => evidence.flatMap(({ sentences }) => sentences)),
    );
    const best = cause === undefined ? null : bestOf(interview, cause, { number, codebook, unquoted });
    return best === null ? [] : [best];
  });
  // The sort is stable: among equals the earlier interview is quoted.
  return candidates
    .sort((a, b) => b.merit - a.merit)
    .slice(0, PER_CAUSE)
    .map((candidate) => candidate.quotation);
}

function bestOf(
  interview: Interview,
  cause: Cause,
  report: { readonly number: number; readonly codebook: Codebook; readonly unquoted: ReadonlySet<number> },
): Candidate | null {
  const candidates = cause.evidence
    .filter((evidence) => isOwnWords(interview, evidence))
    .flatMap((evidence) => runsOf(interview, evidence.sentences))
    .filter((sentences) => !sentences.some((id) => report.unquoted.has(id)))
    .map((sentences) => {
      const text = cut(interview, sentences);
      const quotation = { interviewId: interview.id, interviewNumber: report.number, sentences, text };
      return { quotation, merit: meritOf(text, cause, report.codebook) };
    })
    .filter(({ quotation }) => !isMostlyMasked(interview, quotation.sentences));
  return candidates.reduce<Candidate | null>(
    (best, next) => (best === null || next.merit > best.merit ? next : best),
    null,
  );
}

/** A ticked option is the form's wording and a note is the interviewer's: neither is quoted as what the person said. */
function isOwnWords(interview: Interview, evidence: Evidence): boolean {
  return evidence.coder !== 'tick' && evidence.sentences.every((id) => roleOf(interview, id) === 'leaver');
}

/** Cuts sentence ids into runs that adjoin within one turn, each at most MAX_SENTENCES long. */
function runsOf(interview: Interview, ids: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const id of ids) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const adjoins = last === id - 1 && interview.sentences[last - 1]?.turn === interview.sentences[id - 1]?.turn;
    if (run !== undefined && adjoins && run.length < MAX_SENTENCES) run.push(id);
    else runs.push([id]);
  }
  return runs;
}

function cut(interview: Interview, sentences: readonly number[]): string {
  const first = interview.sentences[(sentences[0] ?? 0) - 1];
  const last = interview.sentences[(sentences.at(-1) ?? 0) - 1];
  if (first === undefined || last === undefined) return '';
  return interview.text.slice(first.start, last.end);
}

/** Decisive words first, then the stronger cause, then a length that can be read at a glance. */
function meritOf(text: string, cause: Cause, codebook: Codebook): number {
  const lower = text.toLowerCase();
  const isDecisive = Object.values(codebook.markers)
    .flatMap((marker) => [...marker.en, ...marker.zh])
    .some((words) => lower.includes(words.toLowerCase()));
  const isReadable = text.length >= GOOD_LENGTH.min && text.length <= GOOD_LENGTH.max;
  return cause.strength + (isDecisive ? 2 : 0) + (cause.role === 'primary' ? 1 : 0) - (isReadable ? 0 : 10);
}

/** True when so much of the words is masked that the rest would only point to a person. */
export function isMostlyMasked(interview: Interview, sentences: readonly number[]): boolean {
  const spans = sentences.flatMap((id) => interview.sentences[id - 1] ?? []);
  const masked = spans.flatMap((span) =>
    interview.masks
      .filter((mask) => mask.start < span.end && mask.end > span.start)
      .map((mask) => Math.min(mask.end, span.end) - Math.max(mask.start, span.start)),
  );
  const length = sentences.reduce((sum, id) => sum + sentenceText(interview, id).length, 0);
  return masked.reduce((sum, each) => sum + each, 0) >= MASKED_SHARE * length;
}
