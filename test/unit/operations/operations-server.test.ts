import { Registry } from 'prom-client';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { type OperationsDeps, startOperationsServer } from '../../../src/operations/operations-server.ts';

/** Sleeping ends at once: a check that hangs is given up without waiting. */
const impatient: Clock = { now: () => 0, sleep: async () => {} };
/** Sleeping never ends: no check is ever given up. */
const patient: Clock = { now: () => 0, sleep: () => new Promise(() => {}) };

async function start(changes: Partial<OperationsDeps> = {}): Promise<string> {
  const server = await startOperationsServer({
    host: '127.0.0.1',
    port: 0,
    registry: new Registry(),
    clock: patient,
    checks: { store: async () => true, slack: async () => true },
    degraded: () => [],
    ...changes,
  });
  onTestFinished(() => server.stop());
  return server.url;
}

test('alive is said whatever the checks say', async () => {
  const url = await start({ checks: { store: async () => false } });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('ready only when every check passes, and the answer names which did not', async () => {
  const url = await start({ checks: { store: async () => true, slack: async () => false } });
  const answer = await fetch(`${url}/readyz`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({ ready: false, checks: { store: true, slack: false }, degraded: [] });
});

test('a check that throws or hangs says no', async () => {
  const checks = {
    store: async () => {
      throw new Error('connection terminated');
    },
  };
  const thrown = await fetch(`${await start({ checks })}/readyz`);
  expect(thrown.status).toBe(503);
  expect(await thrown.text()).not.toContain('terminated');
  const hanging = await start({ checks: { store: () => new Promise<boolean>(() => {}) }, clock: impatient });
  expect((await fetch(`${hanging}/readyz`)).status).toBe(503);
});

test('without a model it is ready all the same, and says what is lesser', async () => {
  const url = await start({ degraded: () => ['Qwen2.5-7B-Instruct: model-unreachable'] });
  const answer = await fetch(`${url}/readyz`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ ready: true, degraded: ['Qwen2.5-7B-Instruct: model-unreachable'] });
});

test('metrics come in the text format of Prometheus, and other paths are not found', async () => {
  const url = await start();
  const answer = await fetch(`${url}/metrics`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect((await fetch(`${url}/secrets`)).status).toBe(404);
});

test('a port that is taken is an error and no silence', async () => {
  const { port } = new URL(await start());
  await expect(start({ port: Number(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
