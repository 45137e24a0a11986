import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { MessageRef, MessageView, Place } from '../core/ports/conversation.ts';
import type { MessageStore } from '../core/ports/store.ts';
import { type Format, payloadOf } from './blocks.ts';
import { untilOurs, whileHeld } from './claimed-work.ts';
import { RETRY_DELAYS_MS } from './limits.ts';
import type { SlackCall } from './slack-call.ts';
import { channelFault, refusalOf } from './slack-refusal.ts';

/** Names our own messages in their metadata, so that a lost answer doesn't lead to a second post. */
const METADATA_TYPE = 'attrition_message';

/** One message to post. */
interface Posting {
  readonly place: Place;
  readonly key: string;
  /** Must fit one message of the format. */
  readonly view: MessageView;
  readonly format: Format;
  /** Tried before posting; null when it came to nothing. */
  readonly stream?: () => Promise<MessageRef | null>;
}

export interface Posted {
  readonly ref: MessageRef;
  /** False when the message stood there before. */
  readonly isNew: boolean;
  /** True when it was just begun as a stream. */
  readonly streams?: true;
}

/** Posts each message exactly once per key, among all processes. */
export interface PostedMessages {
  /** Throws AttritionError not-allowed-here or edit-refused (detail `error`: Slack's word). */
  post(posting: Posting): Promise<Posted>;
  /** False when the message of this key was deleted, whichever process heard of it. */
  stands(key: string): Promise<boolean>;
  /** True for threads this bot has written in. */
  ownsThread(channel: string, thread: string): Promise<boolean>;
}

export interface PostingParts {
  readonly call: SlackCall;
  readonly messages: MessageStore;
  readonly clock: Clock;
}

/** Metadata that carries the key; chat.update is given it too, lest it be removed. */
export function keyMetadata(key: string): Readonly<Record<string, unknown>> {
  return { event_type: METADATA_TYPE, event_payload: { key } };
}

/** Arguments that put a message into its thread. */
export function threadOf(place: Place): { readonly thread_ts?: string } {
  return place.thread === undefined ? {} : { thread_ts: place.thread };
}

/** Builds the poster. Simultaneous posts under one key become one: the second waits for the first one's message. */
export function createPostedMessages(parts: PostingParts): PostedMessages {
  const running = new Map<string, Promise<Posted>>();

  async function postOnce(posting: Posting): Promise<Posted> {
    const id = `post:${posting.key}`;
    const known = await untilOurs(id, parts, () => parts.messages.find(posting.key));
    if (typeof known === 'object') return { ref: known, isNew: false };
    try {
      // Another process, or this one before a crash, may have posted without writing down where.
      return await whileHeld(id, parts, () => postAndRemember(posting, known !== 'first'));
    } catch (thrown) {
      // The next attempt needn't wait for this one.
      await parts.messages.hold(id, 0).catch(() => {});
      throw thrown;
    }
  }

  async function postAndRemember(posting: Posting, triedBefore: boolean): Promise<Posted> {
    const posted = await send(parts, posting, triedBefore);
    const { channel, thread = posted.ref.ts } = { ...posting.place, channel: posted.ref.channel };
    await parts.messages.remember(posting.key, posted.ref);
    await parts.messages.remember(threadKey(channel, thread), { channel, ts: thread });
    return posted;
  }

  return {
    post(posting) {
      const current = running.get(posting.key);
      if (current !== undefined) return current.then(({ ref }) => ({ ref, isNew: false }));
      const post = postOnce(posting).finally(() => running.delete(posting.key));
      running.set(posting.key, post);
      return post;
    },
    stands: async (key) => (await parts.messages.find(key)) !== null,
    ownsThread: async (channel, thread) => (await parts.messages.find(threadKey(channel, thread))) !== null,
  };
}

function threadKey(channel: string, thread: string): string {
  return `thread:${channel}:${thread}`;
}

/** Sends with our own retries: after an unknown result it looks for our key in the channel before it posts again. */
async function send({ call, clock }: PostingParts, posting: Posting, triedBefore: boolean): Promise<Posted> {
  // A stream carries no key of ours: it is only begun where none can stand already.
  const begun = triedBefore ? null : await posting.stream?.();
  if (begun) return { ref: begun, isNew: true, streams: true };
  let unsure = triedBefore;
  let last: unknown;
  for (const delay of RETRY_DELAYS_MS) {
    try {
      const found = unsure ? await findByKey(call, posting) : null;
      if (found !== null) return { ref: found, isNew: false };
      // Until the answer is there, the message may stand in the channel.
      unsure = true;
      return { ref: refOf(await call('chat.postMessage', argumentsOf(posting))), isNew: true };
    } catch (thrown) {
      last = thrown;
      const refusal = refusalOf(thrown);
      if (refusal.kind === 'refused') throw channelFault(posting.place.channel, thrown);
      await clock.sleep(refusal.kind === 'rate-limited' ? refusal.retryAfterMs : delay);
    }
  }
  throw channelFault(posting.place.channel, last);
}

function argumentsOf({ place, key, view, format }: Posting): Record<string, unknown> {
  return {
    ...payloadOf(view, format),
    channel: place.channel,
    ...threadOf(place),
    metadata: keyMetadata(key),
    unfurl_links: false,
    unfurl_media: false,
  };
}

function refOf(answer: Readonly<Record<string, unknown>>): MessageRef {
  const { channel, ts } = answer;
  if (typeof channel !== 'string' || typeof ts !== 'string') {
    throw new AttritionError('unexpected', { method: 'chat.postMessage' });
  }
  return { channel, ts };
}

interface StoredMessage {
  readonly ts?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: { readonly key?: string } };
}

async function findByKey(call: SlackCall, { place, key }: Posting): Promise<MessageRef | null> {
  const range = { channel: place.channel, include_all_metadata: true, limit: 200 };
  const answer =
    place.thread === undefined
      ? await call('conversations.history', range)
      : await call('conversations.replies', { ...range, ts: place.thread });
  const messages = Array.isArray(answer.messages) ? (answer.messages as readonly StoredMessage[]) : [];
  const found = messages.find(
    ({ metadata }) => metadata?.event_type === METADATA_TYPE && metadata.event_payload?.key === key,
  );
  return found?.ts === undefined ? null : { channel: place.channel, ts: found.ts };
}
