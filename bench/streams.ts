import { WebClient } from '@slack/web-api';
import { type Playground, startPlayground } from '../playground/server.ts';
import { createBot } from '../src/bot/bot.ts';
import { systemClock } from '../src/core/ports/clock.ts';
import type { LiveMessage, MessageRef } from '../src/core/ports/conversation.ts';
import type { MessageStore } from '../src/core/ports/store.ts';
import { CHANNEL, wordsOf } from './app.ts';
import { type Spread, spreadOf } from './percentiles.ts';

/** A model on its own stream: Qwen2.5-7B on one card, and what a token holds. */
const TOKENS_PER_SECOND = 45;
/** A minute of it stays under what one message holds, so that only the pace is measured. */
const PIECE = 'abc ';
const TICK_MS = 100;
/** The loop that people write first: an edit each 1.2 s, whatever the others do. */
const FIXED_LOOP_MS = 1_200;
/** A 429 costs the fixed loop ten seconds each; it is not waited for longer than this. */
const PATIENCE_MS = 180_000;

/** How one way of streaming fared with all threads at once. */
export interface StreamFigures {
  readonly threads: number;
  readonly seconds: number;
  readonly edits: number;
  readonly refused: number;
  /** Messages whose last text is exactly what was to be said. */
  readonly exactFinals: number;
  /** Seconds that visible text lies behind the model, looked at all along. */
  readonly lagSeconds: Spread;
  /** Seconds from the end of the generation to the final text, message by message. */
  readonly finalAfterSeconds: Spread;
}

/** The growing text of one thread, and when which length was reached. */
interface Told {
  readonly name: string;
  text: string;
  readonly reached: { readonly at: number; readonly length: number }[];
  isOver: boolean;
}

interface Talk {
  open(index: number): Promise<MessageRef>;
  /** Called at each piece. */
  show(index: number, text: string): void;
  finish(index: number, text: string): Promise<void>;
  ready?(): void;
}

/** Streams twenty threads, say, for a minute: ours and the fixed loop beside each other, each in its own workspace. */
export async function measureStreams(threads: number, seconds: number) {
  const [ours, fixedLoop] = await Promise.all([
    stream(threads, seconds, ourTalk),
    stream(threads, seconds, fixedLoopTalk),
  ]);
  return { ours, fixedLoop };
}

async function stream(
  threads: number,
  seconds: number,
  talkOf: (playground: Playground, told: readonly Told[]) => Talk,
): Promise<StreamFigures> {
  const playground = await startPlayground();
  const told: readonly Told[] = Array.from({ length: threads }, (_, index) => ({
    name: `stream ${index}`,
    text: '',
    reached: [],
    isOver: false,
  }));
  const talk = talkOf(playground, told);
  const refs: MessageRef[] = [];
  for (let index = 0; index < threads; index += 1) refs.push(await talk.open(index));
  const lags: number[] = [];
  const begun = Date.now();
  const finals: Promise<number>[] = [];
  const shown = new Map<string, number>();
  let seen = 0;
  const look = () => {
    for (; seen < playground.record.length; seen += 1) {
      const entry = playground.record[seen];
      if (entry?.kind === 'edit') shown.set(entry.ts, bodyOf(wordsOf(entry)).length);
    }
    const now = Date.now();
    for (const [index, one] of told.entries()) {
      if (one.isOver || one.text === '') continue;
      const visible = shown.get(refs[index]?.ts ?? '') ?? 0;
      const next = one.reached.find(({ length }) => length > visible);
      lags.push(next === undefined ? 0 : (now - next.at) / 1_000);
    }
  };
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const past = Math.min(seconds, (Date.now() - begun) / 1_000);
      for (const [index, one] of told.entries()) {
        one.text = PIECE.repeat(Math.floor(past * TOKENS_PER_SECOND));
        one.reached.push({ at: Date.now(), length: one.text.length });
        talk.show(index, one.text);
      }
      look();
      if (past < seconds) return;
      clearInterval(timer);
      for (const [index, one] of told.entries()) {
        one.isOver = true;
        const ended = Date.now();
        finals.push(within(talk.finish(index, one.text)).then(() => (Date.now() - ended) / 1_000));
      }
      resolve();
    }, TICK_MS);
  });
  const finalAfter = await Promise.all(finals);
  const updates = playground.calls.filter(({ method }) => method === 'chat.update');
  const exactFinals = told.filter(({ text }, index) => {
    const message = playground.messages(CHANNEL).find(({ ts }) => ts === refs[index]?.ts);
    return message !== undefined && bodyOf(wordsOf(message)) === text.trim();
  }).length;
  await playground.stop();
  return {
    threads,
    seconds,
    edits: updates.filter(({ outcome }) => outcome === 'ok').length,
    refused: updates.filter(({ outcome }) => outcome !== 'ok').length,
    exactFinals,
    lagSeconds: spreadOf(lags),
    finalAfterSeconds: spreadOf(finalAfter),
  };
}

const bodyOf = (words: string) => words.trim();

async function within(work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, PATIENCE_MS);
  await Promise.race([work, promise]).finally(() => clearTimeout(timer));
}

/** Nothing is kept: no restart is measured here. */
const forgetful: MessageStore = {
  find: async () => null,
  remember: async () => {},
  lose: async () => [],
  rememberUpload: async () => {},
  firstSight: async () => true,
  claim: async () => 'first',
  hold: async () => {},
};

/** Our own live messages. */
function ourTalk(playground: Playground): Talk {
  const quiet = { info() {}, warn() {}, error() {} };
  const settings = {
    ...({ mode: 'socket', botToken: playground.tokens.bot, appToken: playground.tokens.app } as const),
    ...{ apiUrl: playground.apiUrl, allowedChannels: null, maxFileBytes: 1_000_000, port: 0 },
  };
  const bot = createBot({
    settings,
    messages: forgetful,
    installations: null,
    edits: null,
    clock: systemClock,
    log: quiet,
  });
  const lives: LiveMessage[] = [];
  const view = (markdown: string) => ({ markdown, notice: 'report' });
  return {
    async open(index) {
      const { ts } = playground.user.say(CHANNEL, `thread ${index}`);
      const live = await bot.conversation.open(
        { channel: playground.idOf('people-exit'), thread: ts },
        `stream:${index}`,
        view('Reading'),
      );
      lives[index] = live;
      return live.ref;
    },
    show: (index, text) => {
      if (text !== '') lives[index]?.show(view(text));
    },
    finish: async (index, text) => lives[index]?.finish(view(text)),
  };
}

/** One loop a thread over Slack's own client with its defaults: edit, wait, edit; the client waits where it is told to. */
function fixedLoopTalk(playground: Playground, told: readonly Told[]): Talk {
  const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };
  const client = new WebClient(playground.tokens.bot, { slackApiUrl: playground.apiUrl, logger: quiet as never });
  const refs: MessageRef[] = [];
  const loops: Promise<void>[] = [];
  const update = (ref: MessageRef, text: string) =>
    client.chat.update({ ...ref, text: 'report', blocks: [{ type: 'markdown', text }] }).catch(() => {});
  async function loop(index: number): Promise<void> {
    for (const one = told[index]; one !== undefined && !one.isOver; ) {
      const [ref, { text }] = [refs[index], one];
      if (ref !== undefined && text !== '') await update(ref, text);
      await new Promise((resolve) => setTimeout(resolve, FIXED_LOOP_MS));
    }
  }
  return {
    async open(index) {
      const { ts } = playground.user.say(CHANNEL, `thread ${index}`);
      const channel = playground.idOf('people-exit');
      const posted = await client.chat.postMessage({ channel, thread_ts: ts, text: 'Reading' });
      const ref = { channel, ts: posted.ts ?? '' };
      refs[index] = ref;
      return ref;
    },
    show(index) {
      loops[index] ??= loop(index);
    },
    async finish(index, text) {
      await loops[index];
      const ref = refs[index];
      if (ref !== undefined) await update(ref, text);
    },
  };
}
