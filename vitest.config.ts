import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { WholeProgramFirst } from './test/support/whole-program-first.ts';

/** The cache of bin/check-node.js, for the threads that tests start. */
const NODE_COMPILE_CACHE = fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/run-folder.ts'],
    // No test leaves anything behind in its process, so files share one: the program is loaded a few times, not two hundred.
    isolate: false,
    // They kill real processes for minutes: `npm run drills`, and `.ci/run`.
    exclude: ['test/drills/**'],
    // Two cores and real databases, servers and browsers: a slow machine must not look like a fault.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A good part of the time is waiting for servers, databases and other people: two cores carry four workers.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: WholeProgramFirst },
    env: { NODE_COMPILE_CACHE },
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
