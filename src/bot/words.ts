import type { Bilingual } from '../core/language.ts';

/** Sentences of the chat surface itself; faults have theirs in core/fault-sentences.ts. */
export const WORDS = {
  restInFile: {
    en: '_The text is too long for a message: the whole of it is in the file below._',
    zh: '_内容超出单条消息的长度，全文见下方文件。_',
  },
  fullText: { en: 'Full text', zh: '全文' },
  edited: {
    en: 'I have answered your message as it first stood. To ask what it says now, please send it as a new message.',
    zh: '我已按这条消息最初的内容作答。如需按修改后的内容提问，请另发一条消息。',
  },
  noFiles: {
    en: 'This message has no files. Use "Analyse with Attrition" on a message that carries interviews.',
    zh: '这条消息没有附件。请在带有访谈文件的消息上使用“Analyse with Attrition”。',
  },
} as const satisfies Record<string, Bilingual>;
