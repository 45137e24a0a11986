import type { App } from '@slack/bolt';
import type { Clock } from '../core/ports/clock.ts';
import { ACK_WITHIN_MS } from './limits.ts';

/**
 * Acknowledges what Slack delivers when its listeners have ended, or after ACK_WITHIN_MS. Bolt by itself acknowledges an
 * event before them: a process that dies in between would lose it, since Slack sends no event again that it has heard
 * was taken. Whoever types a command or presses a button sees Slack's own error then, instead of nothing.
 *
 * Gives a function that resolves when all that has come in so far is acknowledged.
 */
export function acknowledgeWhenKept(app: App, clock: Clock): () => Promise<void> {
  const processEvent = app.processEvent.bind(app);
  const open = new Set<Promise<void>>();

  async function acknowledge(ack: () => Promise<void>, work: Promise<void>): Promise<void> {
    const ended = new AbortController();
    const tooLong = clock.sleep(ACK_WITHIN_MS, ended.signal).catch(() => {});
    try {
      await Promise.race([work, tooLong]);
    } finally {
      ended.abort();
    }
    // Over a connection that was closed meanwhile nothing can be said: what Slack sends again is known to be done.
    await ack().catch(() => {});
  }

  app.processEvent = async (event) => {
    const work = processEvent({ ...event, ack: async () => {} });
    const acknowledged = acknowledge(event.ack, work).finally(() => open.delete(acknowledged));
    open.add(acknowledged);
    await acknowledged;
    await work;
  };
  return async () => void (await Promise.allSettled(open));
}
