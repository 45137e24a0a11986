import type { InterviewDraft, Turn } from '../core/interview.ts';

type StoredTurn = readonly [role: Turn['role'], start: number, end: number, question?: string];

/** An interview as its row holds it: what stands in its place says its number, which halves what a report reads. */
export interface InterviewDocument extends Omit<InterviewDraft, 'turns' | 'sentences'> {
  /** By index. */
  readonly turns: readonly StoredTurn[];
  /** By id, three numbers each: turn, start, end. */
  readonly sentences: readonly number[];
}

/** Packs an interview for its row; a broken pair of surrogates in its text, which a restore refuses, is replaced. */
export function packInterview(draft: InterviewDraft): InterviewDocument {
  return {
    ...draft,
    text: draft.text.toWellFormed(),
    turns: draft.turns.map(({ role, start, end, question }) =>
      question === undefined ? [role, start, end] : [role, start, end, question],
    ),
    sentences: draft.sentences.flatMap(({ turn, start, end }) => [turn, start, end]),
  };
}

/** The interview that a row holds. */
export function unpackInterview(document: InterviewDocument): InterviewDraft {
  const { sentences } = document;
  const at = (place: number) => sentences[place] ?? 0;
  return {
    ...document,
    turns: document.turns.map(([role, start, end, question], index) =>
      question === undefined ? { index, role, start, end } : { index, role, start, end, question },
    ),
    sentences: Array.from({ length: sentences.length / 3 }, (_, index) => {
      const place = index * 3;
      return { id: index + 1, turn: at(place), start: at(place + 1), end: at(place + 2) };
    }),
  };
}
