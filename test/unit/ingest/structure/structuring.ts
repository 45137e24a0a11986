import { expect } from 'vitest';
import { type InterviewDraft, sentenceText } from '../../../../src/core/interview.ts';
import type { FileKind, RawPart } from '../../../../src/ingest/raw-document.ts';
import { type Structured, structureDocument } from '../../../../src/ingest/structure/structure-document.ts';

/** Structures a document of the given parts. */
export function structure(parts: readonly RawPart[], kind: FileKind = 'text'): Structured {
  return structureDocument({ name: 'file', kind, parts, remarks: [] });
}

/** Structures a plain text. */
export function structureWords(text: string): Structured {
  return structure([{ type: 'text', title: null, text }]);
}

/** Structures a sheet. */
export function structureRows(rows: readonly (readonly string[])[]): Structured {
  return structure([{ type: 'table', title: null, rows }], 'csv');
}

/** The interviews of a document that must have been read. */
export function interviewsIn(structured: Structured): readonly InterviewDraft[] {
  if ('fault' in structured) throw new Error(`not read: ${structured.fault}`);
  for (const interview of structured.interviews) expectSound(interview);
  return structured.interviews;
}

/** The only interview of a document. */
export function onlyInterview(structured: Structured): InterviewDraft {
  const [interview, ...rest] = interviewsIn(structured);
  expect(rest).toHaveLength(0);
  if (interview === undefined) throw new Error('no interview');
  return interview;
}

/** The sentences of a role. */
export function said(interview: InterviewDraft, role: string): readonly string[] {
  return interview.sentences
    .filter((sentence) => interview.turns[sentence.turn]?.role === role)
    .map((sentence) => sentenceText(interview, sentence.id));
}

/** What holds for every interview: numbered sentences inside their turns, in order, without white space at their ends. */
function expectSound(interview: InterviewDraft): void {
  let end = 0;
  for (const [index, sentence] of interview.sentences.entries()) {
    const turn = interview.turns[sentence.turn];
    expect(sentence.id).toBe(index + 1);
    expect(sentence.start).toBeGreaterThanOrEqual(Math.max(end, turn?.start ?? Number.NaN));
    expect(sentence.end).toBeLessThanOrEqual(turn?.end ?? Number.NaN);
    expect(sentenceText(interview, sentence.id)).toMatch(/^\S(?:[\s\S]*\S)?$/);
    end = sentence.end;
  }
  for (const tick of interview.ticks) expect(sentenceText(interview, tick.sentence)).toBe(tick.option);
}
