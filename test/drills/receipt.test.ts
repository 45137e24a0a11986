import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Message } from '../../playground/slack-types.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';
import { startBotProcess } from './bot-process.ts';
import { dyingAt, openRestartableBot, type RestartableBot } from './restartable-bot.ts';

const PATIENCE_MS = 120_000;
/** Whatever comes a second time would come within this. */
const SECOND_MS = 4_000;

const postgres = postgresForTests();
const [FIRST = '', SECOND = '', THIRD = ''] = Object.values(EXIT_TEXTS);

/** Something a person does, and what comes of it. */
interface Deed {
  /** The statement that keeps it. */
  readonly keptBy: string;
  /** Does it, in either language; gives the message's ts. */
  readonly acts: readonly [(bot: RestartableBot) => string, (bot: RestartableBot) => string];
  /** What the bot has written about it, when all of it is there. */
  done(bot: RestartableBot, ts: string): readonly Message[] | undefined;
}

const own = ({ playground }: RestartableBot, messages: readonly Message[]) =>
  messages.filter(({ user }) => user === playground.botUser);
const hasButton = (message: Message, action: string) => JSON.stringify(message.blocks ?? []).includes(`"${action}`);

function upload({ playground }: RestartableBot, text: string): string {
  return playground.user.upload(CHANNEL, [{ name: `person-${text.length}.txt`, bytes: Buffer.from(text) }]).ts;
}

const isRead: Deed['done'] = (bot, ts) => {
  const told = own(bot, bot.playground.thread(CHANNEL, ts));
  return told.some((one) => /^(?:1 of 1 files read|已读取 1\/1)/.test(wordsOf(one))) ? told : undefined;
};

/** Root messages of reports after a moment. */
function reportsSince(bot: RestartableBot, ts: string): readonly Message[] | undefined {
  const { playground } = bot;
  const roots = own(bot, playground.messages(CHANNEL)).filter(
    (one) => one.ts > ts && (one.thread_ts ?? one.ts) === one.ts,
  );
  const isMade = ({ ts: root }: Message) =>
    playground.thread(CHANNEL, root).some((one) => hasButton(one, 'report_anew'));
  return roots.some(isMade) ? roots : undefined;
}

const say = ({ playground }: RestartableBot, text: string) => playground.user.say(CHANNEL, text).ts;

const answered: Deed['done'] = (bot, ts) => {
  const answers = own(bot, bot.playground.thread(CHANNEL, ts));
  return answers.some((one) => hasButton(one, 'answer_anew')) ? answers : undefined;
};

const DEEDS: readonly Deed[] = [
  {
    keptBy: 'insert into "file"',
    acts: [(bot) => upload(bot, SECOND), (bot) => upload(bot, THIRD)],
    done: isRead,
  },
  {
    keptBy: 'insert into "turn"',
    acts: [(bot) => say(bot, '@Attrition how many people left?'), (bot) => say(bot, '@Attrition 有多少人离职？')],
    done: answered,
  },
  {
    keptBy: 'insert into "report"',
    acts: [(bot) => say(bot, '@Attrition report'), (bot) => say(bot, '@Attrition 报告')],
    done: reportsSince,
  },
];

/** The minute after which Slack sends again what nobody has acknowledged is over. */
async function passAMinute({ playground }: RestartableBot): Promise<number> {
  const isOpen = ({ kind, attempts }: (typeof playground.deliveries)[number]) =>
    kind === 'events_api' && !attempts.some(({ receipt }) => receipt.ok);
  const open = playground.deliveries.filter(isOpen);
  const heard = await Promise.all(open.map(({ id }) => playground.deliverAgain(id)));
  expect(
    heard.every(({ ok }) => ok),
    'acknowledged now',
  ).toBe(true);
  return heard.length;
}

async function killedOverIt(
  bot: RestartableBot,
  act: Deed['acts'][0],
  done: Deed['done'],
  dieAt: string,
): Promise<void> {
  await bot.end('SIGKILL');
  await bot.restart(dieAt);
  const ts = act(bot);
  await bot.ended();
  await bot.restart();
  expect(await passAMinute(bot), 'sent again').toBeGreaterThan(0);
  await bot.playground.waitFor(() => done(bot, ts), PATIENCE_MS);
  await sleep(SECOND_MS);
  expect(done(bot, ts)?.map(wordsOf)).toHaveLength(1);
}

async function drill(env: Readonly<Record<string, string>>): Promise<void> {
  const bot = await openRestartableBot(env);
  const { playground } = bot;
  const first = upload(bot, FIRST);
  await playground.waitFor(() => isRead(bot, first), PATIENCE_MS);
  await playground.user.slash(CHANNEL, '/attrition report');
  // A question needs a report that is finished, files and all.
  const isAttached = () =>
    playground.messages(CHANNEL).some(({ files }) => files?.some(({ name }) => name === 'report.md'));
  await playground.waitFor(() => isAttached() || undefined, PATIENCE_MS);
  for (const { keptBy, acts, done } of DEEDS) {
    const [beforeIt, afterIt] = acts;
    await killedOverIt(bot, beforeIt, done, keptBy);
    await killedOverIt(bot, afterIt, done, 'update "seen_event"');
  }
}

describe('killed between its receipt and its acknowledgement, nothing is lost and nothing is done twice', () => {
  test('on PGlite', () => drill({}), 600_000);

  test.skipIf(postgres.url === null)(
    `on PostgreSQL${postgres.reason}`,
    async () => {
      const { url, drop } = await temporaryDatabase(postgres.url ?? '');
      onTestFinished(drop);
      await drill({ DATABASE_URL: url });
    },
    600_000,
  );

  test.skipIf(postgres.url === null)(
    `on PostgreSQL a process that lives takes at once what another has died over${postgres.reason}`,
    async () => {
      const { url, drop } = await temporaryDatabase(postgres.url ?? '');
      onTestFinished(drop);
      const bot = await openRestartableBot({ DATABASE_URL: url });
      const { playground } = bot;
      const folder = await mkdtemp(join(tmpdir(), 'attrition-other-'));
      // Slack gives an event to whoever has connected last.
      const other = startBotProcess(playground, {
        DATA_DIR: folder,
        DATABASE_URL: url,
        ...dyingAt('insert into "file"'),
      });
      onTestFinished(() => rm(folder, { recursive: true, force: true }));
      await other.ready;
      const ts = upload(bot, FIRST);
      await other.ended;
      // Within the minute after which Slack would send it again.
      await playground.waitFor(() => isRead(bot, ts), 30_000);
      expect(isRead(bot, ts)?.map(wordsOf)).toHaveLength(1);
    },
    120_000,
  );
});
