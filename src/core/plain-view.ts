import type { MessageView } from './ports/conversation.ts';

/** Characters of a message that its notification repeats. */
const NOTICE_LIMIT = 150;

/** A message of words alone; its notification is their beginning. */
export function plainView(markdown: string): MessageView {
  return { markdown, notice: markdown.slice(0, NOTICE_LIMIT) };
}
