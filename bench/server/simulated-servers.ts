import { Worker } from 'node:worker_threads';
import type { EngineFigures } from './engine.ts';
import type { AskedFor, ServedTokens } from './model-http.ts';

export const MODEL = 'Qwen/Qwen2.5-7B-Instruct';

/** What the servers did since the last `reset`, replica by replica. */
export interface ServerFigures {
  readonly served: Readonly<Record<AskedFor, ServedTokens>>;
  readonly engines: readonly EngineFigures[];
}

/** Simulated model servers in a thread of their own, so that their work isn't taken for the program's. */
export interface SimulatedServers {
  /** Base URLs, one a replica. */
  readonly urls: readonly string[];
  /** Simulated seconds a real one. */
  readonly speed: number;
  figures(): Promise<ServerFigures>;
  /** Forgets figures and prefix caches. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface ServersOptions {
  readonly profile: string;
  readonly speed: number;
  readonly windowTokens: number;
}

/** Starts the servers of a profile. */
export async function startServers(options: ServersOptions): Promise<SimulatedServers> {
  const worker = new Worker(new URL('./servers-worker.ts', import.meta.url), { workerData: options });
  const next = <T>() =>
    new Promise<T>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  const ask = <T>(what: 'figures' | 'reset') => {
    const answer = next<T>();
    worker.postMessage(what);
    return answer;
  };
  const urls = await next<readonly string[]>();
  return {
    urls,
    speed: options.speed,
    figures: () => ask<ServerFigures>('figures'),
    async reset() {
      await ask<null>('reset');
    },
    async close() {
      await worker.terminate();
    },
  };
}
