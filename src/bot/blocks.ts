import type { Button, MessageView } from '../core/ports/conversation.ts';
import { BUTTON_LABEL_LIMIT, BUTTONS_PER_BLOCK, NOTICE_LIMIT, PLAIN_TEXT_LIMIT } from './limits.ts';
import { splitMarkdown } from './split-message.ts';

/** A block as Slack takes it. */
export type Block = Readonly<Record<string, unknown>>;

/** Markdown blocks, or plain text for a workspace that refuses them (buttons are lost then). */
export type Format = 'blocks' | 'plain';

/** What chat.postMessage and chat.update are given of a view. */
export interface Payload {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** chat.update resets both when they are left out, so every call sends them. */
  readonly parse: 'none';
  readonly link_names: false;
}

/** Renders a view that fits one message of the format (see fitView). */
export function payloadOf(view: MessageView, format: Format): Payload {
  const safe = { parse: 'none', link_names: false } as const;
  if (format === 'plain') return { text: shorten(quiet(view.markdown), PLAIN_TEXT_LIMIT), blocks: [], ...safe };
  const words = view.markdown === '' ? [] : [{ type: 'markdown', text: quiet(view.markdown) }];
  return {
    text: shorten(noticeText(view.notice), NOTICE_LIMIT),
    blocks: [...words, ...buttonBlocks(view.buttons)],
    ...safe,
  };
}

/** Buttons in as many actions blocks as they need. */
export function buttonBlocks(buttons: readonly Button[] = []): readonly Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < buttons.length; from += BUTTONS_PER_BLOCK) {
    blocks.push({ type: 'actions', elements: buttons.slice(from, from + BUTTONS_PER_BLOCK).map(buttonElement) });
  }
  return blocks;
}

function buttonElement(button: Button): Block {
  return {
    type: 'button',
    action_id: button.action,
    text: { type: 'plain_text', text: shorten(button.label.toWellFormed(), BUTTON_LABEL_LIMIT), emoji: true },
    value: button.value,
    ...(button.style === undefined ? {} : { style: button.style }),
  };
}

/** The last door: foreign text was escaped where it entered, yet nothing of ours ever calls a whole channel. */
export function quiet(markdown: string): string {
  return markdown.toWellFormed().replaceAll('<!', '&lt;!');
}

/** Notifications show no names for mentions, so those are left to the blocks. */
function noticeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/<@\w+>\s*/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${splitMarkdown(text, limit - 1)[0] ?? ''}…`;
}
