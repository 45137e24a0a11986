import type { Interview, InterviewDraft, Sentence, SpeakerRole, Turn } from '../../src/core/interview.ts';

/** Builds a draft from turns of whole sentences; sentences are cut after . ! ? 。！？ for the test's convenience. */
export function draftOf(
  turns: readonly (readonly [SpeakerRole, string])[],
  more: Partial<InterviewDraft> = {},
): InterviewDraft {
  let text = '';
  const built: Turn[] = [];
  const sentences: Sentence[] = [];
  for (const [index, [role, words]] of turns.entries()) {
    if (text !== '') text += '\n';
    const start = text.length;
    text += words;
    built.push({ index, role, start, end: text.length });
    for (const match of words.matchAll(/[^.!?。！？\s][^.!?。！？]*[.!?。！？]*/gu)) {
      const from = start + match.index;
      sentences.push({ id: sentences.length + 1, turn: index, start: from, end: from + match[0].trimEnd().length });
    }
  }
  return {
    position: 1,
    language: /\p{Script=Han}/u.test(text) ? 'zh' : 'en',
    format: 'transcript',
    text,
    turns: built,
    sentences,
    ticks: [],
    header: {},
    masks: [],
    doubt: null,
    ...more,
  };
}

/** The same as a stored interview. */
export function interviewOf(
  turns: readonly (readonly [SpeakerRole, string])[],
  more: Partial<Interview> = {},
): Interview {
  return {
    ...draftOf(turns, more),
    id: 'interview-1',
    fileId: 'file-1',
    fileName: 'interview.txt',
    channel: 'C1',
    contentHash: 'hash-1',
    ...more,
  };
}
