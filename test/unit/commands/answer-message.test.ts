import { describe, expect, it } from 'vitest';
import { announce, createAnswerMessage } from '../../../src/commands/answer-message.ts';
import type { Place } from '../../../src/core/ports/conversation.ts';
import { createManualClock } from '../bot/manual-clock.ts';

const GRACE = 600;
const UNANSWERED = 1_000;
const LONG = 60_000;
const WORDS = {
  en: { waiting: 'Looking it up…', asked: '<@U1> asks: why \\*now\\*?' },
  zh: { waiting: '正在查找…', asked: '<@U1> 提问：why \\*now\\*?' },
} as const;
const LANGUAGES = ['en', 'zh'] as const;

const view = (markdown: string) => ({ markdown, notice: markdown });
const questionIn = (thread: string | null, language: 'en' | 'zh' = 'en') => ({
  ...{ id: 'q1', channel: 'C1', thread, askedBy: 'U1', question: 'why *now*?' },
  manner: { language, anew: false, fast: false, isCut: false },
});

/** A channel: posting takes a while, and whoever posts under a key in the meantime waits for that message. */
function channelOf(clock: ReturnType<typeof createManualClock>, postingMs = 200) {
  const standing = new Map<string, Promise<{ channel: string; ts: string }>>();
  const posts: [Place, string][] = [];
  const edits: string[] = [];
  const gone = new AbortController();
  async function send(place: Place, markdown: string) {
    await clock.sleep(postingMs);
    posts.push([place, markdown]);
    return { channel: 'C1', ts: `${posts.length}.0` };
  }
  function post(place: Place, key: string, { markdown }: { markdown: string }) {
    const known = standing.get(key) ?? send(place, markdown);
    standing.set(key, known);
    return known;
  }
  const deps = {
    clock,
    conversation: {
      post,
      async open(place: Place, key: string, first: { markdown: string }) {
        let shown = standing.has(key) ? '' : first.markdown;
        const ref = await post(place, key, first);
        const edit = ({ markdown }: { markdown: string }) => {
          if (markdown !== shown) edits.push(markdown);
          shown = markdown;
        };
        return { ref, gone: gone.signal, show: edit, finish: async (last: { markdown: string }) => edit(last) };
      },
    },
  };
  return { deps, posts, edits, gone };
}

describe('the message of an answer', () => {
  it('that is known at once is one post and no edit', async () => {
    const clock = createManualClock();
    const { deps, posts, edits } = channelOf(clock);
    void announce(questionIn('1.0'), deps);
    const finished = createAnswerMessage(questionIn('1.0'), deps).finish(view('twelve'));
    await clock.advance(LONG);
    expect(await finished).toEqual({ channel: 'C1', ts: '1.0' });
    expect([posts, edits]).toEqual([[[{ channel: 'C1', thread: '1.0' }, 'twelve']], []]);
  });

  it.each(LANGUAGES)('that keeps people waiting says so, and becomes the answer (%s)', async (language) => {
    const clock = createManualClock();
    const { deps, posts, edits } = channelOf(clock);
    const message = createAnswerMessage(questionIn('1.0', language), deps);
    await clock.advance(GRACE - 1);
    expect(posts).toEqual([]);
    await clock.advance(201);
    expect(posts.map(([, words]) => words)).toEqual([WORDS[language].waiting]);
    message.show(view('twel'));
    await message.finish(view('twelve'));
    expect([posts.length, edits]).toEqual([1, ['twel', 'twelve']]);
  });

  it.each(LANGUAGES)('says so, too, where nobody is free to answer (%s)', async (language) => {
    const clock = createManualClock();
    const { deps, posts } = channelOf(clock);
    void announce(questionIn('1.0', language), deps);
    await clock.advance(LONG);
    expect(posts.map(([, words]) => words)).toEqual([WORDS[language].waiting]);
  });

  it.each(LANGUAGES)(
    'of a question asked in a channel bears the question and begins a thread (%s)',
    async (language) => {
      const clock = createManualClock();
      const { deps, posts } = channelOf(clock);
      const finished = createAnswerMessage(questionIn(null, language), deps).finish(view('twelve'));
      await clock.advance(LONG);
      await finished;
      expect(posts).toEqual([[{ channel: 'C1' }, `${WORDS[language].asked}\n\ntwelve`]]);
    },
  );

  it('becomes the answer where it is announced at the moment in which the answer is there', async () => {
    const clock = createManualClock();
    const { deps, posts, edits } = channelOf(clock);
    void announce(questionIn('1.0'), deps);
    await clock.advance(UNANSWERED - 1);
    const message = createAnswerMessage(questionIn('1.0'), deps);
    await clock.advance(1);
    const finished = message.finish(view('twelve'));
    await clock.advance(LONG);
    await finished;
    expect([posts.map(([, words]) => words), edits]).toEqual([[WORDS.en.waiting], ['twelve']]);
  });

  it('says nothing by itself once it is closed, and tells when it was deleted', async () => {
    const clock = createManualClock();
    const { deps, posts, gone } = channelOf(clock);
    createAnswerMessage(questionIn('1.0'), deps).close();
    await clock.advance(LONG);
    expect(posts).toEqual([]);
    const message = createAnswerMessage(questionIn('1.0'), deps);
    await clock.advance(LONG);
    gone.abort();
    expect(message.gone.aborted).toBe(true);
  });
});
