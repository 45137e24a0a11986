import { describe, expect, it } from 'vitest';
import { readSpeakerLine } from '../../../../src/ingest/structure/speaker-line.ts';

describe('a line that opens a turn', () => {
  it.each([
    ['Q: Why are you leaving?', 'Q', 'Why are you leaving?'],
    ['A：主要是家里的原因。', 'A', '主要是家里的原因。'],
    ['问：为什么考虑离开？', '问', '为什么考虑离开？'],
    ['【员工】：还行吧。', '员工', '还行吧。'],
    ['[HR]: Sit down.', 'HR', 'Sit down.'],
    ['[00:12:03] Zhang San: I thought about it for months.', 'Zhang San', 'I thought about it for months.'],
    ['[00:05] SPEAKER_01: Not really.', 'SPEAKER_01', 'Not really.'],
    ['Interviewer : ok', 'Interviewer', 'ok'],
    ['王芳(00:03:10): 我想了很久。', '王芳', '我想了很久。'],
    ['Maria Ortiz (12:44)', 'Maria Ortiz', ''],
    ['说话人1 00:12', '说话人1', ''],
    ['张三 00:01:23', '张三', ''],
    ['离职人：说实话有点突然。', '离职人', '说实话有点突然。'],
    ['HR > And then?', 'HR', 'And then?'],
    ['Q - And then?', 'Q', 'And then?'],
  ])('%s', (line, label, words) => {
    const found = readSpeakerLine(line);
    expect(found).toMatchObject({ label, words });
    expect(line.slice(found?.offset)).toBe(words);
  });

  it.each([
    'Meet me at 10:30 tomorrow',
    'The plan - if it was one - failed.',
    'https://example.org/a',
    '没有标签的一句话。',
  ])('is not: %s', (line) => {
    expect(readSpeakerLine(line)).toBeNull();
  });
});
