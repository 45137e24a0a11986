import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/run-folder.ts'],
    // They kill real processes for minutes: `npm run drills`, and `.ci/run`.
    exclude: ['test/drills/**'],
    // Two cores and real databases, servers and browsers: a slow machine must not look like a fault.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Most tests wait for a server or a database, so two cores carry two workers (the default there is one).
    maxWorkers: 2,
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
