import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type {
  EditMeter,
  JobMeter,
  Meter,
  ModelTotals,
  QueueDepth,
  ReviewLoad,
  ServerState,
} from '../core/ports/meter.ts';
import { createModelMeter } from './model-meter.ts';
import { createServerMeter } from './server-meter.ts';

/** Seconds that a stage of a report may take, from a small channel without a model to 10,000 interviews with one. */
const STAGE_BUCKETS = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3_600];

/** Everything the program counts of itself, under closed sets of labels: no name of a file, a channel or a person. */
export interface OperationsMeter extends Meter, EditMeter, JobMeter {
  readonly registry: Registry;
  /** What each model did since the start, in the order in which they were first asked. */
  totals(): readonly ModelTotals[];
  /** Gives the depths of the queues whenever somebody asks for the metrics. */
  watchQueues(depths: () => Promise<readonly QueueDepth[]>): void;
  /** The same for the model servers. */
  watchServers(states: () => readonly ServerState[]): void;
  /** And for the shared cache, where there is one. */
  watchSharedCache(isUp: () => boolean): void;
}

/** Builds the meter on a registry of its own. */
export function createMeter(registry: Registry = new Registry()): OperationsMeter {
  collectDefaultMetrics({ register: registry, prefix: 'attrition_' });
  return {
    registry,
    ...createModelMeter(registry),
    ...createServerMeter(registry),
    ...createJobMeter(registry),
    ...createQueueMeter(registry),
    ...createEditMeter(registry),
    watchSharedCache: (isUp) => watchSharedCache(registry, isUp),
  };
}

function watchSharedCache(registry: Registry, isUp: () => boolean): void {
  new Gauge({
    name: 'attrition_shared_cache_up',
    help: '1: Redis answers; 0: it does not, and each process keeps answers for itself',
    registers: [registry],
    collect() {
      this.set(isUp() ? 1 : 0);
    },
  });
}

function createEditMeter(registry: Registry): EditMeter {
  const edits = new Counter({
    name: 'attrition_edits_total',
    help: 'Edits of messages, by what Slack made of them',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return { edit: (outcome) => edits.inc({ outcome }) };
}

function createJobMeter(registry: Registry): JobMeter {
  const registers = [registry];
  const jobs = new Counter({
    name: 'attrition_jobs_total',
    help: 'Jobs that ended, each attempt by itself',
    labelNames: ['queue', 'outcome'],
    registers,
  });
  const interviews = new Counter({
    name: 'attrition_interviews_coded_total',
    help: 'Interviews that went through coding, by outcome; a repeated report counts them again',
    labelNames: ['outcome'],
    registers,
  });
  const stages = new Histogram({
    name: 'attrition_stage_seconds',
    help: 'Seconds of each stage of a report',
    labelNames: ['stage'],
    buckets: STAGE_BUCKETS,
    registers,
  });
  const loads = createReviewGauges(registry);
  return {
    jobEnded: (queue, outcome) => jobs.inc({ queue, outcome }),
    interviewCoded: (outcome) => interviews.inc({ outcome }),
    stage: (stage, seconds) => stages.observe({ stage }, seconds),
    review: (channel, load) => loads.set(channel, load),
  };
}

/** Gauges over all channels; a channel's id is the key of its latest load and never a label. */
function createReviewGauges(registry: Registry): Map<string, ReviewLoad> {
  const loads = new Map<string, ReviewLoad>();
  const gauge = (name: string, help: string, countOf: (load: ReviewLoad) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set([...loads.values()].reduce((sum, load) => sum + countOf(load), 0));
      },
    });
  gauge('attrition_review_waiting', 'Claims that wait for a person, as of the last reports', (load) => load.waiting);
  gauge('attrition_escapes_sampled', 'Accepted claims that were shown to a person as a check', (load) => load.sampled);
  gauge(
    'attrition_escapes_found',
    'Of those, the ones that were wrong: over the sampled ones it estimates the escapes',
    (load) => load.escaped,
  );
  return loads;
}

function createQueueMeter(registry: Registry): Pick<OperationsMeter, 'watchQueues'> {
  let read: (() => Promise<readonly QueueDepth[]>) | null = null;
  new Gauge({
    name: 'attrition_queue_jobs',
    help: 'Jobs by queue and state, at most a minute old',
    labelNames: ['queue', 'state'],
    registers: [registry],
    async collect() {
      // A database that is away must not take the other metrics along: then these are missing, which is true.
      this.reset();
      const depths = (await read?.().catch(() => [])) ?? [];
      for (const { queue, waiting, running } of depths) {
        this.set({ queue, state: 'waiting' }, waiting);
        this.set({ queue, state: 'running' }, running);
      }
    },
  });
  return {
    watchQueues(depths) {
      read = depths;
    },
  };
}
