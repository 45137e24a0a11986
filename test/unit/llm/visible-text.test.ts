import { describe, expect, it } from 'vitest';
import { createVisibleText } from '../../../src/llm/visible-text.ts';

function visible(pieces: readonly string[]): string {
  const text = createVisibleText();
  return pieces.map((piece) => text.push(piece)).join('') + text.end();
}

describe('visible text', () => {
  it.each([
    ['<think>Let me see.</think>\n\nPay was too low.', 'Pay was too low.'],
    ['\n<think>\n\n</think>\n\n薪酬太低。', '薪酬太低。'],
    ['  薪酬太低。', '薪酬太低。'],
    ['<b>Pay</b>', '<b>Pay</b>'],
    ['Pay <think>no</think>', 'Pay <think>no</think>'],
    ['<thi', '<thi'],
    ['<think>never ends', ''],
  ])('of %j is %j, however it is cut', (text, shown) => {
    expect(visible([text])).toBe(shown);
    expect(visible([...text])).toBe(shown);
    expect(visible(text.match(/[\s\S]{1,3}/gu) ?? [])).toBe(shown);
  });
});
