import { performance } from 'node:perf_hooks';
import { type AskedFor, addServed, type ServedTokens } from '../server/model-http.ts';
import type { SimulatedServers } from '../server/simulated-servers.ts';

/** A whole job as measured: simulated seconds, and what the servers counted. */
export interface JobFigures {
  readonly seconds: number;
  readonly calls: number;
  /** Read anew; those served from the prefix cache stand apart. */
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  /** Requests that the server refused, e.g. for its window. */
  readonly refused: number;
  /** Simulated seconds that a step came late on average: what scaling and a busy machine add. */
  readonly lateness: number;
  /** The same by what was asked for. */
  readonly by: Readonly<Record<AskedFor, ServedTokens>>;
  /** Decoded tokens a step, replica by replica. */
  readonly batch: readonly number[];
  /** Simulated seconds each replica was at work. */
  readonly busy: readonly number[];
}

/** Runs a job against fresh servers and takes its figures. */
export async function measureJob(servers: SimulatedServers, job: () => Promise<void>): Promise<JobFigures> {
  await servers.reset();
  const begun = performance.now();
  await job();
  const seconds = ((performance.now() - begun) / 1_000) * servers.speed;
  const { served: by, engines } = await servers.figures();
  const served = [by.verdict, by.other].reduce(addServed, by.coding);
  return {
    seconds,
    by,
    calls: served.calls,
    promptTokens: served.promptTokens - served.cachedTokens,
    cachedTokens: served.cachedTokens,
    completionTokens: served.completionTokens,
    refused: served.refused,
    lateness: engines.reduce((sum, { meanLateness }) => sum + meanLateness, 0) / engines.length,
    batch: engines.map(({ meanBatch }) => meanBatch),
    busy: engines.map(({ busySeconds }) => busySeconds),
  };
}
