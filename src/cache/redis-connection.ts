import { setImmediate as afterArrivals } from 'node:timers/promises';
import { createClient } from 'redis';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';

/** A cache that takes longer than this is slower than doing without it. */
const COMMAND_LIMIT_MS = 500;
const CONNECT_LIMIT_MS = 2_000;
/** How often a server that is away is tried again. */
const RETRY_MS = 2_000;
/** Commands on their way at once; nothing is queued for a server that is away. */
const MOST_COMMANDS = 1_000;

const clientFor = (url: string) =>
  createClient({
    url,
    // The older protocol: every server and proxy speaks it, and nothing here needs the newer one.
    RESP: 2,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MOST_COMMANDS,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    // Reconnecting is ours: the package's own way neither bounds a silent server nor tells an outage from a hiccup.
    socket: { reconnectStrategy: false, connectTimeout: CONNECT_LIMIT_MS },
  });

export type RedisClient = ReturnType<typeof clientFor>;

export interface RedisConnection {
  /** Sends commands and waits a bounded time; null when no server answers, which also begins an outage. */
  ask<Reply>(send: (client: RedisClient) => Promise<Reply>): Promise<{ readonly reply: Reply } | null>;
  /** Short code of the outage; null when there is none. */
  fault(): string | null;
  close(): void;
}

export interface RedisConnectionDeps {
  readonly url: string;
  /** Must pass before a server counts as there: one that can be reached but not written to is of no use. */
  readonly probe: (client: RedisClient) => Promise<unknown>;
  /** Called after each outage. */
  readonly onBack: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Short and without the server's own words, which may quote what they stumbled over. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  // A server's refusal begins with its kind: NOAUTH, READONLY, OOM.
  return /^[A-Z]{3,20}\b/.exec(error.message)?.[0] ?? error.constructor.name;
}

async function within<Reply>(limitMs: number, clock: Clock, answer: Promise<Reply>): Promise<Reply> {
  const end = new AbortController();
  const tooLate = clock.sleep(limitMs, end.signal).then(async () => {
    // When it was us who were busy, the answer has arrived and only waits to be read.
    await afterArrivals();
    throw Object.assign(new Error('no answer in time'), { code: 'no-answer' });
  });
  tooLate.catch(() => {});
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    end.abort();
  }
}

/** Connects, and goes on connecting whenever the server was away; one line in the log for the outage, one for its end. */
export async function connectRedis(deps: RedisConnectionDeps): Promise<RedisConnection> {
  const { url, probe, onBack, clock, log } = deps;
  const over = new AbortController();
  let current: RedisClient | null = null;
  let fault: string | null = null;

  function lose(lost: RedisClient, error: unknown): void {
    if (current !== lost) return;
    current = null;
    lost.destroy();
    begin(codeOf(error));
  }

  function begin(code: string): void {
    if (over.signal.aborted) return;
    fault = code;
    log.warn({ code }, 'shared cache away');
    void revive();
  }

  /** Null when it worked, else the code of why not. */
  async function connect(): Promise<string | null> {
    const next = clientFor(url);
    next.on('error', (error) => lose(next, error));
    try {
      await within(CONNECT_LIMIT_MS, clock, next.connect());
      await within(COMMAND_LIMIT_MS, clock, probe(next));
    } catch (error) {
      next.destroy();
      return codeOf(error);
    }
    if (over.signal.aborted) next.destroy();
    else current = next;
    return null;
  }

  async function revive(): Promise<void> {
    while (current === null) {
      await clock.sleep(RETRY_MS, over.signal).catch(() => {});
      if (over.signal.aborted) return;
      fault = await connect();
    }
    log.info({}, 'shared cache back');
    onBack();
  }

  const atStart = await connect();
  if (atStart !== null) begin(atStart);
  return {
    async ask(send) {
      const asked = current;
      if (asked === null) return null;
      try {
        return { reply: await within(COMMAND_LIMIT_MS, clock, send(asked)) };
      } catch (error) {
        lose(asked, error);
        return null;
      }
    },
    fault: () => fault,
    close() {
      over.abort();
      current?.destroy();
      current = null;
    },
  };
}
