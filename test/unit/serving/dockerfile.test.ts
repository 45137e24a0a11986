import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readEnvironment } from '../../../src/config.ts';

const text = (await readFile('Dockerfile', 'utf8')).replaceAll(/\\\n\s*/g, '');
const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const of = (word: string) =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
const manifest = JSON.parse(await readFile('package.json', 'utf8'));

test('the image has the very Node of package.json', () => {
  expect(of('FROM')).toEqual([`node:${manifest.dependencies.node}-bookworm-slim`]);
});

test('it runs as nobody special, from the moment of the start on', () => {
  expect(of('USER')).toEqual(['node']);
  expect(lines.indexOf('USER node')).toBeLessThan(lines.findIndex((line) => line.startsWith('CMD')));
});

test('it starts what "npm start" starts, and without a shell or npm in between that would swallow SIGTERM', () => {
  expect(JSON.parse(of('CMD').at(-1) ?? '')).toEqual(manifest.scripts.start.split(' '));
});

test('health is asked where the program listens by these settings', () => {
  const settings = Object.fromEntries(of('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('='))));
  const env = readEnvironment(settings);
  expect(env).toMatchObject({ DATA_DIR: '/data', METRICS_PORT: 9464, METRICS_HOST: '127.0.0.1' });
  expect(of('VOLUME')).toEqual([env.DATA_DIR]);
  expect(of('HEALTHCHECK').join()).toContain('/healthz');
});

test('what it copies exists and passes .dockerignore, and nothing else does', async () => {
  const copied = of('COPY').flatMap((line) => line.split(' ').slice(0, -1));
  expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  const ignore = (await readFile('.dockerignore', 'utf8'))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(ignore[0]).toBe('*');
  expect(
    ignore
      .slice(1)
      .map((line) => line.slice(1))
      .sort(),
  ).toEqual(copied.map((path) => path.replace('./', '')).sort());
});
