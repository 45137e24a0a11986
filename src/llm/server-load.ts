import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import { within } from './watchdog.ts';

/** A queue changes by the second; asking more often would only add to it. */
const POLL_MS = 2_000;
/** Metrics are plain text from memory. */
const ANSWER_MS = 1_000;
/** Older figures say nothing about now. */
const FRESH_MS = 10_000;
/** A server without metrics gets none by being asked again soon. */
const ABSENT_MS = 60_000;
/** A request that nobody listens to any more ends at its token cap at the latest; so long it is looked for. */
const ZOMBIE_MS = 60_000;

/** What a server says of itself under /metrics. */
export interface LoadFigures {
  readonly running: number;
  readonly waiting: number;
  /** Share of the KV cache in use, 0-1; null when it isn't told. */
  readonly kvUse: number | null;
}

/** Watches one server's own figures while requests run. */
export interface ServerLoad {
  /** Asks for new figures when they are due; never waits, never throws. `own` says how many of ours run there. */
  refresh(own: () => number): void;
  /** Null without fresh ones. */
  figures(): LoadFigures | null;
  /** Requests there that aren't ours, or that were and that nobody listens to any more. */
  others(): number;
  /** Of these, as many as may be ours that were aborted and didn't end. */
  zombies(): number;
  /** One of ours was aborted. */
  aborted(): void;
}

interface Deps {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly closed: AbortSignal;
  /** Called whenever new figures came. */
  readonly onFigures: () => void;
}

/** Creates the watch over the server whose protocol lives at `url`; its metrics live at the server's root. */
export function createServerLoad(url: string, { clock, fetch, closed, onFigures }: Deps): ServerLoad {
  const address = `${url.replace(/\/v1$/, '')}/metrics`;
  let seen: (LoadFigures & { readonly at: number; readonly own: number }) | null = null;
  let nextAt = Number.NEGATIVE_INFINITY;
  let aborts: readonly number[] = [];
  const fresh = () => (seen !== null && clock.now() - seen.at <= FRESH_MS ? seen : null);
  const others = () => Math.max(0, (fresh()?.running ?? 0) + (fresh()?.waiting ?? 0) - (fresh()?.own ?? 0));

  async function look(own: () => number): Promise<void> {
    const end = new AbortController();
    const late = () => new AttritionError('model-slow');
    const signal = AbortSignal.any([closed, end.signal]);
    try {
      const asked = fetch(address, { signal }).then(async (answer) => (answer.ok ? answer.text() : ''));
      const figures = readMetrics(await within(asked, ANSWER_MS, clock, late));
      seen = figures === null ? null : { ...figures, at: clock.now(), own: own() };
      if (figures === null) nextAt = clock.now() + ABSENT_MS;
      else onFigures();
    } catch {
      // A server that can't be asked is the breaker's business; one that had figures is merely late with them.
      if (seen === null) nextAt = clock.now() + ABSENT_MS;
    } finally {
      end.abort();
    }
  }

  return {
    refresh(own) {
      if (closed.aborted || clock.now() < nextAt) return;
      nextAt = clock.now() + POLL_MS;
      void look(own);
    },
    figures: fresh,
    others,
    zombies() {
      aborts = aborts.filter((at) => clock.now() - at < ZOMBIE_MS);
      return Math.min(aborts.length, Math.max(0, (fresh()?.running ?? 0) - (fresh()?.own ?? 0)));
    },
    aborted() {
      aborts = [...aborts, clock.now()];
    },
  };
}

const GAUGE = /^vllm:(num_requests_running|num_requests_waiting|(?:kv|gpu)_cache_usage_perc)(?:\{[^}]*\})?\s+(\S+)/gm;

/** Reads vLLM's gauges, summed over its engines; null when the text holds none of them. */
export function readMetrics(text: string): LoadFigures | null {
  let running = 0;
  let waiting = 0;
  let kvUse: number | null = null;
  let found = false;
  for (const [, name, figure] of text.matchAll(GAUGE)) {
    const value = Number(figure);
    if (!Number.isFinite(value)) continue;
    found = true;
    if (name === 'num_requests_running') running += value;
    else if (name === 'num_requests_waiting') waiting += value;
    // The fullest engine counts.
    else kvUse = Math.max(kvUse ?? 0, value);
  }
  return found ? { running, waiting, kvUse } : null;
}
