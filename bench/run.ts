import { execFile } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs, promisify } from 'node:util';
import { makeInterviews } from './corpus/interviews.ts';
import { figuresSchema } from './figures.ts';
import { measureFirstText } from './first-text.ts';
import { measureGrowths } from './growth/growth.ts';
import { measureIngest } from './ingest.ts';
import { tableOf } from './print.ts';
import { compareReports, type ReportComparison } from './report/report-jobs.ts';
import type { RetrievalFigures } from './retrieval.ts';
import { measureStreams } from './streams.ts';

const SECTIONS = ['report100', 'report50k', 'growth', 'firstText', 'ingest', 'retrieval', 'streams'] as const;
type Section = (typeof SECTIONS)[number];

/** The ways to a report on one server, and the same on the others. */
export interface ReportFigures extends ReportComparison {
  readonly server: string;
  readonly onOthers: Readonly<Record<string, ReportComparison>>;
}

/** Everything one run measured; a section that was not asked for is absent. */
export interface BenchFigures {
  readonly machine: {
    readonly cores: number;
    readonly memoryGigabytes: number;
    readonly node: string;
    readonly load: number;
  };
  readonly report100?: ReportFigures;
  readonly report50k?: ReportFigures;
  readonly growth?: Awaited<ReturnType<typeof measureGrowths>>;
  readonly firstText?: Awaited<ReturnType<typeof measureFirstText>>;
  readonly ingest?: Awaited<ReturnType<typeof measureIngest>>;
  readonly retrieval?: RetrievalFigures;
  readonly streams?: Awaited<ReturnType<typeof measureStreams>>;
}

const PROFILES = ['article', 'oneCard', 'fourCards'];
/** Simulated seconds a real one: our own processor time is part of what is measured, and counts for more in a faster one. */
const SPEED = 1;
/** One request at a time leaves the machine idle: it may run faster, though at 25 a busy machine added half again. */
const ONE_BY_ONE_SPEED = 16;
const STOCK_WINDOW = 32_768;
/** A plain prompt of 50K needs the window stretched. */
const STRETCHED_WINDOW = 65_536;

async function reports(
  size: { readonly count: number; readonly tokens: number; readonly windowTokens: number },
  profiles: readonly string[],
  speed: number | null,
): Promise<ReportFigures> {
  const interviews = await makeInterviews(size.count, size.tokens);
  const on = (profile: string) => {
    const own = speed ?? SPEED;
    const job = { profile, interviews, speed: own, oneByOneSpeed: ONE_BY_ONE_SPEED, windowTokens: size.windowTokens };
    return compareReports(job);
  };
  const [server = '', ...others] = profiles;
  const first = await on(server);
  const onOthers: Record<string, ReportComparison> = {};
  for (const profile of others) onOthers[profile] = await on(profile);
  return { server, ...first, onOthers };
}

/** In a process of its own: ten thousand interviews and their index are some gigabytes. */
async function retrieval(count: number): Promise<RetrievalFigures> {
  const script = new URL('./retrieval.ts', import.meta.url).pathname;
  const options = ['--max-old-space-size=12000', '--expose-gc', script, String(count)];
  const { stdout } = await promisify(execFile)(process.execPath, options);
  return JSON.parse(stdout) as RetrievalFigures;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      /** Small sizes: to see that it runs, not how fast. */
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      profile: { type: 'string', multiple: true },
      speed: { type: 'string' },
    },
  });
  const { quick } = values;
  const only = values.only?.flatMap((names) => names.split(',')) ?? SECTIONS;
  const unknown = only.filter((name) => !SECTIONS.some((section) => section === name));
  if (unknown.length > 0) throw new Error(`no section ${unknown.join(', ')}; there are ${SECTIONS.join(', ')}`);
  const wanted = (section: Section) => only.includes(section);
  const profiles = values.profile ?? (quick ? ['fourCards'] : PROFILES);
  const speed = values.speed === undefined ? (quick ? 8 : null) : Number(values.speed);
  const load = loadavg()[0] ?? 0;
  const figures: BenchFigures = {
    machine: { cores: cpus().length, memoryGigabytes: Math.round(totalmem() / 2 ** 30), node: process.version, load },
    ...(wanted('report100') && {
      report100: await reports({ count: quick ? 6 : 100, tokens: 2_000, windowTokens: STOCK_WINDOW }, profiles, speed),
    }),
    ...(wanted('report50k') && {
      report50k: await reports(
        { count: 1, tokens: quick ? 5_000 : 50_000, windowTokens: STRETCHED_WINDOW },
        profiles,
        speed,
      ),
    }),
    ...(wanted('growth') && { growth: await measureGrowths(quick ? [10] : [10, 100, 1_000, 10_000]) }),
    ...(wanted('firstText') && { firstText: await measureFirstText(quick ? 2 : 20) }),
    ...(wanted('ingest') && { ingest: await measureIngest(quick ? 2 : 100) }),
    ...(wanted('retrieval') && { retrieval: await retrieval(quick ? 20 : 10_000) }),
    ...(wanted('streams') && { streams: await measureStreams(quick ? 3 : 20, quick ? 3 : 60) }),
  };
  // A figure that could not be measured is a fault of the bench, not a gap in a table.
  figuresSchema.parse(figures);
  console.log(values.json ? JSON.stringify(figures, null, 1) : tableOf(figures));
}

await main();
