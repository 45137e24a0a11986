import type { Interview } from '../../src/core/interview.ts';
import { toOriginal } from '../../src/ingest/structure/original-offset.ts';
import type { Labelled } from '../labelled-set.ts';

/**
 * Gives every turn of a conversation the other speaker's label, as a recorder that mixes the voices up does; null for
 * texts that aren't a conversation of two.
 */
export function swapSpeakers(labelled: Labelled, interview: Interview): Labelled | null {
  const { text } = labelled;
  const turns = interview.turns.map(({ start, end, role }) => ({
    role,
    start: toOriginal(interview, start),
    end: toOriginal(interview, end),
  }));
  const [first] = turns;
  if (first === undefined || !['leaver', 'interviewer'].every((role) => turns.some((turn) => turn.role === role)))
    return null;
  if (turns.some(({ role }) => role !== 'leaver' && role !== 'interviewer')) return null;
  const head = text.lastIndexOf('\n', first.start - 1) + 1;
  const labels = turns.map(({ start }, index) => text.slice(turns[index - 1]?.end ?? head, start));
  const labelOf = (index: number) => labels[index]?.replace(/^\s+/u, '') ?? '';
  const parts = turns.map(({ role, start, end }, index) => {
    const other = turns.findIndex((turn, at) => turn.role !== role && Math.abs(at - index) === 1);
    const before = /^\s*/u.exec(labels[index] ?? '')?.[0] ?? '';
    return before + labelOf(other < 0 ? index : other) + text.slice(start, end);
  });
  return { ...labelled, text: text.slice(0, head) + parts.join('') + text.slice(turns.at(-1)?.end) };
}
