import { type Interview, roleOf, type SpeakerRole } from '../../src/core/interview.ts';
import { toOriginal } from '../../src/ingest/structure/original-offset.ts';
import type { Labelled } from '../labelled-set.ts';

/** A code with the sentences that carry it. */
export interface Claim {
  readonly code: string;
  readonly sentences: readonly number[];
}

/** The causes an interview is labelled with, each with the sentences of its labelled spans. */
export function trueClaims(labelled: Labelled, interview: Interview): readonly Claim[] {
  const primary = labelled.special === 'other-cause' ? ['other-cause'] : labelled.primary;
  return [...primary, ...labelled.contributing].flatMap((code) => {
    const spans = labelled.evidence[code] ?? [];
    const sentences = [...new Set(spans.flatMap((words) => sentencesOf(words, labelled, interview)))];
    return sentences.length === 0 ? [] : [{ code, sentences: sentences.sort((a, b) => a - b) }];
  });
}

/** Ids of the sentences in which words of the original text stand. */
export function sentencesOf(words: string, { text }: Labelled, interview: Interview): readonly number[] {
  const start = text.indexOf(words);
  if (start < 0) return [];
  return interview.sentences
    .filter(
      (each) => toOriginal(interview, each.start) < start + words.length && start < toOriginal(interview, each.end),
    )
    .map(({ id }) => id);
}

/** Ids of the sentences of some speakers, without those already taken. */
export function sentencesBy(
  roles: readonly SpeakerRole[],
  interview: Interview,
  taken: ReadonlySet<number> = new Set(),
): readonly number[] {
  const ticks = new Set(interview.ticks.map(({ sentence }) => sentence));
  return interview.sentences
    .map(({ id }) => id)
    .filter((id) => roles.includes(roleOf(interview, id)) && !taken.has(id) && !ticks.has(id));
}
