import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCodebook } from '../../../src/coding/load-codebook.ts';
import { createTickCoder } from '../../../src/coding/tick-coder.ts';
import { interviewOf } from '../../support/interviews.ts';

const { codebook } = await loadCodebook(
  fileURLToPath(new URL('../../../codebooks/employee-exit.yml', import.meta.url)),
);
const coder = createTickCoder(codebook);

const ticking = (...options: readonly string[]) =>
  coder.code(
    interviewOf([['leaver', options.map((option) => `${option}.`).join(' ')]], {
      ticks: options.map((option, index) => ({ option, sentence: index + 1, main: false })),
    }),
  );

describe('ticked options', () => {
  it.each([
    ['Career move to private sector', 'external-offer'],
    ['  LACK OF JOB  SECURITY ', 'reorg-instability'],
    ['Ｓｔｕｄｙ', 'personal-path'],
    ['薪酬福利', 'pay-level'],
    ['工作场所／设备', 'work-environment'],
    ['上班时间', 'schedule-flexibility'],
  ])('%s means %s', async (option, code) => {
    expect(await ticking(option)).toEqual({
      kind: 'found',
      unsure: false,
      proposals: [{ code, sentences: [1], coder: 'tick', model: null, link: 'stated' }],
    });
  });

  it.each([
    ['None of the above', 'no-cause-found'],
    ['以上都不是', 'no-cause-found'],
    ['Job dissatisfaction', 'generic-reason'],
    ['个人原因', 'generic-reason'],
  ])('%s is no cause: %s', async (option, special) => {
    expect(await ticking(option)).toEqual({ kind: 'none', special, sentences: [1] });
  });

  it.each(['Canteen food', '食堂'])('the unknown option %s waits for a person', async (option) => {
    expect(await ticking(option)).toEqual({ kind: 'unsure', why: 'no-model' });
  });

  it('an empty option beside words leaves the words to decide', async () => {
    const interview = interviewOf([['leaver', 'Other. My knee gave out on the ladder.']], {
      ticks: [{ option: 'Other', sentence: 1, main: true }],
    });
    expect(await coder.code(interview)).toEqual({ kind: 'unsure', why: 'no-model' });
  });
});
