import type { Clock } from '../src/core/ports/clock.ts';

/** Calls a minute of Slack's tiers. */
const TIER_2 = 20;
const TIER_3 = 50;
const TIER_4 = 100;
/** Posts a minute in one channel: "about one a second". */
const POSTS = 60;

/** Methods and their limits (facts: method reference and the Java SDK's table). */
const CALLS_A_MINUTE: Readonly<Record<string, number>> = {
  'chat.update': TIER_3,
  'chat.delete': TIER_3,
  'chat.startStream': TIER_2,
  'chat.appendStream': TIER_4,
  'chat.stopStream': TIER_2,
  'chat.postMessage': POSTS,
  'chat.postEphemeral': TIER_4,
  'conversations.history': TIER_3,
  'conversations.replies': TIER_3,
  'conversations.info': TIER_3,
  'conversations.list': TIER_2,
  'conversations.members': TIER_4,
  'conversations.open': TIER_3,
  'files.info': TIER_4,
  'files.delete': TIER_3,
  'files.getUploadURLExternal': TIER_4,
  'files.completeUploadExternal': TIER_4,
  'reactions.add': TIER_3,
  'reactions.remove': TIER_2,
  'usergroups.users.list': TIER_2,
  'users.info': TIER_4,
  'views.open': TIER_4,
  'views.update': TIER_4,
  'views.push': TIER_4,
  'views.publish': TIER_4,
  'assistant.threads.setStatus': POSTS,
};

/** Part of a minute's calls that may come at once; Slack doesn't say, 20 of 50 is assumed. */
const BURST = 0.4;
/** Seconds; the one value seen on chat.update (node-slack-sdk#2010). */
const RETRY_AFTER = 10;

/** Counts calls a method as Slack does. */
export interface RateTiers {
  /** Seconds to wait when the call is over its limit, or null. */
  refuse(method: string, channel: string): number | null;
}

/** Creates empty counters: a bucket per method, and per channel for posts. */
export function createRateTiers(clock: Clock): RateTiers {
  const buckets = new Map<string, { left: number; at: number; closedUntil: number }>();
  return {
    refuse(method, channel) {
      const rate = CALLS_A_MINUTE[method];
      if (rate === undefined) return null;
      const now = clock.now();
      const key = method === 'chat.postMessage' ? `${method}:${channel}` : method;
      const bucket = buckets.get(key) ?? { left: rate * BURST, at: now, closedUntil: 0 };
      buckets.set(key, bucket);
      if (now < bucket.closedUntil) return Math.ceil((bucket.closedUntil - now) / 1000);
      bucket.left = Math.min(rate * BURST, bucket.left + ((now - bucket.at) / 60_000) * rate);
      bucket.at = now;
      if (bucket.left < 1) {
        bucket.closedUntil = now + RETRY_AFTER * 1000;
        return RETRY_AFTER;
      }
      bucket.left -= 1;
      return null;
    },
  };
}
