import { describe, expect, it } from 'vitest';
import { createLoopDetector } from '../../../src/llm/loop-detector.ts';
import { tokensOf } from '../../support/scripted-model-server/scripted-answer.ts';

/** How many characters were let through before the loop was seen; null when it never was. */
function seenAfter(text: string): number | null {
  const detector = createLoopDetector();
  let length = 0;
  for (const token of tokensOf(text)) {
    length += token.length;
    if (detector.push(token)) return length;
  }
  return null;
}

describe('the loop detector', () => {
  it.each([
    ['newlines', `{"codes": ["pay"${'\n'.repeat(500)}`, 80],
    ['blanks and newlines by turns', `{"codes": [${' \n'.repeat(300)}`, 80],
    ['ideographic spaces', `原因如下：${'\u3000'.repeat(300)}`, 80],
    ['an English phrase', `She left because of pay, ${'and because of pay, '.repeat(60)}`, 200],
    ['a Chinese phrase', `她离职${'是因为加班太多，'.repeat(60)}`, 200],
    [
      'a whole English sentence',
      'The manager never listened to what the people in the warehouse had to say. '.repeat(40),
      400,
    ],
    ['a whole Chinese sentence', '部门经理从来不听一线员工的意见，也没有人关心项目进度和个人发展。'.repeat(40), 300],
    ['one character', '哈'.repeat(400), 120],
    [
      'a paragraph of several sentences',
      `${'It tells of the effects of low pay on family life, and it also tells of what low pay does to all of them at home, as was said before in other words. '.repeat(2)}\n\n`.repeat(
        8,
      ),
      1_400,
    ],
  ])('sees %s', (_name, text, within) => {
    const length = seenAfter(text);
    expect(length).not.toBeNull();
    expect(length).toBeLessThan(within);
  });

  it.each([
    [
      'a Markdown table',
      '| cause | n of N | impact |\n|---|---|---|\n| pay | 27 of 94 | ★★★★ |\n| manager | 19 of 94 | ★★★ |\n',
    ],
    [
      'indented JSON',
      JSON.stringify(
        {
          codes: [
            { code: 'pay', sentences: [3, 4] },
            { code: 'manager', sentences: [9] },
          ],
        },
        null,
        4,
      ),
    ],
    [
      'compact JSON of many similar pairs',
      JSON.stringify(Array.from({ length: 30 }, (_, i) => ({ id: i + 1, verdict: 'unrelated' }))),
    ],
    ['emphasis', '她非常非常非常失望，真的真的很累……………… and it was very, very, very late!!!!!!'],
    [
      'Chinese prose with a recurring phrase',
      '薪酬是主要原因。加班是次要原因。通勤是次要原因。管理也是次要原因。搬家是个人原因。',
    ],
    [
      'parallel English sentences',
      'Two left for pay. Two left for family. Two left for school. Two left for health. Two left for a move.',
    ],
  ])('lets %s pass', (_name, text) => {
    expect(seenAfter(text)).toBeNull();
  });
});
