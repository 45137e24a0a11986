import type { MessageView } from '../core/ports/conversation.ts';
import { type Block, buttonBlocks } from './blocks.ts';
import { BLOCKS_PER_VIEW, SECTION_TEXT_LIMIT } from './limits.ts';
import { splitMarkdown } from './split-message.ts';

/** App Home takes no markdown block: the view becomes sections in Slack's older markup, each within its limit. */
export function homeBlocks(view: MessageView): readonly Block[] {
  const buttons = buttonBlocks(view.buttons);
  const sections = splitMarkdown(mrkdwn(view.markdown.toWellFormed()), SECTION_TEXT_LIMIT)
    .slice(0, BLOCKS_PER_VIEW - buttons.length)
    .map((text) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }));
  return [...sections, ...buttons];
}

function mrkdwn(markdown: string): string {
  return markdown
    .replaceAll('<!', '&lt;!')
    .replace(/^#{1,6}\s+(.*)$/gm, '*$1*')
    .replace(/\*\*(.+?)\*\*/g, '*$1*')
    .replace(/^[-*]\s+/gm, '• ')
    .replace(/^\|?[\s:|-]+\|[\s:|-]*$\n?/gm, '')
    .replace(/^\|\s*(.*?)\s*\|\s*$/gm, (_row, cells: string) => cells.replace(/\s*\|\s*/g, ' · '))
    .replace(/\\([\\`*_[\]|~])/g, '$1');
}
