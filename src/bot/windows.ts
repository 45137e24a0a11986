import type { Conversation, MessageView } from '../core/ports/conversation.ts';
import { addressedId, readAddressedId } from './addressed-id.ts';
import { homeBlocks } from './home-view.ts';
import { WINDOW_TITLE_LIMIT } from './limits.ts';
import type { SlackCall } from './slack-call.ts';
import { refusalOf } from './slack-refusal.ts';

/** Slack's words for a press that is too long ago to open anything. */
const TOO_LATE: ReadonlySet<string> = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id']);

/** Modals as the port's windows. */
export function createWindows(call: SlackCall): Pick<Conversation, 'openWindow' | 'showInWindow'> {
  return {
    async openWindow(trigger, view) {
      const { workspace, id: trigger_id } = readAddressedId(trigger);
      try {
        const answer = await call('views.open', { trigger_id, view: modalOf(view) }, workspace);
        const id = String((answer.view as { readonly id?: unknown } | undefined)?.id ?? '');
        return { id: addressedId(workspace, id) };
      } catch (thrown) {
        const refusal = refusalOf(thrown);
        if (refusal.kind === 'refused' && TOO_LATE.has(refusal.error)) return null;
        throw thrown;
      }
    },
    async showInWindow(window, view) {
      const { workspace, id: view_id } = readAddressedId(window.id);
      try {
        await call('views.update', { view_id, view: modalOf(view) }, workspace);
        return true;
      } catch (thrown) {
        const refusal = refusalOf(thrown);
        if (refusal.kind === 'refused' && refusal.error === 'not_found') return false;
        throw thrown;
      }
    },
  };
}

/** A modal takes no markdown block either, and its title is short. */
function modalOf(view: MessageView) {
  const title = [...view.notice.toWellFormed()].slice(0, WINDOW_TITLE_LIMIT).join('');
  return { type: 'modal', title: { type: 'plain_text', text: title, emoji: false }, blocks: homeBlocks(view) };
}
