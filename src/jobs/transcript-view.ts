import { faultSentence, remarkSentence } from '../core/fault-sentences.ts';
import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { MessageView } from '../core/ports/conversation.ts';
import type { Transcript } from '../core/ports/store.ts';

/** Action ids of the buttons below a transcript; their value is the file's id. */
export const TRANSCRIPT_ACTIONS = { count: 'transcript_count', leaveOut: 'transcript_leave_out' } as const;

/** Characters shown in the message; the rest of a longer transcript is in its file. */
export const SHOWN_CHARACTERS = 2_500;

const WORDS = {
  count: { en: 'Correct, count it', zh: '内容无误，计入' },
  leaveOut: { en: 'Not right, leave it out', zh: '不对，不计入' },
  more: { en: '… the rest is in the attached file.', zh: '……其余部分见附件。' },
} as const;

/** Key of the message that shows a file's transcript. */
export function transcriptKey(fileId: string): string {
  return `transcript:${fileId}`;
}

/** The language most of a transcript's interviews are in. */
export function transcriptLanguage({ interviews }: Pick<Transcript, 'interviews'>): Language {
  const chinese = interviews.filter(({ language }) => language === 'zh').length;
  return chinese * 2 > interviews.length ? 'zh' : 'en';
}

/** The masked words of all interviews of a transcript, as they would be stored. */
export function transcriptText({ interviews }: Pick<Transcript, 'interviews'>): string {
  return interviews.map(({ text }) => text).join('\n\n');
}

/** What the upload's thread shows: the transcript with its two buttons, or what was decided. */
export function transcriptView(name: string, transcript: Transcript): MessageView {
  const language = transcriptLanguage(transcript);
  const { model, decision, fileId } = transcript;
  const detail = { name, model };
  if (decision !== null) {
    const words =
      decision.choice === 'count'
        ? remarkSentence({ code: 'read-from-picture', detail }, language)
        : faultSentence('file-transcript-left-out', detail, language);
    return { markdown: words, notice: words.slice(0, 300) };
  }
  const head = faultSentence('file-transcript-waiting', detail, language);
  const text = transcriptText(transcript);
  const quoted = text
    .slice(0, SHOWN_CHARACTERS)
    .split('\n')
    .map((line) => `> ${escapeMarkdown(line)}`);
  const more = text.length > SHOWN_CHARACTERS ? ['', WORDS.more[language]] : [];
  return {
    markdown: [head, '', ...quoted, ...more].join('\n'),
    notice: head.slice(0, 300),
    buttons: [
      { action: TRANSCRIPT_ACTIONS.count, label: WORDS.count[language], value: fileId, style: 'primary' },
      { action: TRANSCRIPT_ACTIONS.leaveOut, label: WORDS.leaveOut[language], value: fileId },
    ],
  };
}
