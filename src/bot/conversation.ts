import type { Clock } from '../core/ports/clock.ts';
import type { Conversation, MessageRef } from '../core/ports/conversation.ts';
import type { EditBudgetStore } from '../core/ports/edit-budget-store.ts';
import type { MessageStore } from '../core/ports/store.ts';
import { payloadOf } from './blocks.ts';
import { createEditBudgets } from './edit-budgets.ts';
import { createFileIntake } from './file-intake.ts';
import { createFileUpload } from './file-upload.ts';
import { headOf } from './fit-view.ts';
import { RETRY_DELAYS_MS, UPLOAD_DELAYS_MS } from './limits.ts';
import { createLiveMessage, type TrackedMessage } from './live-message.ts';
import { inEitherFormat, postView } from './long-post.ts';
import { createMembership } from './membership.ts';
import { createStreamStart } from './native-stream.ts';
import { tryAgain } from './patient-call.ts';
import { createPostedMessages, threadOf } from './posted-messages.ts';
import { createRemoval } from './removal.ts';
import type { BotSettings } from './settings.ts';
import type { SlackCalls } from './slack-call.ts';
import { channelFault } from './slack-refusal.ts';
import { createUserGroups } from './user-groups.ts';
import { createWindows } from './windows.ts';
import type { Workspaces } from './workspaces.ts';

export interface ConversationParts {
  readonly settings: Pick<BotSettings, 'apiUrl' | 'maxFileBytes' | 'allowedChannels' | 'streaming'>;
  readonly calls: SlackCalls;
  readonly workspaces: Pick<Workspaces, 'find' | 'areMany'>;
  readonly messages: MessageStore;
  /** The budget that several processes share; null when this one is alone. */
  readonly edits: EditBudgetStore | null;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** 0..1, for jitter. */
  readonly random: () => number;
}

/** The conversation as the listeners need it. */
export interface SlackConversation extends Conversation {
  /** Somebody deleted a message: stops what was being written there. */
  deleted(ref: MessageRef): void;
  /** True for threads this bot has written in. */
  ownsThread(channel: string, thread: string): Promise<boolean>;
}

/** Slack behind the port Conversation. */
export function createConversation(parts: ConversationParts): SlackConversation {
  const { calls, clock, messages, workspaces } = parts;
  const budgetOf = createEditBudgets(parts);
  const posted = createPostedMessages({ call: calls.post, messages, clock });
  const download = createFileIntake({
    ...{ ...parts.settings, clock, fetch: parts.fetch },
    ...{ call: calls.file, token: calls.token },
  });
  const tracked = new Map<string, TrackedMessage>();
  const inChannel = createMembership(calls.post, clock);
  const { allowedChannels } = parts.settings;
  const upload = createFileUpload(tryAgain(calls.file, clock, UPLOAD_DELAYS_MS), parts.fetch, (id, channel, key) =>
    messages.rememberUpload({ id, channel, at: clock.now(), ...(key === undefined ? {} : { key }) }),
  );
  const posting = { posted, upload };
  const startStream = parts.settings.streaming === 'native' ? createStreamStart(calls.post) : null;
  const whisper = tryAgain(calls.post, clock, RETRY_DELAYS_MS);

  return {
    async open(place, key, view) {
      const budget = budgetOf(await workspaces.find(place.channel));
      const stream = startStream === null ? {} : { stream: () => startStream(place, headOf(view, 'blocks')) };
      const { ref, isNew, streams } = await inEitherFormat((format) =>
        posted.post({ place, key, view: headOf(view, format), format, ...stream }),
      );
      const opened = { ref, place, key, posted: isNew ? headOf(view, 'blocks') : null, streams: streams === true };
      const message = createLiveMessage({ ...posting, call: calls.edit, budget, clock }, opened);
      const id = idOf(ref);
      tracked.set(id, message);
      void message.ended.then(() => tracked.delete(id));
      if (!isNew) message.live.show(view);
      return message.live;
    },
    async post(place, key, view) {
      return (await postView(posting, place, key, view)).ref;
    },
    async whisper(place, user, view) {
      const payload = payloadOf(headOf(view, 'blocks'), 'blocks');
      try {
        await whisper('chat.postEphemeral', { ...payload, channel: place.channel, user, ...threadOf(place) });
      } catch (thrown) {
        const fault = channelFault(place.channel, thrown);
        if (fault.code !== 'not-allowed-here') throw fault;
        // Where the bot is no member it can't whisper: the asker hears of it in their direct messages.
        const message = { ...payload, channel: user, unfurl_links: false, unfurl_media: false };
        await whisper('chat.postMessage', message, place.channel);
      }
    },
    ...createWindows(calls.post),
    // In a channel that isn't set up nobody sees anything.
    isMember: async (channel, user) =>
      (allowedChannels === null || allowedChannels.includes(channel)) && (await inChannel(channel, user)),
    groupMembers: createUserGroups({ call: calls.post, workspaces: parts.workspaces, clock }),
    ...createRemoval(calls, clock),
    upload,
    download,
    deleted(ref) {
      tracked.get(idOf(ref))?.deleted();
    },
    ownsThread: posted.ownsThread,
  };
}

function idOf(ref: MessageRef): string {
  return `${ref.channel}:${ref.ts}`;
}
