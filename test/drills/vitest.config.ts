import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/drills/**/*.test.ts'],
    globalSetup: ['test/support/run-folder.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    // Most of their time is waiting for heartbeats, storms and slow models, and their patience is long.
    maxWorkers: 2,
  },
});
