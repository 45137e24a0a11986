import type { BenchInterview } from '../corpus/interviews.ts';
import { PROFILES } from '../server/profiles.ts';
import { type SimulatedServers, startServers } from '../server/simulated-servers.ts';
import { ANSWER_TOKENS, type Floor, floorOf, SHORTEST_ANSWER_TOKENS } from './floor.ts';
import { runMapReduce } from './map-reduce.ts';
import { type JobFigures, measureJob } from './measured-job.ts';
import { type OurFigures, runOurs } from './ours.ts';
import { runPlainPrompt } from './plain-prompt.ts';

/** Requests at a time on each server: what our client gives Qwen2.5-7B in FP16 (model-profiles.yml), and so the peers. */
const CONCURRENCY = 24;
/** Claims that a model makes of each interview (corpus/interviews.ts). */
const CLAIMS = 3;

/** One job on one kind of server: ours, the peers and the least there can be. */
export interface ReportComparison {
  readonly ours: OurFigures;
  /** As many prompts side by side as ours. */
  readonly plainPrompt: JobFigures;
  /** One after another, as the teams of the article ran it; null where there is only one interview. */
  readonly plainOneByOne: JobFigures | null;
  readonly mapReduce: JobFigures;
  readonly floor: Floor;
  /** The floor of whoever says what is found as shortly as we do. */
  readonly floorOfShortAnswers: Floor;
  readonly oursOverFloor: number;
  readonly oursOverFloorOfShortAnswers: number;
  readonly plainOverOurs: number;
  readonly plainOneByOneOverOurs: number | null;
  /** Completion tokens, ours over the plain prompt's. */
  readonly completionShare: number;
}

export interface ReportJob {
  readonly profile: string;
  readonly interviews: readonly BenchInterview[];
  /** Simulated seconds a real one; the one-by-one peer, which leaves the machine idle, may run faster. */
  readonly speed: number;
  readonly oneByOneSpeed: number;
  readonly windowTokens: number;
  readonly only?: 'ours';
}

/** Runs one job with everybody, in one run. */
export async function compareReports(job: ReportJob): Promise<ReportComparison> {
  const { profile: id, interviews, windowTokens } = job;
  const profile = PROFILES[id];
  if (profile === undefined) throw new Error(`no profile ${id}`);
  const at = (speed: number) => startServers({ profile: id, speed, windowTokens });
  const servers = await at(job.speed);
  const peers = { urls: servers.urls, concurrency: CONCURRENCY };
  const ours = await runOurs(interviews, servers, windowTokens);
  const nothing: JobFigures = { ...ours, seconds: 0, completionTokens: 0 };
  const isAlone = job.only === 'ours';
  const plainPrompt = isAlone ? nothing : await measureJob(servers, () => runPlainPrompt(interviews, peers));
  const mapReduce = isAlone ? nothing : await measureJob(servers, () => runMapReduce(interviews, peers));
  await servers.close();
  const plainOneByOne =
    isAlone || interviews.length === 1 ? null : await oneByOne(interviews, await at(job.oneByOneSpeed));
  const needed = {
    interviews: interviews.length,
    interviewTokens: interviews.reduce((sum, { tokens }) => sum + tokens, 0),
    claims: interviews.length * CLAIMS,
    reportTokens: ours.reportTokens,
  };
  const floor = await floorOf(profile, { ...needed, answerTokens: ANSWER_TOKENS });
  const floorOfShortAnswers = await floorOf(profile, { ...needed, answerTokens: SHORTEST_ANSWER_TOKENS });
  return {
    ...{ ours, plainPrompt, plainOneByOne, mapReduce, floor, floorOfShortAnswers },
    oursOverFloor: ours.seconds / floor.seconds,
    oursOverFloorOfShortAnswers: ours.seconds / floorOfShortAnswers.seconds,
    plainOverOurs: plainPrompt.seconds / ours.seconds,
    plainOneByOneOverOurs: plainOneByOne === null ? null : plainOneByOne.seconds / ours.seconds,
    completionShare: ours.completionTokens / plainPrompt.completionTokens,
  };
}

async function oneByOne(interviews: readonly BenchInterview[], servers: SimulatedServers): Promise<JobFigures> {
  const [url = ''] = servers.urls;
  try {
    return await measureJob(servers, () => runPlainPrompt(interviews, { urls: [url], concurrency: 1 }));
  } finally {
    await servers.close();
  }
}
