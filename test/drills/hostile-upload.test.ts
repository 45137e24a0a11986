import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write } from '@e965/xlsx';
import { expect, onTestFinished, test } from 'vitest';
import { type Playground, startPlayground } from '../../playground/server.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';
import { startBotProcess } from './bot-process.ts';
import { endingOf } from './ending.ts';
import { makeZip } from './make-zip.ts';

/** Most memory (MB) that the bot may take on top of what it has when it is up, whatever people send. */
const MOST_MORE_MB = 700;
/** A person who asks what is loaded while all this is read is answered within this time (ms) on a loaded machine. */
const ANSWER_WITHIN_MS = 8_000;
const READ_WITHIN_MS = 150_000;
const MALFORMED = 200;
const ROWS = 2_000;
const BOMB_BYTES = 300_000_000;

interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Kinds of malformed files, each with what is said of it. */
const KINDS: readonly { readonly name: string; readonly bytes: Buffer; readonly why: RegExp }[] = [
  { name: 'broken.docx', bytes: Buffer.from('PK\u0003\u0004 torn'), why: /is damaged/ },
  { name: 'broken.pdf', bytes: Buffer.from('%PDF-1.7\ntorn'), why: /is damaged|can’t read|nothing in it/ },
  { name: 'empty.txt', bytes: Buffer.from(''), why: /is empty/ },
  { name: 'quote.csv', bytes: Buffer.from('name,reason\n"open,pay\n'), why: /table that doesn’t add up/ },
  { name: 'program.exe', bytes: Buffer.from('MZ\u0090\u0000'), why: /kind of file I can’t read/ },
  { name: 'list.txt', bytes: Buffer.from('milk\nbread\n'), why: /nothing in it looks like an interview/ },
];

const malformed: readonly Upload[] = Array.from({ length: MALFORMED }, (_, index) => {
  const kind = KINDS[index % KINDS.length];
  return { name: `${index + 1}-${kind?.name}`, bytes: Buffer.concat([kind?.bytes ?? Buffer.alloc(0)]) };
});
const good: readonly Upload[] = Object.entries(EXIT_TEXTS).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));

const rows: readonly Readonly<Record<string, string>>[] = Array.from({ length: ROWS }, (_, index) => ({
  'Employee ID': `E-${index + 1}`,
  Department: ['Sales', 'Stores', 'IT'][index % 3] ?? '',
  'Last day': `2026-0${1 + (index % 9)}-15`,
  'Reason for leaving': `I am leaving because my pay is too low, and desk ${index + 1} never suited me.`,
}));
const sheet = utils.json_to_sheet([...rows]);
const book = { SheetNames: ['Survey'], Sheets: { Survey: sheet } };

/** About 50,000 tokens of one conversation. */
const longInterview = [
  'Exit interview',
  'Q: So why are you leaving?',
  "A: I'm leaving because my pay has not gone up in four years.",
  ...Array.from(
    { length: 2_600 },
    (_, day) => `Q: And on day ${day}?\nA: We unpacked boxes and priced the shelves again.`,
  ),
].join('\n');

const LARGE: readonly { readonly what: string; readonly files: readonly Upload[]; readonly told: RegExp }[] = [
  {
    what: 'a zip that unpacks to 300 MB',
    files: [{ name: 'bomb.zip', bytes: makeZip({ 'bomb.txt': Buffer.alloc(BOMB_BYTES, 'A') }) }],
    told: /bomb\.zip was not unpacked: it unpacks to too many megabytes/,
  },
  {
    what: 'an interview of 50,000 tokens',
    files: [{ name: 'long.txt', bytes: Buffer.from(longInterview) }],
    told: /1 of 1 files read · \*\*1 interviews\*\*/,
  },
  {
    what: 'a survey of 2,000 rows (CSV)',
    files: [{ name: 'survey.csv', bytes: Buffer.from(utils.sheet_to_csv(sheet)) }],
    told: /\*\*2000 interviews\*\*/,
  },
  {
    what: 'a survey of 2,000 rows (XLSX), the same again',
    files: [{ name: 'survey.xlsx', bytes: write(book, { type: 'buffer', bookType: 'xlsx' }) }],
    told: /survey\.xlsx/,
  },
];

/** Peak and present memory of a process (MB), as the kernel counts them. */
async function memoryOf(pid: number): Promise<{ readonly peak: number; readonly now: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN);
  return { peak: kilobytes('VmHWM') / 1_000, now: kilobytes('VmRSS') / 1_000 };
}

/** Uploads and asks for the status at once; gives what was told in the end and how long the status took. */
async function send(playground: Playground, files: readonly Upload[]): Promise<{ words: string; statusMs: number }> {
  const statuses = () => playground.whispers('lin').filter((one) => /files waiting/.test(wordsOf(one))).length;
  const before = statuses();
  const { ts } = playground.user.upload(CHANNEL, files);
  await playground.waitFor(() => playground.thread(CHANNEL, ts).some((one) => one.ts !== ts), 30_000);
  const asked = Date.now();
  await playground.user.slash(CHANNEL, '/attrition status');
  await playground.waitFor(() => statuses() > before, 60_000);
  const statusMs = Date.now() - asked;
  const said = () => playground.thread(CHANNEL, ts).filter((one) => one.ts !== ts);
  await playground.waitFor(
    () => said().some((one) => /Then type/.test(wordsOf(one) + attached(playground, one))),
    READ_WITHIN_MS,
  );
  return {
    words: said()
      .map((one) => wordsOf(one) + attached(playground, one))
      .join('\n'),
    statusMs,
  };
}

/** What went into a file because it was too long for a message. */
function attached(playground: Playground, message: { readonly files?: readonly { readonly id: string }[] }): string {
  return (message.files ?? []).map(({ id }) => Buffer.from(playground.fileBytes(id) ?? []).toString()).join('\n');
}

test.skipIf(process.platform !== 'linux')(
  'malformed, bursting and very large uploads: each is named with its reason, memory stays bounded, people are answered',
  async () => {
    const playground = await startPlayground();
    // Slack's own pace (100 files.info a minute) would be all that is measured.
    playground.faults.tiers = false;
    const folder = await mkdtemp(join(tmpdir(), 'attrition-large-'));
    const bot = startBotProcess(playground, { DATA_DIR: folder });
    onTestFinished(async () => {
      bot.kill();
      await playground.stop();
      await rm(folder, { recursive: true, force: true });
    });
    await bot.ready;
    const { now: base } = await memoryOf(bot.pid);
    const figures: string[] = [];
    const first = await send(playground, [...malformed, ...good]);
    for (const [index, { name }] of malformed.entries()) {
      const line = first.words
        .split('\n')
        .find((one) => one.includes(`${index + 1}-${KINDS[index % KINDS.length]?.name}`));
      expect(line, name).toMatch(index < KINDS.length ? (KINDS[index % KINDS.length]?.why ?? /./) : /./);
    }
    expect(first.words).toMatch(/212 of 212 files read · \*\*12 interviews\*\*/);
    figures.push(`200 malformed: status in ${first.statusMs} ms`);
    for (const { what, files, told } of LARGE) {
      const { words, statusMs } = await send(playground, files);
      expect(words, what).toMatch(told);
      expect(statusMs, what).toBeLessThan(ANSWER_WITHIN_MS);
      figures.push(`${what}: status in ${statusMs} ms, peak ${Math.round((await memoryOf(bot.pid)).peak)} MB`);
    }
    await playground.user.slash(CHANNEL, '/attrition report');
    const root = await playground.waitFor(() =>
      playground.messages(CHANNEL).find((one) => /Why people left/.test(wordsOf(one))),
    );
    expect((await endingOf(playground, root.ts, READ_WITHIN_MS)).report).toMatch(/^2013 interviews read/m);
    const { peak } = await memoryOf(bot.pid);
    console.info(`base ${Math.round(base)} MB, peak ${Math.round(peak)} MB; ${figures.join('; ')}`);
    expect(peak - base).toBeLessThan(MOST_MORE_MB);
  },
  600_000,
);
