import { describe, expect, it } from 'vitest';
import { cleanText } from '../../../../src/ingest/structure/lines.ts';
import { splitSentences } from '../../../../src/ingest/structure/split-sentences.ts';

const sentences = (text: string) =>
  splitSentences(text, { start: 0, end: text.length }).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  it.each([
    ['The rota moved. I left!  Why not?', ['The rota moved.', 'I left!', 'Why not?']],
    ['Dr. Osei stayed, e.g. on Mondays. I did not.', ['Dr. Osei stayed, e.g. on Mondays.', 'I did not.']],
    ['1. The rota moved.\n2. The pay did not.', ['1. The rota moved.', '2. The pay did not.']],
    ['It cost 3.5 hours a day. Each way.', ['It cost 3.5 hours a day.', 'Each way.']],
    ['班次变了。我就走了！为什么不呢？', ['班次变了。', '我就走了！', '为什么不呢？']],
    ['量和以前一样多；我就是受不了天天坐班。', ['量和以前一样多；', '我就是受不了天天坐班。']],
    ['他说：“算了；你走吧。”我就走了。', ['他说：“算了；你走吧。”', '我就走了。']],
    ['家里的原因。……算了，说实话吧。', ['家里的原因。', '……算了，说实话吧。']],
    ['嗯……其实也没什么。', ['嗯……其实也没什么。']],
    ['The rota was moved\nagain without a word.', ['The rota was moved\nagain without a word.']],
    ['Badge\nLocker key', ['Badge', 'Locker key']],
    [
      'The clock is mine. [name] went. Dr. [name] asked [name] why.',
      ['The clock is mine.', '[name] went.', 'Dr. [name] asked [name] why.'],
    ],
    ['我走了。“算了吧。”她说。（停顿）是真的。', ['我走了。', '“算了吧。”', '她说。', '（停顿）是真的。']],
    ['钟是我的。【姓名】走了。', ['钟是我的。', '【姓名】走了。']],
    ['……', []],
  ])('%j', (text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });
});

it('normalises line ends and drops control characters, keeping ticks from Word', () => {
  expect(cleanText('a\r\nb\rc\u0000\u200bd\uF0FE\t\u2028e')).toBe('a\nb\ncd\uF0FE\t\ne');
});
