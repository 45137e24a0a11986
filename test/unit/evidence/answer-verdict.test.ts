import { describe, expect, it } from 'vitest';
import { AttritionError } from '../../../src/core/errors.ts';
import { saysSo } from '../../../src/evidence/answer-verdict.ts';
import { fakeModel, userText } from '../../fixtures/evidence/fake-model.ts';

const running = new AbortController().signal;

describe('saysSo', () => {
  it.each([
    ['en', 'Feedback was rare.', 'Feedback came once a year.\nIf at all.'],
    ['zh', '很少得到反馈。', '反馈一年才有一次。'],
  ] as const)('asks one closed question about the cited sentences alone (%s)', async (_, summary, said) => {
    for (const [answer, expected] of [
      ['says-it', true],
      ['says-less', false],
      ['says-otherwise', false],
    ] as const) {
      const model = fakeModel(() => answer);
      expect(await saysSo(summary, [said], { model, signal: running })).toBe(expected);
      expect(model.requests).toHaveLength(1);
      expect(model.requests[0]).toMatchObject({
        purpose: 'verdict',
        choice: ['says-it', 'says-less', 'says-otherwise'],
      });
      expect(userText(model.requests[0])).toContain(`- ${said.replace('\n', ' ')}\nStatement: ${summary}`);
    }
  });

  it('leaves the word to the rules where no model can say, and stops when asked to', async () => {
    const none = fakeModel(() => new AttritionError('model-too-small', {}));
    expect(await saysSo('Feedback was rare.', ['Feedback came once a year.'], { model: none, signal: running })).toBe(
      true,
    );
    const stopped = saysSo('很少得到反馈。', ['反馈一年才有一次。'], { model: none, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow();
  });
});
