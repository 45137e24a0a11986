import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** As long as half of all the others together: begun last, it would be waited for alone. */
const LONGEST = '/kill-on-postgres.test.ts';

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const [longest, others] = [true, false].map((is) => files.filter((one) => one.moduleId.endsWith(LONGEST) === is));
    return [...(longest ?? []), ...(await super.sort(others ?? []))];
  }
}

export default defineConfig({
  test: {
    include: ['test/drills/**/*.test.ts'],
    globalSetup: ['test/support/run-folder.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    // Most of their time is waiting for heartbeats, storms and slow models, and their patience is long.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
