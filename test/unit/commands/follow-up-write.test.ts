import { describe, expect, it } from 'vitest';
import { writeAnswer } from '../../../src/commands/follow-up-write.ts';
import type { CompletionRequest, ModelEvent } from '../../../src/core/ports/language-model.ts';
import type { CheckedSentence } from '../../../src/evidence/check-answer.ts';
import { fakeModel, userText } from '../../fixtures/evidence/fake-model.ts';

const SAID = {
  en: ['My manager never listened to us.', 'The pay stood still for years.', 'Parking was a fight.'],
  zh: ['我的主管从来不听我们说话。', '工资好几年没有涨过。', '停车很困难。'],
};
const WRITTEN = {
  en: ['The manager never listened [1].', ' Pay stood still [2].', ' Parking was a fight [3].'],
  zh: ['主管从来不听人说话[1]。', '工资多年没有涨[2]。', '停车困难[3]。'],
};

/** A model that streams pieces and then judges each of its sentences. */
function modelSaying(pieces: readonly (string | 'anew')[], judge: (request: CompletionRequest) => Promise<string>) {
  return fakeModel(judge, {
    async *stream(): AsyncIterable<ModelEvent> {
      yield { type: 'started', model: 'Fake-7B', fallback: null };
      for (const piece of pieces) {
        if (piece === 'anew')
          yield { type: 'started', model: 'Fake-1B', fallback: { from: 'Fake-7B', why: 'stalled' } };
        else yield { type: 'text', delta: piece };
      }
      yield { type: 'finished', completion: { text: '', model: 'Fake', usage: null } };
    },
  });
}

async function write(
  language: 'en' | 'zh',
  pieces: readonly string[],
  judge: (request: CompletionRequest) => Promise<string>,
) {
  const shown: (readonly CheckedSentence[])[] = [];
  const model = modelSaying(pieces, judge);
  const run = { question: 'what? 什么？', said: SAID[language], language, model, signal: new AbortController().signal };
  const written = await writeAnswer({ ...run, onSentences: (sentences) => shown.push(sentences) });
  return { ...written, shown: shown.map((sentences) => sentences.map(({ citations }) => citations.join())) };
}

describe('writeAnswer', () => {
  it.each(['en', 'zh'] as const)(
    'shows sentences in the order written, whichever verdict comes first (%s)',
    async (language) => {
      const first = Promise.withResolvers<string>();
      const isFirst = (request: CompletionRequest) => userText(request).includes(SAID[language][0] ?? '');
      const { sentences, dropped, shown } = await write(language, WRITTEN[language], (request) => {
        if (isFirst(request)) return first.promise;
        first.resolve('says-it');
        return Promise.resolve('says-it');
      });
      expect([sentences.length, dropped]).toEqual([3, 0]);
      expect(shown).toEqual([['1'], ['1', '2'], ['1', '2', '3']]);
    },
  );

  it.each(['en', 'zh'] as const)('drops and counts what the judge or the rules refuse (%s)', async (language) => {
    const extra = language === 'en' ? ' The canteen was dirty [3].' : '食堂很脏[3]。';
    const { sentences, dropped } = await write(language, [...WRITTEN[language], extra], async (request) =>
      userText(request).includes(SAID[language][1] ?? '') ? 'says-otherwise' : 'says-it',
    );
    expect(sentences.map(({ citations }) => citations)).toEqual([[1], [3]]);
    expect(dropped).toBe(2);
  });

  it.each(['en', 'zh'] as const)('keeps nothing of a model that another one replaced (%s)', async (language) => {
    const [one = '', two = '', three = ''] = WRITTEN[language];
    const late = Promise.withResolvers<string>();
    const isLast = (request: CompletionRequest) => userText(request).includes(SAID[language][2] ?? '');
    const { sentences, dropped, fallback, shown } = await write(
      language,
      [one, two, 'anew', three],
      async (request) => {
        if (!isLast(request)) return late.promise;
        late.resolve('says-it');
        return new Promise((resolve) => setImmediate(() => resolve('says-it')));
      },
    );
    expect(sentences.map(({ citations }) => citations)).toEqual([[3]]);
    expect([dropped, fallback?.why]).toEqual([0, 'stalled']);
    expect(shown).toEqual([['3']]);
  });
});
