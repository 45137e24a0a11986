import PQueue from 'p-queue';

/**
 * A batch leaves this share of the slots, and one at least, to answers that a person waits for. Beyond them the next slot
 * that a batch gives back is theirs: with two dozen requests of a second or two that is a tenth of a second.
 */
const LIVE_SHARE = 1 / 8;
/** Order in the queue for a slot: an answer that a person waits for goes before a batch. */
const PRIORITY = { live: 1, batch: 0 };

/** The requests that one server is given at a time. */
export interface Slots {
  /** Resolves when a slot is free and holds it until the signal fires; rejects when it fires before. */
  take(live: boolean, signal: AbortSignal): Promise<void>;
  running(): number;
  waiting(): number;
  /** Requests of a batch that would be sent at once. */
  free(): number;
  /** So many slots are taken by requests that the server goes on with though nobody listens; one always stays. */
  setLost(lost: number): void;
}

/** Creates the slots of one server. */
export function createSlots(concurrency: number): Slots {
  const reserved = concurrency === 1 ? 0 : Math.max(1, Math.floor(concurrency * LIVE_SHARE));
  const all = new PQueue({ concurrency });
  const batch = new PQueue({ concurrency: concurrency - reserved });
  let inside = 0;
  return {
    async take(live, signal) {
      signal.throwIfAborted();
      inside += 1;
      signal.addEventListener('abort', () => (inside -= 1), { once: true });
      if (!live) await hold(batch, PRIORITY.batch, signal);
      await hold(all, live ? PRIORITY.live : PRIORITY.batch, signal);
    },
    running: () => all.pending,
    waiting: () => Math.max(0, inside - all.pending),
    free: () => Math.max(0, Math.min(batch.concurrency, all.concurrency) - inside),
    setLost(lost) {
      const left = Math.max(1, concurrency - lost);
      if (all.concurrency !== left) all.concurrency = left;
    },
  };
}

function hold(slots: PQueue, priority: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const held = () =>
      new Promise<void>((release) => {
        signal.addEventListener('abort', () => release(), { once: true });
        resolve();
      });
    slots.add(held, { priority, signal }).catch(reject);
  });
}
