import { expect, test } from 'vitest';
import { AttritionError } from '../../../src/core/errors.ts';
import type { Completion, LanguageModel } from '../../../src/core/ports/language-model.ts';
import { addSpent, countSpent, NOTHING_SPENT } from '../../../src/core/spent.ts';

const USAGE = { promptTokens: 100, cachedTokens: 60, completionTokens: 9 };
const REQUEST = { purpose: 'coding', messages: [], maxTokens: 10 } as const;

function modelThat(answer: () => Completion): LanguageModel {
  let windowTokens = 4_096;
  return {
    label: 'Fake-7B',
    get windowTokens() {
      windowTokens += 1;
      return windowTokens;
    },
    complete: async () => answer(),
    async *stream() {
      yield { type: 'started', model: 'Fake-7B', fallback: null };
      yield { type: 'finished', completion: answer() };
    },
  };
}

test('answers and streams are counted alike, and sums add up', async () => {
  const counted = countSpent(modelThat(() => ({ text: 'x', model: 'Fake-7B', usage: USAGE })));
  await counted.model.complete(REQUEST);
  for await (const _ of counted.model.stream(REQUEST));
  const twice = { calls: 2, promptTokens: 200, cachedTokens: 120, completionTokens: 18 };
  expect(counted.spent()).toEqual(twice);
  expect(addSpent(counted.spent(), NOTHING_SPENT)).toEqual(twice);
});

test('a failed answer is a call without tokens, and so is one whose server tells none', async () => {
  const failing = countSpent(
    modelThat(() => {
      throw new AttritionError('model-slow');
    }),
  );
  await expect(failing.model.complete(REQUEST)).rejects.toMatchObject({ code: 'model-slow' });
  expect(failing.spent()).toEqual({ ...NOTHING_SPENT, calls: 1 });
  const silent = countSpent(modelThat(() => ({ text: 'x', model: 'Fake-7B', usage: null })));
  await silent.model.complete(REQUEST);
  expect(silent.spent()).toEqual({ ...NOTHING_SPENT, calls: 1 });
});

test('the window is asked each time: a probe may have learned it since', () => {
  const { model } = countSpent(modelThat(() => ({ text: '', model: '', usage: null })));
  expect(model.windowTokens).not.toBe(model.windowTokens);
});
