import { languageOf } from '../core/language.ts';
import type { MessageView } from '../core/ports/conversation.ts';
import type { Format } from './blocks.ts';
import { MARKDOWN_LIMIT, MAX_MESSAGES, PLAIN_TEXT_LIMIT, SUMMARY_LIMIT } from './limits.ts';
import { splitMarkdown } from './split-message.ts';
import { WORDS } from './words.ts';

/** A view laid out over messages: the first one, at most one continuation, or a file with the whole text. */
export interface FittedView {
  readonly first: MessageView;
  readonly continuation: MessageView | null;
  /** The whole text and its title, when it is too long for messages. */
  readonly file: { readonly markdown: string; readonly title: string } | null;
}

/** Lays a view out for Slack's size limits; the buttons stand under the last message. */
export function fitView(view: MessageView, format: Format): FittedView {
  // The last door escapes `<!` (blocks.ts), which makes a text longer: measure what is sent.
  const markdown = view.markdown.replaceAll('<!', '&lt;!');
  const parts = splitMarkdown(markdown, format === 'blocks' ? MARKDOWN_LIMIT : PLAIN_TEXT_LIMIT);
  const [first = '', second] = parts;
  if (second === undefined) return { first: { ...view, markdown: first }, continuation: null, file: null };
  if (parts.length <= MAX_MESSAGES) {
    return {
      first: { markdown: first, notice: view.notice },
      continuation: { ...view, markdown: second },
      file: null,
    };
  }
  const language = languageOf(view.notice);
  const remark = WORDS.restInFile[language];
  const summary = splitMarkdown(markdown, SUMMARY_LIMIT - remark.length - 2)[0] ?? '';
  return {
    first: { ...view, markdown: `${summary}\n\n${remark}` },
    continuation: null,
    file: { markdown: view.markdown, title: WORDS.fullText[language] },
  };
}

/** What a growing message shows of a long view until it is finished: its first part, with all buttons. */
export function headOf(view: MessageView, format: Format): MessageView {
  const [first = ''] = splitMarkdown(view.markdown, format === 'blocks' ? MARKDOWN_LIMIT : PLAIN_TEXT_LIMIT);
  return { ...view, markdown: first };
}
