import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import type { JobMeter, Stage } from '../core/ports/meter.ts';

/** Numbers of a stage for its line in the log; ids and counts only. */
type Counts = Readonly<Record<string, number>>;

/** The stages of one report: each leaves one line in the log, its seconds for the report and the metrics. */
export interface Stages {
  run<T>(stage: Stage, work: () => T | Promise<T>, countsOf?: (outcome: T) => Counts): Promise<T>;
  /** Seconds of the stages that have ended. */
  seconds(): Readonly<Partial<Record<Stage, number>>>;
}

export interface StagesDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly meter?: JobMeter | undefined;
}

/** Starts the account of one report's stages. */
export function createStages(reportId: string, { clock, log, meter }: StagesDeps): Stages {
  const seconds: Partial<Record<Stage, number>> = {};
  return {
    async run(stage, work, countsOf) {
      const since = clock.now();
      const outcome = await work();
      const ms = clock.now() - since;
      seconds[stage] = ms / 1_000;
      meter?.stage(stage, ms / 1_000);
      log.info({ report: reportId, stage, ms, ...countsOf?.(outcome) }, 'stage done');
      return outcome;
    },
    seconds: () => ({ ...seconds }),
  };
}
