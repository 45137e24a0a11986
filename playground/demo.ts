import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { readEnvironment } from '../src/config.ts';
import { AttritionError } from '../src/core/errors.ts';
import { describeFault, startAttrition } from '../src/main.ts';
import type { Playground } from './server.ts';
import type { Message } from './slack-types.ts';

const EXAMPLES = fileURLToPath(new URL('../examples/interviews', import.meta.url));
const CHANNEL = '#people-exit';
/** Slack's composer takes ten files a message. */
const FILES_PER_MESSAGE = 10;
/** A folder of somebody's own files, read by a slow model, may take this long (ms). */
const REPORT_TIMEOUT = 60 * 60 * 1000;
const REPORT_FILES = ['report.html', 'report.md'];
const EXPORT_FILES = ['causes.csv', 'interviews.jsonl', 'summary.json'];

const say = (text = '') => process.stdout.write(`${text}\n`);

/** All the words of a message: its blocks, else its text. */
function wordsOf(message: Pick<Message, 'text' | 'blocks'>): string {
  const texts = (message.blocks ?? []).map((block) => (block.type === 'markdown' ? String(block.text) : ''));
  return texts.join('\n').trim() || message.text;
}

async function upload(playground: Playground, folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const wanted = paths.filter((path) => !basename(path).startsWith('.') && basename(path) !== 'README.md').sort();
  for (let start = 0; start < wanted.length; start += FILES_PER_MESSAGE) {
    const batch = wanted.slice(start, start + FILES_PER_MESSAGE);
    const files = await Promise.all(
      batch.map(async (path) => ({ name: relative(folder, path), bytes: await readFile(path) })),
    );
    playground.user.upload(CHANNEL, files);
    say(`lin uploads ${files.map((file) => file.name).join(', ')}`);
  }
  return wanted.length;
}

/** Prints what the bot's messages gain with each edit. */
function watchBot(playground: Playground) {
  let seen = 0;
  const shown = new Map<string, string>();
  const print = () => {
    for (const entry of playground.record.slice(seen)) {
      if (entry.user !== playground.botUser || entry.kind === 'delete') continue;
      const words = wordsOf({ text: entry.text, blocks: [...entry.blocks] });
      const before = shown.get(entry.ts) ?? '';
      const gained = words.split('\n').filter((line) => /[^\s>]/.test(line) && !before.includes(line));
      for (const line of gained) say(`  ${entry.kind === 'edit' ? '~' : '+'} ${line}`);
      shown.set(entry.ts, words);
    }
    seen = playground.record.length;
  };
  /** Waits until files of these names stand in a thread, or until its live message ended without a report. */
  const until = (root: string, names: readonly string[]) =>
    playground.waitFor(() => {
      print();
      const messages = playground.thread(CHANNEL, root);
      const files = messages.flatMap((message) => message.files ?? []).map((file) => file.name);
      const live = messages.find((message) => message.ts !== root && message.user === playground.botUser);
      const buttons = JSON.stringify(live?.blocks ?? []);
      const failed = live !== undefined && !/"report_(?:stop|anew)"/.test(buttons);
      return names.every((name) => files.includes(name)) ? 'there' : failed ? 'failed' : null;
    }, REPORT_TIMEOUT);
  return { until };
}

async function keep(playground: Playground, root: string, out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  for (const file of playground.thread(CHANNEL, root).flatMap((message) => message.files ?? [])) {
    const bytes = playground.fileBytes(file.id);
    if (bytes !== undefined) await writeFile(join(out, basename(file.name)), bytes);
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      files: { type: 'string', default: EXAMPLES },
      out: { type: 'string', default: 'out' },
      lang: { type: 'string', default: 'en' },
      codebook: { type: 'string', default: 'employee-exit' },
    },
  });
  const since = performance.now();
  const data = await mkdtemp(join(tmpdir(), 'attrition-demo-'));
  const { SLACK_BOT_TOKEN: _bot, SLACK_APP_TOKEN: _app, DATABASE_URL: _url, ...rest } = process.env;
  const env = readEnvironment({ ...rest, DATA_DIR: data, PLAYGROUND_PORT: '0', LOG_LEVEL: 'silent' });
  const app = await startAttrition({ env, log: pino({ level: 'silent' }) });
  const { playground } = app;
  if (playground === null) throw new AttritionError('unexpected');
  try {
    say(
      `The bot is connected to the local workspace ${playground.url} (Socket Mode), ${app.models.length > 0 ? `models: ${app.models.join(', ')}` : 'no model configured'}.`,
    );
    const bot = watchBot(playground);
    await upload(playground, values.files);
    const line = `/attrition report lang=${values.lang} codebook=${values.codebook}`;
    say(`\nlin types ${line}\n`);
    await playground.user.slash(CHANNEL, line);
    const root = await playground.waitFor(() =>
      playground
        .messages(CHANNEL)
        .find((message) => message.user === playground.botUser && message.thread_ts === undefined),
    );
    if ((await bot.until(root.ts, REPORT_FILES)) === 'there') {
      say('\nlin types /attrition export');
      await playground.user.slash(CHANNEL, '/attrition export');
      await bot.until(root.ts, EXPORT_FILES);
      await keep(playground, root.ts, values.out);
      await tell(values.out, (performance.now() - since) / 1000);
    }
  } finally {
    await app.stop();
    await rm(data, { recursive: true, force: true });
  }
}

async function tell(out: string, seconds: number): Promise<void> {
  const summary = JSON.parse(await readFile(join(out, 'summary.json'), 'utf8'));
  say(
    `\n${summary.files} files, ${summary.interviews} interviews: ${summary.coded} coded, ${summary.noCause} without a cause, ${summary.review} to review, ${summary.failed} failed.`,
  );
  for (const file of summary.failedFiles) say(`  not read: ${file.name}: ${file.sentence}`);
  say(
    `\nThe report, chart and tables are in ${out}/: ${(await readdir(out)).sort().join(', ')} (${seconds.toFixed(1)} s).`,
  );
}

main().then(
  () => process.exit(0),
  (error) => {
    process.stderr.write(`${describeFault(error)}\n`);
    process.exit(1);
  },
);
