import type { Clock } from '../core/ports/clock.ts';

/** Stops running reports and answers: a Stop button reaches down to the model's request, in whichever process it runs. */
export interface StopSwitch {
  /** Fires when somebody asks to stop it, here or in another process. */
  signalFor(id: string): AbortSignal;
  /** False when nothing of this id waits or runs anywhere. */
  stop(id: string): Promise<boolean>;
  release(id: string): void;
}

/** How often a process looks whether another one was asked to stop what it makes. */
const LOOK_EVERY_MS = 1_000;

/** Where it is noted across processes what shall stop: reports or questions, by their ids. */
interface Stoppable {
  askStop(id: string): Promise<boolean>;
  isStopAsked(id: string): Promise<boolean>;
}

/** The switch of one process over what all of them make. */
export function createStopSwitch(stoppable: Stoppable, clock: Clock): StopSwitch {
  const running = new Map<string, { readonly stop: AbortController; readonly over: AbortController }>();

  async function watch(id: string, stop: AbortController, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      // A database that is away for a moment only delays the stop.
      if (await stoppable.isStopAsked(id).catch(() => false)) return stop.abort();
      await clock.sleep(LOOK_EVERY_MS, over).catch(() => {});
    }
  }

  return {
    signalFor(id) {
      const entry = { stop: new AbortController(), over: new AbortController() };
      running.set(id, entry);
      void watch(id, entry.stop, entry.over.signal);
      return entry.stop.signal;
    },
    async stop(id) {
      const asked = await stoppable.askStop(id);
      if (asked) running.get(id)?.stop.abort();
      return asked;
    },
    release(id) {
      running.get(id)?.over.abort();
      running.delete(id);
    },
  };
}
