import type { App } from '@slack/bolt';
import type { Clock } from '../core/ports/clock.ts';
import { ACK_WITHIN_MS } from './limits.ts';

/**
 * Acknowledges what Slack delivers when its listeners have ended, or after ACK_WITHIN_MS. Bolt by itself acknowledges an
 * event before them: a process that dies in between would lose it, since Slack sends no event again that it has heard
 * was taken. Whoever types a command or presses a button sees Slack's own error then, instead of nothing.
 */
export function acknowledgeWhenKept(app: App, clock: Clock): void {
  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    const ended = new AbortController();
    const tooLong = clock.sleep(ACK_WITHIN_MS, ended.signal).catch(() => {});
    const work = process({ ...event, ack: async () => {} });
    try {
      await Promise.race([work, tooLong]);
    } finally {
      ended.abort();
    }
    // Over a connection that was closed meanwhile nothing can be said: what Slack sends again is known to be done.
    await event.ack().catch(() => {});
    await work;
  };
}
