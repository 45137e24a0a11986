import { describe, expect, test } from 'vitest';
import { parseCommand, parseReport } from '../../../src/commands/parse-command.ts';

const NOW = Date.UTC(2026, 9, 1);

describe('parseCommand', () => {
  test.each([
    ['report 2026 Q3', 'report', 'en'],
    ['  REPORT  ', 'report', 'en'],
    ['报告', 'report', 'zh'],
    ['状态', 'status', 'zh'],
    ['导出', 'export', 'zh'],
    ['review 2026 Q3', 'review', 'en'],
    ['复核', 'review', 'zh'],
    ['why 31 pay-level', 'why', 'en'],
    ['为什么 31', 'why', 'zh'],
    ['', 'help', 'en'],
    ['？', 'help', 'en'],
    ['report lang=zh', 'report', 'zh'],
    ['报告 lang=en', 'report', 'en'],
  ])('"%s" is %s in %s', (text, subcommand, language) => {
    expect(parseCommand(text)).toMatchObject({ subcommand, language, unknown: null });
  });

  test('a slip of the finger comes back with the nearest command, another word without', () => {
    expect(parseCommand('reprot 2026').unknown).toEqual({ word: 'reprot', nearest: 'report' });
    expect(parseCommand('weather').unknown).toEqual({ word: 'weather', nearest: null });
    expect(parseCommand('天气').unknown).toEqual({ word: '天气', nearest: null });
  });
});

describe('parseReport', () => {
  const parse = (text: string) => parseReport(parseCommand(text), 'employee-exit', NOW);

  test('reads period, department, codebook and fast mode in any order', () => {
    expect(parse('report --fast dept="Field Sales" 2026 Q3 codebook=tech-abandonment')).toEqual({
      request: {
        period: '2026 Q3',
        department: 'Field Sales',
        language: 'en',
        codebook: 'tech-abandonment',
        fast: true,
      },
    });
    expect(parse('报告 2026年7月 部门=销售')).toEqual({
      request: { period: '2026-07', department: '销售', language: 'zh', codebook: 'employee-exit', fast: false },
    });
  });

  test('says which part it cannot read rather than ignoring it', () => {
    expect(parse('report everything since Easter')).toEqual({ unknown: 'everything since Easter' });
    expect(parse('报告 去年夏天')).toEqual({ unknown: '去年夏天' });
  });
});
