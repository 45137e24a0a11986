import { expect, onTestFinished, test } from 'vitest';
import type { Message, View } from '../../playground/slack-types.ts';
import { systemClock } from '../../src/core/ports/clock.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import { startScriptedModelServer } from '../support/scripted-model-server/start-scripted-model-server.ts';
import { EXIT_CODES, playPeople } from '../support/scripted-people.ts';
import { CHANNEL, startApp, type WholeApp, wordsOf } from './whole-app.ts';

/** Answers to the question why that no pattern can tie to a cause. */
const UNCLEAR = {
  'unclear-1.txt': transcript('Well, you saw how the winter rota looked, and the rest you can guess.'),
  'unclear-2.txt': transcript('You know the story with the depot move, everybody does.'),
  'unclear-3.txt': transcript('Ask the people upstairs, they could tell you.'),
};

function transcript(answer: string): string {
  return [
    'Exit interview',
    'Department: Depot',
    'Last day: 2026-07-31',
    'Separation type: Resignation',
    '',
    'Q: How long were you with us?',
    'A: Nearly four years.',
    'Q: So why are you leaving?',
    `A: ${answer}`,
    'Q: Thank you.',
    'A: All the best to everyone.',
  ].join('\n');
}

const buttonsOf = (message: { readonly blocks?: Message['blocks'] }) => {
  const blocks = (message.blocks ?? []) as readonly { readonly elements?: readonly Record<string, unknown>[] }[];
  return blocks.flatMap((block) => block.elements ?? []);
};
const labelOf = (message: Message, action: string) =>
  (buttonsOf(message).find((button) => button.action_id === action)?.text as { text?: string } | undefined)?.text;

interface Reviewing {
  /** The live message as it stands. */
  now(): Message;
  /** Presses a button and waits until the message has changed. */
  press(action: string, user?: string): Promise<string>;
}

/** The live message of the newest review in the channel. */
async function reviewing(app: WholeApp, before: ReadonlySet<string>): Promise<Reviewing> {
  const { playground } = app;
  const isReview = (message: Message) =>
    !before.has(message.ts) && buttonsOf(message).some((button) => String(button.action_id).startsWith('review_'));
  const { ts } = await playground.waitFor(() => playground.messages(CHANNEL).find(isReview));
  const now = () => {
    const message = playground.messages(CHANNEL).find((one) => one.ts === ts);
    if (message === undefined) throw new Error('the review is gone');
    return message;
  };
  const look = () => JSON.stringify(now().blocks);
  return {
    now,
    async press(action, user = 'lin') {
      const seen = look();
      await playground.as(user).press({ channel: playground.idOf('people-exit'), ts }, action);
      await playground.waitFor(() => look() !== seen);
      return wordsOf(now());
    },
  };
}

const seenSoFar = (app: WholeApp) => new Set(app.playground.messages(CHANNEL).map(({ ts }) => ts));

async function startReview(app: WholeApp, words = 'review', user = 'lin'): Promise<Reviewing> {
  const before = seenSoFar(app);
  app.playground.as(user).say(CHANNEL, `@Attrition ${words}`);
  return reviewing(app, before);
}

/** The words of a window: its sections. */
function windowWords(view: View | undefined): string {
  const sections = (view?.blocks ?? []).filter(({ type }) => type === 'section');
  return sections.map((block) => (block.text as { readonly text: string }).text).join('\n');
}

/** A person's review window. */
interface WindowReview {
  words(): string;
  labels(): readonly string[];
  press(action: string): Promise<string>;
}

/** Waits until the window that was just asked for shows a claim, or what else it has to say. */
async function reviewWindow(app: WholeApp, user = 'lin'): Promise<WindowReview> {
  const hands = app.playground.as(user);
  const isReady = (view: View | undefined) => view !== undefined && !/Looking for|正在查找/.test(windowWords(view));
  await app.playground.waitFor(() => isReady(hands.modal()));
  const look = () => JSON.stringify(hands.modal()?.blocks);
  return {
    words: () => windowWords(hands.modal()),
    labels: () => buttonsOf(hands.modal() ?? {}).map(({ action_id }) => String(action_id)),
    async press(action) {
      const seen = look();
      await hands.pressView(hands.modal()?.id ?? '', action);
      await app.playground.waitFor(() => look() !== seen);
      return windowWords(hands.modal());
    },
  };
}

/** How many interviews the report's table counts for a cause. */
function counted(words: string, cause: string): number {
  const row = words.split('\n').find((line) => line.startsWith('|') && line.includes(cause)) ?? '';
  return Number(/(\d+) of \d+|(\d+)\/\d+/.exec(row)?.[1] ?? 0);
}

test('what the reader leaves open is decided by a person, counted by the next report, and kept', async () => {
  const app = await startApp();
  await app.upload({ ...EXIT_TEXTS, ...UNCLEAR });
  const first = await app.finished(await app.ask('/attrition report'));
  const before = counted(wordsOf(first), 'Pay and benefits');
  expect(before).toBe(4);
  expect(labelOf(first, 'report_review')).toMatch(/^Review \d+$/);

  await app.playground.user.press({ channel: app.playground.idOf('people-exit'), ts: first.ts }, 'report_review');
  const review = await reviewWindow(app);
  const total = Number(/of (\d+)/.exec(review.words())?.[1]);
  expect(`Review ${total}`).toBe(labelOf(first, 'report_review'));
  expect(review.words()).toMatch(/\*1 of \d+\*/);

  // One press each: what is open is answered, what the sample shows is confirmed.
  let answered = 0;
  for (let left = total; left > 0; left -= 1) {
    const isOpen = review.words().includes('Which cause is stated here?');
    if (isOpen) answered += 1;
    expect(review.words()).toMatch(/(?:why are you leaving\?|为什么要走呢？)[\s\S]*▌/);
    await review.press(isOpen ? 'review_cause:pay-level' : 'review_accept');
  }
  expect(review.words()).toContain(`${total} claims decided`);
  expect(answered).toBeGreaterThanOrEqual(3);

  const again = await app.ask('/attrition report');
  const second = await app.finished(again);
  expect(wordsOf(second), 'a decision makes the cached report stale').not.toContain('From cache');
  expect(counted(wordsOf(second), 'Pay and benefits')).toBe(before + answered);
  expect(labelOf(second, 'report_review')).toBeUndefined();

  await app.playground.user.closeView(app.playground.user.modal()?.id ?? '');
  await app.playground.user.slash(CHANNEL, '/attrition review');
  expect((await reviewWindow(app)).words()).toContain('Nothing waits');

  await app.stop();
  const restarted = await startApp({ folder: app.folder });
  const third = await restarted.finished(await restarted.ask('/attrition report'));
  expect(counted(wordsOf(third), 'Pay and benefits')).toBe(before + answered);
  expect(labelOf(third, 'report_review')).toBeUndefined();
});

test('another cause, back, skip and undo; the whole conversation in Chinese', async () => {
  const app = await startApp();
  await app.upload(UNCLEAR);
  await app.finished(await app.ask('/attrition 报告'));
  const review = await startReview(app, '复核');
  expect(wordsOf(review.now())).toMatch(/第 1 条，共 3 条[\s\S]*问：[\s\S]*答：▌[\s\S]*这里说的是哪个原因？/);
  expect(labelOf(review.now(), 'review_undo'), 'nothing to undo yet').toBeUndefined();
  const question = wordsOf(review.now())
    .split('\n')
    .find((line) => line.includes('▌'));

  expect(await review.press('review_cause:relocation-commute')).toContain('第 2 条，共 3 条');
  expect(await review.press('review_undo')).toContain('第 1 条，共 3 条');
  expect(wordsOf(review.now()), 'the same claim comes back').toContain(question);
  expect(await review.press('review_reject')).toContain('第 2 条');
  expect(await review.press('review_skip')).toContain('第 3 条');
  expect(await review.press('review_skip')).toContain('判断了 1 条，跳过 2 条');

  // Skipped by Lin is open for Maria, and for her alone.
  const hers = await startReview(app, '复核', 'maria');
  expect(wordsOf(hers.now())).toContain('第 1 条，共 2 条');
  app.playground.user.say(CHANNEL, '@Attrition 复核');
  await app.playground.waitFor(() =>
    app.playground.whispers('lin').some((one) => wordsOf(one).includes('没有待复核的内容')),
  );
});

test('the window in Chinese: undo, another cause, and a session that is not theirs shows nothing', async () => {
  let later = 0;
  const app = await startApp({ clock: { ...systemClock, now: () => Date.now() + later } });
  const { playground } = app;
  await app.upload(UNCLEAR);
  await app.finished(await app.ask('/attrition 报告'));
  await playground.user.slash(CHANNEL, '/attrition 复核');
  const review = await reviewWindow(app);
  expect(playground.user.modal()?.title).toMatchObject({ text: '复核 1/3' });
  expect(review.labels()).not.toContain('review_undo');
  expect(await review.press('review_cause:relocation-commute')).toContain('第 2 条，共 3 条');
  expect(await review.press('review_undo')).toContain('第 1 条，共 3 条');
  expect(await review.press('review_skip')).toContain('第 2 条');

  // Left the channel with the window still open.
  playground.leave('people-exit', 'lin');
  later = 61_000;
  expect(await review.press('review_reject')).toContain('这次复核已失效');
});

test('App Home shows the channels a person is in, what waits there, and opens the review', async () => {
  const app = await startApp();
  const { playground } = app;
  await app.upload({ ...EXIT_TEXTS, ...UNCLEAR });
  await app.finished(await app.ask('/attrition report'));
  playground.leave('people-exit', 'maria');
  const homeOf = async (user: string) => {
    await playground.as(user).openHome();
    return playground.waitFor(() => playground.home(user));
  };
  const home = await homeOf('lin');
  expect(windowWords(home)).toMatch(/<#C[^>]+>[\s\S]*files[\s\S]*Last report:[\s\S]*To review: \d+/);
  await playground.user.pressView(home.id, 'home_review:0');
  expect((await reviewWindow(app)).words()).toContain('▌');

  const before = seenSoFar(app);
  await playground.user.pressView(home.id, 'home_report:0');
  await playground.waitFor(() => playground.messages(CHANNEL).some(({ ts }) => !before.has(ts)));

  expect(windowWords(await homeOf('maria')), 'nothing of a channel she is not in').not.toContain('<#C');
});

test('two people at once get different claims, and the second answer to one claim is turned down', async () => {
  const app = await startApp();
  await app.upload(UNCLEAR);
  await app.finished(await app.ask('/attrition report'));
  const lin = await startReview(app);
  const maria = await startReview(app, 'review', 'maria');
  const sentence = (one: Reviewing) =>
    wordsOf(one.now())
      .split('\n')
      .find((line) => line.includes('▌'));
  expect(sentence(maria)).not.toBe(sentence(lin));

  await lin.press('review_cause:pay-level');
  await maria.press('review_cause:pay-level');
  const third = await startReview(app);
  const fourth = await startReview(app, 'review', 'maria');
  expect(sentence(fourth), 'one is left, so both see it').toBe(sentence(third));
  await third.press('review_cause:pay-level');
  await fourth.press('review_cause:family-care', 'maria');
  await app.playground.waitFor(() => app.playground.whispers('maria').some((one) => /already/.test(wordsOf(one))));
  await app.playground.user.slash(CHANNEL, '/attrition why 3');
  const told = await app.playground.waitFor(() =>
    app.playground
      .whispers('lin')
      .map(wordsOf)
      .find((words) => words.includes('Interview 3')),
  );
  expect(told).toMatch(/Pay and benefits[\s\S]*main cause/);
  expect(told).not.toMatch(/[Ff]amily care/);
});

test('where the model denies what the reader found a person decides, and "why" tells the whole story', async () => {
  const denied = /four years/;
  const script = playPeople({
    codes: EXIT_CODES,
    prose: () => 'CORE\n{cause:family-care} weighs most.',
    verdict: (_topic, marked) => (denied.test(marked) ? 'denied' : 'stated-reason'),
  });
  const server = await startScriptedModelServer({ models: [{ id: QWEN, windowTokens: 16_000 }], script });
  onTestFinished(() => server.close());
  const models = `models:\n  - { role: primary, model: "${QWEN}", baseUrls: ["${server.url}"], concurrency: 8 }\n`;
  const app = await startApp({ models });
  await app.upload(EXIT_TEXTS);
  const first = await app.finished(await app.ask('/attrition report'));
  expect(counted(wordsOf(first), 'Pay and benefits')).toBe(3);

  const asked = server.requests.length;
  const review = await startReview(app);
  while (!/my pay has not gone up/.test(wordsOf(review.now()))) await review.press('review_accept');
  expect(wordsOf(review.now())).toMatch(/Claim:\*\* Pay and benefits[\s\S]*Qwen2\.5-7B-Instruct[\s\S]*denied/);
  expect(await review.press('review_other')).toContain('which cause is it?');
  expect(await review.press('review_back')).toContain('Claim:');
  await review.press('review_accept');
  expect(server.requests.length, 'a decision costs no model call').toBe(asked);

  const { playground } = app;
  await playground.user.slash(CHANNEL, '/attrition why 1 pay-level');
  await playground.user.slash(CHANNEL, '/attrition 为什么 访谈 1 薪酬福利水平');
  const told = await playground.waitFor(() => {
    const words = playground.whispers('lin').map(wordsOf);
    return words.filter((one) => /Interview 1|访谈 1/.test(one)).length === 2 ? words : null;
  });
  expect(told[0]).toMatch(/Q: So why are you leaving\?/);
  expect(told[0]).toMatch(/▌ I'm leaving because my pay has not gone up in four years\./);
  expect(told[0]).toMatch(/Reviewed by <@U0LIN00001> on \d{4}-\d\d-\d\d: a reason/);
  expect(told[0]).toMatch(/the codebook reader[\s\S]*before the review: needs a person/);
  expect(told[1]).toMatch(/主要原因[\s\S]*人工复核/);

  const second = await app.finished(await app.ask('/attrition report'));
  expect(counted(wordsOf(second), 'Pay and benefits')).toBe(4);
});

test('"why" without a number, beyond the last interview and before any report is answered in a sentence', async () => {
  const app = await startApp();
  const { playground } = app;
  await playground.user.slash(CHANNEL, '/attrition why 1');
  await app.upload(UNCLEAR);
  await app.finished(await app.ask('/attrition report'));
  await playground.user.slash(CHANNEL, '/attrition why');
  await playground.user.slash(CHANNEL, '/attrition why 99');
  await playground.user.slash(CHANNEL, '/attrition why 1 weather');
  const told = await playground.waitFor(() =>
    playground.whispers('lin').length >= 4 ? playground.whispers('lin') : null,
  );
  expect(told.map(wordsOf)).toEqual([
    expect.stringContaining('no finished report'),
    expect.stringContaining('/attrition why 31'),
    expect.stringContaining('it has 3'),
    expect.stringContaining('coded as weather'),
  ]);
});
