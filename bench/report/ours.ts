import { type StageLine, startApp } from '../app.ts';
import type { BenchInterview } from '../corpus/interviews.ts';
import type { SimulatedServers } from '../server/simulated-servers.ts';
import { type JobFigures, measureJob } from './measured-job.ts';

/** Our job's figures, with the seconds of each stage. */
export interface OurFigures extends JobFigures {
  readonly stages: Readonly<Record<string, number>>;
  readonly reportTokens: number;
}

/**
 * The whole program, from the typed command to the finished message: queue, database, live edits and all. The files are
 * read beforehand, since the peers begin with the texts, too.
 */
export async function runOurs(
  interviews: readonly BenchInterview[],
  servers: SimulatedServers,
  windowTokens: number,
): Promise<OurFigures> {
  const app = await startApp({ urls: servers.urls, windowTokens });
  try {
    await app.upload(interviews.map(({ name, text }) => ({ name, bytes: Buffer.from(text) })));
    const before = app.stages.length;
    const figures = await measureJob(servers, async () => {
      await app.finished(await app.ask('/attrition report lang=en'));
    });
    const own = app.stages.slice(before);
    return { ...figures, stages: secondsOf(own, servers.speed), reportTokens: reportTokensOf(own) };
  } finally {
    await app.stop();
  }
}

function secondsOf(lines: readonly StageLine[], speed: number): Readonly<Record<string, number>> {
  return Object.fromEntries(lines.map(({ stage, ms }) => [stage, (ms / 1_000) * speed]));
}

function reportTokensOf(lines: readonly StageLine[]): number {
  return Number(lines.find(({ stage }) => stage === 'writing')?.counts.completionTokens ?? 0);
}
