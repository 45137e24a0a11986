import { expect, test } from 'vitest';
import type { Log } from '../../../src/core/ports/log.ts';
import { type ReportDeps, runReport } from '../../../src/jobs/report-job.ts';

const SAID = 'My manager Zhang Wei shouted at me, 她说工资太低';

test('a report that fails leaves the class of its cause in the log, never the words of a foreign message', async () => {
  const lines: string[] = [];
  const note = (fields: object, message: string) => lines.push(JSON.stringify({ message, ...fields }));
  const log: Log = { info: note, warn: note, error: note };
  const request = { period: null, department: null, language: 'en', codebook: 'employee-exit', fast: false };
  const report = { id: 'r1', channel: 'C1', thread: '1.1', state: 'waiting', request };
  const finished: string[] = [];
  const live = {
    show: () => {},
    gone: new AbortController().signal,
    finish: async ({ markdown }: { markdown: string }) => {
      finished.push(markdown);
    },
  };
  const waiting = async () => {
    throw new TypeError(`invalid byte sequence in "${SAID}"`);
  };
  const deps = {
    store: { reports: { get: async () => report, setState: async () => {} }, files: { waiting } },
    conversation: { open: async () => live },
    clock: { now: () => 0, sleep: async () => {} },
    log,
  } as unknown as ReportDeps;
  const signal = new AbortController().signal;
  await runReport({ reportId: 'r1', anew: false }, deps, { stop: signal, shutdown: signal });
  expect(lines.join('\n')).toContain('"cause":"TypeError"');
  for (const shown of [...lines, ...finished]) expect(shown).not.toMatch(/Zhang|shouted|工资/);
  expect(finished).toHaveLength(1);
});
