import { expect, test } from 'vitest';
import { isRecord } from '../../playground/slack-types.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { CHANNEL, startApp, type WholeApp, wordsOf } from './whole-app.ts';

const ELSEWHERE = '#general';
const MARIA = 'U0MARIA001';

/** A reason that only a person can judge, so that a review has something to show. */
const UNCLEAR = [
  'Exit interview',
  'Department: Depot',
  'Last day: 2026-07-31',
  'Separation type: Resignation',
  '',
  'Q: So why are you leaving?',
  'A: You know the story with the depot move, everybody does.',
].join('\n');
const TEXTS = { ...EXIT_TEXTS, 'unclear.txt': UNCLEAR };

/** Words that stand in the channel's interviews, and names of its files; none may reach whoever may not read them. */
const SECRETS = Object.entries(TEXTS).flatMap(([name, text]) => [
  // This one is typed by the curious, and told back to them.
  ...(name === 'en-pay-1.txt' ? [] : [name]),
  ...[...text.matchAll(/^(?:A: (?:I|You)|答：[^也加])(.{6,})$/gm)].map(([, words = '']) => words.slice(2, 20)),
]);

interface Pressed {
  readonly action: string;
  readonly value: string;
}

/** Every button in what a person or a channel sees. */
function buttonsIn(shown: unknown): readonly Pressed[] {
  if (Array.isArray(shown)) return shown.flatMap(buttonsIn);
  if (!isRecord(shown)) return [];
  const own = shown.type === 'button' ? [{ action: String(shown.action_id), value: String(shown.value ?? '') }] : [];
  return [...own, ...Object.values(shown).flatMap(buttonsIn)];
}

async function call(app: WholeApp, method: string, args: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { apiUrl, tokens } = app.playground;
  const headers = { authorization: `Bearer ${tokens.bot}`, 'content-type': 'application/json' };
  const answer = await fetch(`${apiUrl}${method}`, { method: 'POST', headers, body: JSON.stringify(args) });
  const body = (await answer.json()) as { readonly ok: boolean };
  expect(body.ok, JSON.stringify(body)).toBe(true);
  return body;
}

const blocksOf = (buttons: readonly Pressed[]) =>
  buttons.map(({ action, value }, index) => ({
    type: 'actions',
    block_id: `b${index}`,
    elements: [{ type: 'button', action_id: action, value, text: { type: 'plain_text', text: 'x' } }],
  }));

/** Presses a button with a value of our choosing, in a message of that channel and on the person's App Home. */
async function forge(app: WholeApp, pressed: Pressed, channel: string): Promise<void> {
  const { playground } = app;
  const maria = playground.as('maria');
  const place = playground.idOf(channel.replace('#', ''));
  const blocks = blocksOf([pressed]);
  const { ts } = (await call(app, 'chat.postMessage', { channel: place, text: 'forged', blocks })) as { ts: string };
  await maria.press({ channel: place, ts }, pressed.action);
  await call(app, 'views.publish', { user_id: MARIA, view: { type: 'home', blocks } });
  await maria.pressView(playground.home('maria')?.id ?? '', pressed.action);
}

/** A moment from which on a person looks. */
interface Moment {
  readonly messages: ReadonlySet<string>;
  readonly calls: number;
}

const momentOf = ({ playground }: WholeApp): Moment => ({
  messages: new Set(playground.messages(CHANNEL).map(({ ts }) => ts)),
  calls: playground.calls.length,
});

/** Everything Maria can look at: her channel's messages with files, what was whispered, windows, App Home. */
function seenByMaria({ playground }: WholeApp, channel: string, since: Moment): string {
  const messages = playground.messages(channel).filter(({ ts }) => !since.messages.has(ts));
  const files = messages.flatMap(({ files: own }) => own ?? []);
  // What stood in a window for a moment was seen too; nobody else opens one meanwhile.
  const windows = playground.calls.slice(since.calls).filter(({ method }) => /^views\.(?:open|update)$/.test(method));
  const contents = files.map(({ id }) => Buffer.from(playground.fileBytes(id) ?? []).toString('utf8'));
  const shown = [messages, playground.whispers('maria'), playground.home('maria') ?? null];
  return [JSON.stringify(shown), ...windows.map(({ args }) => String(args.view)), ...contents].join('\n');
}

/** Where a secret stands, its surroundings are told. */
function expectNone(shown: string): void {
  const told = SECRETS.map((secret) => shown.indexOf(secret)).filter((at) => at >= 0);
  expect(told.map((at) => shown.slice(Math.max(0, at - 500), at + 100))).toEqual([]);
}

/** Fills the channel with everything that has buttons; gives the report's thread. */
async function fillChannel(app: WholeApp): Promise<string> {
  const { playground } = app;
  // Dozens of presses in a moment: Slack's pace is another test's matter.
  playground.faults.tiers = false;
  await toldTo(app, 'lin', CHANNEL, '/attrition digest daily 09:00');
  await app.upload(TEXTS);
  const root = await app.ask('/attrition report');
  await app.finished(root);
  await playground.waitFor(() => playground.thread(CHANNEL, root).some((one) => one.files?.length), 30_000);
  playground.user.say(CHANNEL, 'what did they say about pay?', { thread: root });
  const has = (action: string, shown: () => unknown) =>
    playground
      .waitFor(() => buttonsIn(shown()).some((one) => one.action.startsWith(action)), 20_000)
      .catch(() => {
        throw new Error(`no button ${action}… in ${JSON.stringify(shown())}`);
      });
  await has('answer_', () => playground.thread(CHANNEL, root));
  playground.user.say(CHANNEL, '@Attrition review');
  await has('review_', () => playground.messages(CHANNEL));
  await playground.user.slash(CHANNEL, '/attrition review');
  await has('review_', () => playground.user.modal());
  await playground.user.slash(CHANNEL, '/attrition forget all');
  await has('forget_', () => playground.whispers('lin'));
  await playground.user.slash(CHANNEL, '/attrition digest preview 1');
  await has('digest_', () => playground.whispers('lin'));
  await playground.user.openHome();
  await has('home_', () => playground.home('lin'));
  return root;
}

/** Real buttons of the channel, and all the actions there are with the values that name something of it. */
function everyPress(app: WholeApp): readonly Pressed[] {
  const { playground } = app;
  const lin = [playground.whispers('lin'), playground.user.modal(), playground.home('lin')];
  const real = buttonsIn([playground.messages(CHANNEL), ...lin]);
  const unique = new Map(real.map((one) => [`${one.action.replace(/[:\d]+$/, '')} ${one.value}`, one]));
  const channel = playground.idOf('people-exit');
  const invented = ['home_report', 'home_review', 'report_of_tomorrow', 'forget_of_tomorrow', 'transcript_count'];
  return [...unique.values(), ...invented.map((action) => ({ action, value: channel }))];
}

async function toldTo(app: WholeApp, user: string, channel: string, line: string): Promise<string> {
  const { playground } = app;
  const before = playground.whispers(user).length;
  await playground.as(user).slash(channel, line);
  return playground.waitFor(() => playground.whispers(user).slice(before).map(wordsOf).join('\n') || null, 30_000);
}

/** Waits until a report asked for now is finished: whatever was started before it has had its turn. */
async function calm(app: WholeApp, channel: string): Promise<void> {
  const { playground } = app;
  const before = new Set(playground.messages(channel).map(({ ts }) => ts));
  await playground.as('maria').slash(channel, '/attrition report');
  const isOver = () =>
    playground
      .messages(channel)
      .some((one) => !before.has(one.ts) && buttonsIn(one.blocks).some(({ action }) => action === 'report_anew'));
  await playground.waitFor(isOver, 60_000);
}

const COMMANDS = [
  'why 1',
  'export',
  'export pdf html md csv xlsx',
  'review',
  'ask what did they say about pay?',
  'forget en-pay-1.txt',
  'forget interview 1',
  '忘记 全部',
  'digest list',
  'digest preview 1',
  'digest pause 1',
  'digest remove 1',
  '为什么 1',
  'status',
  '报告 dept=Stores',
];

test('from another channel no command, thread, button or forged value reaches a channel’s interviews', async () => {
  const app = await startApp();
  const { playground } = app;
  // Before anybody asks: who is in a channel is remembered for a minute.
  playground.leave('people-exit', 'maria');
  const root = await fillChannel(app);
  const pressed = everyPress(app);
  const kinds = new Set(pressed.map(({ action }) => action.split('_')[0]));
  expect([...kinds].toSorted()).toEqual(['answer', 'digest', 'forget', 'home', 'report', 'review', 'transcript']);
  const before = playground.messages(CHANNEL).map((message) => JSON.stringify(message));
  const since = momentOf(app);
  playground
    .as('maria')
    .upload(ELSEWHERE, [
      { name: 'own.txt', bytes: Buffer.from(UNCLEAR.replace(/You know.*/, 'Because the shop closed.')) },
    ]);
  await playground.waitFor(() => playground.messages(ELSEWHERE).some((one) => /1 interviews/.test(wordsOf(one))));

  const answers: string[] = [];
  for (const line of COMMANDS.filter((one) => !/^(?:ask|review|报告|忘记)/.test(one)))
    answers.push(await toldTo(app, 'maria', ELSEWHERE, `/attrition ${line}`));
  for (const line of COMMANDS.filter((one) => /^(?:ask|review|报告|忘记)/.test(one)))
    await playground.as('maria').slash(ELSEWHERE, `/attrition ${line}`);
  expect(answers.join('\n')).toMatch(/no finished report in this channel[\s\S]*no file[\s\S]*no digest/);
  // The channel's thread, named from elsewhere: by a reply and by a mention.
  for (const words of ['what did they say about pay?', '@Attrition why 1', '@Attrition export'])
    playground.as('maria').say(ELSEWHERE, words, { thread: root });
  for (const one of pressed) await forge(app, one, ELSEWHERE);
  await calm(app, ELSEWHERE);
  await playground.as('maria').openHome();
  await playground.waitFor(() => !JSON.stringify(playground.home('maria')).includes('"b0"'));

  const shown = seenByMaria(app, ELSEWHERE, since);
  expectNone(shown);
  expect(shown).not.toMatch(/13 interviews|13 份访谈/);
  const after = playground.messages(CHANNEL).map((message) => JSON.stringify(message));
  expect(after.filter((one) => !before.includes(one))).toEqual([]);
  expect(await toldTo(app, 'lin', CHANNEL, '/attrition status')).toMatch(/13 interviews/);
  expect(await toldTo(app, 'lin', CHANNEL, '/attrition digest list')).toMatch(/Digest 1: every day at 09:00 \(UTC\)$/m);
}, 180_000);

test('a line manager sees suppressed counts alone, by whatever command, reply or button, other people’s too', async () => {
  const app = await startApp({ env: { MANAGER_USERS: MARIA, ADMIN_USERS: 'U0NOBODY01' } });
  const { playground } = app;
  const root = await fillChannel(app);
  const pressed = everyPress(app);
  const whole = playground.messages(CHANNEL);
  const since = momentOf(app);
  const before = new Map(whole.map((message) => [message.ts, JSON.stringify(message)]));

  const refusals: string[] = [];
  for (const line of COMMANDS.filter((one) => !/^(?:status|报告)/.test(one)))
    refusals.push(await toldTo(app, 'maria', CHANNEL, `/attrition ${line}`));
  for (const words of refusals) expect(words).toMatch(/Line managers see counts only|直线经理只能查看统计数字/);
  await playground.as('maria').slash(CHANNEL, '/attrition 报告 dept=Stores');
  for (const words of ['what did they say about pay?', '@Attrition why 1', '@Attrition export', '@Attrition 复核'])
    playground.as('maria').say(CHANNEL, words, { thread: root });
  // The genuine buttons first, where they stand, then every value in a message and on App Home.
  for (const { ts, blocks } of whole)
    for (const { action } of buttonsIn(blocks))
      await playground.as('maria').press({ channel: playground.idOf('people-exit'), ts }, action);
  for (const one of pressed) await forge(app, one, CHANNEL);
  await calm(app, CHANNEL);
  await playground.as('maria').openHome();
  await playground.waitFor(() => !JSON.stringify(playground.home('maria')).includes('"b0"'));

  const shown = seenByMaria(app, CHANNEL, since);
  expectNone(shown);
  const files = playground
    .messages(CHANNEL)
    .filter(({ ts }) => !since.messages.has(ts))
    .flatMap((message) => message.files ?? []);
  expect([...new Set(files.map(({ name }) => name))]).toEqual(['chart.png']);
  expect(buttonsIn(playground.home('maria')?.blocks).map(({ action }) => action)).toEqual(['home_report:0']);
  for (const message of playground.messages(CHANNEL))
    if (before.has(message.ts))
      expect(JSON.stringify(message), 'nothing of others is changed').toBe(before.get(message.ts));
}, 180_000);
