import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Playground, startPlayground } from '../../playground/server.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';
import { startBotProcess } from './bot-process.ts';
import { endingOf } from './ending.ts';
import { isIngested } from './lookout.ts';
import { superviseBot } from './supervised-bot.ts';

const run = promisify(execFile);
/** Room for an empty database and its log (MB): what a report needs fits in easily, until it is taken away. */
const DISK_MB = 128;

/** A small disk of its own, or null where only root could mount one. */
async function smallDisk(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'attrition-disk-'));
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', folder]).then(
    () => true,
    () => false,
  );
  if (!mounted) await rm(folder, { recursive: true, force: true });
  return mounted ? folder : null;
}

async function removeDisk(folder: string): Promise<void> {
  await run('umount', ['-l', folder]);
  await rm(folder, { recursive: true, force: true });
}

const probe = await smallDisk();
if (probe === null) console.warn('skipped here: to run these drills let the user mount a tmpfs (root can)');
else await removeDisk(probe);

async function freshDisk(): Promise<string> {
  const folder = await smallDisk();
  if (folder === null) throw new Error('a disk could be mounted a moment ago');
  onTestFinished(() => removeDisk(folder));
  return folder;
}

/** Fills what is left of a disk; the returned function gives it back. */
async function fill(disk: string): Promise<() => Promise<void>> {
  const ballast = join(disk, 'ballast');
  const { bavail, bsize } = await statfs(disk);
  await writeFile(ballast, Buffer.alloc(bavail * bsize)).catch(() => {});
  return () => rm(ballast, { force: true });
}

/** Long ones, so that keeping them needs room in the database. */
const FILES = Object.entries(EXIT_TEXTS).map(([name, text]) => ({
  name,
  bytes: Buffer.from(
    `${text}\n${'Q: And then?\nA: Then I went home, as on every other day of that year.\n'.repeat(400)}`,
  ),
}));
const NO_ROOM = { en: /There is no room left on the disk, so/, zh: /磁盘已满/ };

/** The message about the upload. */
function ingest(playground: Playground) {
  const own = playground
    .messages(CHANNEL)
    .find(({ user, thread_ts }) => user === playground.botUser && thread_ts !== undefined);
  return own ?? { text: '' };
}

async function life(disk: string) {
  const playground = await startPlayground();
  playground.faults.onCall('files.info', { delay: 150 }, { times: Number.POSITIVE_INFINITY });
  const bot = superviseBot(playground, { DATA_DIR: disk });
  onTestFinished(async () => {
    await bot.stop();
    await playground.stop();
  });
  await bot.ready();
  return { playground, bot };
}

/** The report on all that was uploaded. */
async function reportOf(playground: Playground): Promise<string> {
  await playground.waitFor(() => playground.messages(CHANNEL).some(isIngested), 120_000);
  await playground.user.slash(CHANNEL, '/attrition report');
  const root = await playground.waitFor(
    () => playground.messages(CHANNEL).find((one) => /Why people left/.test(wordsOf(one))),
    30_000,
  );
  return (await endingOf(playground, root.ts)).report;
}

describe.skipIf(probe === null)('no room on the disk of the data folder', () => {
  test('taken away in mid-ingest: said in the message of the upload, which goes on by itself when there is room again', async () => {
    const disk = await freshDisk();
    const { playground, bot } = await life(disk);
    playground.user.upload(CHANNEL, FILES);
    await playground.waitFor(() => /[1-9]\d* of 12 files read/.test(wordsOf(ingest(playground))), 30_000);
    const giveRoom = await fill(disk);
    const isSaid = () =>
      NO_ROOM.en.test(wordsOf(ingest(playground))) || bot.lastWords.some((said) => /database/.test(said));
    await playground.waitFor(isSaid, 60_000);
    await giveRoom();
    expect(await reportOf(playground)).toMatch(/^12 interviews read[\s\S]*^12 files given, 0 not read/m);
  }, 240_000);

  test('none when people come: each is told in their language, and an upload after that is read', async () => {
    const disk = await freshDisk();
    const { playground } = await life(disk);
    const giveRoom = await fill(disk);
    const told = (words: RegExp) => playground.whispers('lin').some((one) => words.test(wordsOf(one)));
    playground.user.upload(CHANNEL, FILES);
    await playground.waitFor(() => told(NO_ROOM.en), 60_000);
    await playground.user.slash(CHANNEL, '/attrition 报告');
    await playground.waitFor(() => told(NO_ROOM.zh), 60_000);
    await giveRoom();
    playground.user.upload(CHANNEL, FILES);
    expect(await reportOf(playground)).toMatch(/^12 interviews read[\s\S]*^12 files given, 0 not read/m);
  }, 240_000);

  test('no room at the start: one sentence, exit code 1', async () => {
    const disk = await freshDisk();
    await fill(disk);
    const playground = await startPlayground();
    const bot = startBotProcess(playground, { DATA_DIR: disk });
    onTestFinished(() => playground.stop());
    const words = await bot.ready.then(
      () => '',
      (error: Error) => error.message,
    );
    expect(await bot.ended).toBe(1);
    expect(words).toMatch(/There is no room left on the disk that holds \S+, so nothing new can be kept/);
    expect(words).not.toMatch(/\n\s+at |ENOSPC/);
  });
});
