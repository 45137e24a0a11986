import { describe, expect, test } from 'vitest';
import { showExchange } from '../../../src/commands/exchange.ts';
import { interviewOf } from '../../support/interviews.ts';

const linesOf = (shown: string) => shown.split('\n').filter((line) => line !== '>');

describe('showExchange', () => {
  test('shows the question before, the neighbours, and marks the sentence, in English', () => {
    const interview = interviewOf([
      ['interviewer', 'Was it the hours?'],
      ['leaver', 'One. Two. Three. Four. Five. Six. Seven.'],
    ]);
    expect(linesOf(showExchange(interview, [5], 'en'))).toEqual([
      '> Q: Was it the hours?',
      '> A: … \u2003Two.',
      '> \u2003Three.',
      '> ▌ Four.',
      '> \u2003Five.',
      '> \u2003Six.',
      '> …',
    ]);
  });

  test('marks every sentence of several answers, in Chinese', () => {
    const interview = interviewOf([
      ['interviewer', '为什么走？'],
      ['leaver', '工资低。'],
      ['interviewer', '还有吗？'],
      ['leaver', '组长骂人。'],
    ]);
    expect(linesOf(showExchange(interview, [2, 4], 'zh'))).toEqual([
      '> 问：为什么走？',
      '> 答：▌ 工资低。',
      '> 问：还有吗？',
      '> 答：▌ 组长骂人。',
    ]);
  });

  test('a form shows its printed question, a note says that it is one, and no words become formatting or mentions', () => {
    const draft = interviewOf([['note', '**<!channel>** left [because](http://x.example) of it.']]);
    const form = { ...draft, turns: draft.turns.map((turn) => ({ ...turn, question: 'Main reason?' })) };
    const shown = showExchange(form, [1], 'en');
    expect(linesOf(shown)[0]).toBe('> Q: Main reason?');
    expect(linesOf(shown)[1]).toMatch(/^> Note: ▌ /);
    expect(shown).not.toMatch(/<!|\*\*|[^\\]\]\(|:\/\//);
  });

  test('a very long answer still leaves room for the question about it', () => {
    const long = `${'word '.repeat(500)}. `.repeat(40);
    const interview = interviewOf([1, 2, 3, 4, 5].map(() => ['leaver', long] as const));
    const all = interview.sentences.map(({ id }) => id);
    expect(showExchange(interview, all, 'en').length).toBeLessThan(10_000);
  });
});
