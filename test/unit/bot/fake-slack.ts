import { WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { SlackCall } from '../../../src/bot/slack-call.ts';
import type { MessageRef } from '../../../src/core/ports/conversation.ts';
import type { MessageStore } from '../../../src/core/ports/store.ts';

export interface Call {
  readonly method: string;
  readonly options: Record<string, unknown>;
}

type Answer = Record<string, unknown>;

/** Answers calls by a test's own rule and keeps them all. Without a rule posts get timestamps and all else is `ok`. */
export interface FakeSlack {
  readonly call: SlackCall;
  readonly calls: readonly Call[];
  /** The calls of one method. */
  of(method: string): readonly Call[];
  /** Decides the next calls; returning undefined leaves it to the default. */
  rule: (call: Call, index: number) => Promise<Answer | undefined> | Answer | undefined;
}

export function createFakeSlack(): FakeSlack {
  const calls: Call[] = [];
  let ts = 0;
  const fake: FakeSlack = {
    calls,
    rule: () => undefined,
    of: (method) => calls.filter((call) => call.method === method),
    async call(method, options) {
      const call = { method, options };
      calls.push(call);
      const index = fake.of(method).length - 1;
      const answer = await fake.rule(call, index);
      if (answer !== undefined) return answer;
      if (method !== 'chat.postMessage') return { ok: true };
      ts += 1;
      return { ok: true, channel: options.channel, ts: `17.${ts}` };
    },
  };
  return fake;
}

export const refused = (error: string) => new WebAPIPlatformError({ ok: false, error });
export const rateLimited = (seconds: number) => new WebAPIRateLimitedError(seconds);
export const noAnswer = () => new WebAPIRequestError(new Error('socket hang up'));

/** The Markdown a call carries in its blocks. */
export function markdownOf(call: Call | undefined): string {
  const blocks = (call?.options.blocks ?? []) as readonly { type: string; text?: string }[];
  return blocks
    .filter(({ type }) => type === 'markdown')
    .map(({ text }) => text ?? '')
    .join('');
}

/** Action ids of a call's buttons. */
export function buttonsOf(call: Call | undefined): readonly string[] {
  const blocks = (call?.options.blocks ?? []) as readonly { elements?: readonly { action_id: string }[] }[];
  return blocks.flatMap(({ elements }) => elements ?? []).map(({ action_id }) => action_id);
}

export function createMemoryMessages(): MessageStore & { readonly keys: () => readonly string[] } {
  const refs = new Map<string, MessageRef>();
  /** Until when what was claimed is kept; null when it is done. */
  const seen = new Map<string, number | null>();
  return {
    keys: () => [...refs.keys()],
    find: async (key) => refs.get(key) ?? null,
    remember: async (key, ref) => {
      refs.set(key, ref);
    },
    lose: async ({ channel, ts }) => {
      const lost = [...refs].filter(
        ([key, ref]) => ref.channel === channel && ref.ts === ts && !key.startsWith('thread:'),
      );
      for (const [key] of lost) refs.delete(key);
      return lost.map(([key]) => key);
    },
    rememberUpload: async () => {},
    firstSight: async (id) => {
      const first = !seen.has(id);
      if (first) seen.set(id, null);
      return first;
    },
    claim: async (id, now, leaseMs) => {
      const until = seen.get(id);
      if (until === null) return 'settled';
      if (until !== undefined && until > now) return 'busy';
      seen.set(id, now + leaseMs);
      return until === undefined ? 'first' : 'again';
    },
    hold: async (id, until) => void seen.set(id, until),
  };
}
