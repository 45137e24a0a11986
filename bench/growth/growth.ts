import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { GrowthFigures } from './one-size.ts';

/** A growth step beside what was aimed at. */
export interface GrowthStep extends GrowthFigures {
  readonly firstSecondsPerThousand: number;
  /** The first report less what the codebook reader took, of processor time. */
  readonly withoutReadingCpuSecondsPerThousand: number;
  readonly againSecondsPerThousand: number;
  /** Above what the process took with the interviews stored and nothing asked. */
  readonly megabytesAboveBase: number;
}

/** Measures each size in a process of its own, so that one size's memory isn't another's base. */
export async function measureGrowths(sizes: readonly number[]): Promise<readonly GrowthStep[]> {
  const steps: GrowthStep[] = [];
  for (const size of sizes) {
    const script = new URL('./one-size.ts', import.meta.url).pathname;
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, String(size)], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const figures = JSON.parse(stdout) as GrowthFigures;
    const { firstSeconds, firstCpuSeconds, readingCpuSeconds, againSeconds, peakMegabytes, baseMegabytes } = figures;
    steps.push({
      ...figures,
      firstSecondsPerThousand: (firstSeconds / size) * 1_000,
      withoutReadingCpuSecondsPerThousand: ((firstCpuSeconds - readingCpuSeconds) / size) * 1_000,
      againSecondsPerThousand: (againSeconds / size) * 1_000,
      megabytesAboveBase: peakMegabytes - baseMegabytes,
    });
  }
  return steps;
}
