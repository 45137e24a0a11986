import type { SocketModeReceiver } from '@slack/bolt';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { RECONNECT_DELAYS_MS } from './limits.ts';

export interface SocketConnection {
  /** Connects; throws when the first attempt fails, e.g. for a wrong app token. */
  start(): Promise<void>;
  /** False while the connection is down, a lost one that is being opened again included. */
  connected(): boolean;
  stop(): Promise<void>;
}

/**
 * Keeps Socket Mode connected. The client's own reconnection waits at least 5 s and leaves a promise uncaught that ends
 * the process (node-slack-sdk#2656), so it is switched off and done here.
 */
export function createSocketConnection(client: SocketModeReceiver['client'], clock: Clock, log: Log): SocketConnection {
  const stopping = new AbortController();
  let connecting = false;
  let up = false;
  let reconnected: Promise<void> = Promise.resolve();

  async function reconnect(): Promise<void> {
    connecting = true;
    for (let attempt = 0; !(up || stopping.signal.aborted); attempt += 1) {
      const delay = RECONNECT_DELAYS_MS[Math.min(attempt, RECONNECT_DELAYS_MS.length - 1)] ?? 0;
      try {
        await clock.sleep(delay, stopping.signal);
        await client.start();
      } catch (thrown) {
        const cause = thrown instanceof Error ? thrown.name : typeof thrown;
        if (!stopping.signal.aborted) log.warn({ attempt: attempt + 1, cause }, 'Socket Mode did not connect');
      }
    }
    connecting = false;
  }

  return {
    async start() {
      client.on('connected', () => {
        up = true;
      });
      client.on('disconnected', () => {
        up = false;
        if (connecting || stopping.signal.aborted) return;
        log.info({}, 'Socket Mode was disconnected');
        reconnected = reconnect();
      });
      // A first attempt that fails is told to whoever starts the bot.
      connecting = true;
      await client.start();
      connecting = false;
      if (!up) reconnected = reconnect();
    },
    connected: () => up,
    async stop() {
      stopping.abort();
      await client.disconnect();
      await reconnected;
      // A connection that was being opened meanwhile is open now.
      await client.disconnect();
    },
  };
}
