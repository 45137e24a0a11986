import type { Clock } from '../core/ports/clock.ts';
import type { LoadFigures } from './server-load.ts';

/**
 * So many requests wait at a server, everybody's counted: at 0.3 s of prefill each that is ten seconds, half of what a
 * batch gives a first word. More of a batch waits here instead, where it holds up no person of another process.
 */
const LONG_QUEUE = 32;
const LOOK_EVERY_MS = 1_000;

/** Keeps a batch back while the server itself says that it has more than enough to do. */
export interface BackPressure {
  /** Resolves when there is room, or after `limitMs`: a queue that never moves is for the request's own time to judge. */
  room(limitMs: number, signal: AbortSignal): Promise<void>;
  /** Requests that are kept back. */
  held(): number;
}

/** Creates the back-pressure of one server from its own figures; without fresh ones nothing is kept back. */
export function createBackPressure(
  { figures, refresh }: { readonly figures: () => LoadFigures | null; readonly refresh: () => void },
  clock: Clock,
): BackPressure {
  let held = 0;
  return {
    async room(limitMs, signal) {
      const until = clock.now() + limitMs;
      held += 1;
      try {
        while ((figures()?.waiting ?? 0) >= LONG_QUEUE && clock.now() < until) {
          await clock.sleep(LOOK_EVERY_MS, signal);
          refresh();
        }
      } finally {
        held -= 1;
      }
    },
    held: () => held,
  };
}
