import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../../src/core/errors.ts';
import { faultSentence, remarkSentence } from '../../../src/core/fault-sentences.ts';
import type { Language } from '../../../src/core/language.ts';

const LANGUAGES: readonly Language[] = ['en', 'zh'];

const FILE_FAULTS: readonly FaultCode[] = [
  'file-empty',
  'file-password',
  'file-damaged',
  'file-kind-unknown',
  'file-kind-old',
  'file-too-large',
  'file-too-slow',
  'file-scan',
  'file-picture',
  'file-picture-kind',
  'file-pages-unread',
  'file-transcript-waiting',
  'file-transcript-left-out',
  'file-noise',
  'file-textbox-only',
  'file-attachment-only',
  'file-no-interview',
  'file-table-broken',
  'file-table-without-reasons',
  'file-login-page',
  'file-not-available',
  'file-duplicate',
  'file-archive-unsafe',
];

describe('faultSentence', () => {
  it.each(FILE_FAULTS)('names the file in both languages, with or without further details: %s', (code) => {
    for (const language of LANGUAGES) {
      expect(faultSentence(code, { name: 'exit42.pdf' }, language)).toMatch(/exit42\.pdf/);
      const bare = faultSentence(code, {}, language);
      expect(bare).toContain(language === 'en' ? 'This file' : '这个文件');
      expect(bare).not.toMatch(/[{}[\]]|undefined|\(\)|（）/);
    }
  });

  it('fills in numbers and words of ours', () => {
    const broken = { name: 'a.csv', line: 7, reason: 'columns', expected: 3, found: 4 };
    expect(faultSentence('file-table-broken', broken, 'en')).toContain(
      'at line 7: this row is wider or narrower than the others (4 cells where 3 belong)',
    );
    expect(faultSentence('file-table-broken', broken, 'zh')).toContain(
      '在第 7 行：这一行的格数与其他行不同（应有 3 格，实有 4 格）',
    );
    expect(faultSentence('file-too-large', { name: 'a.pdf', limit: 25 }, 'en')).toContain('(at most 25 MB)');
    expect(faultSentence('file-too-large', { name: 'a.pdf', limit: 9, unit: 'pages' }, 'zh')).toContain(
      '（最多 9 页）',
    );
  });

  it('names the model where it is known', () => {
    expect(faultSentence('model-slow', { model: 'Qwen2.5-7B' }, 'en')).toMatch(/^Qwen2\.5-7B didn’t/);
    expect(faultSentence('model-slow', {}, 'zh')).toMatch(/^模型没有/);
  });

  it('makes hostile names harmless', () => {
    const name = '<!channel> [a](https://x.example) {line} *b*.csv';
    for (const language of LANGUAGES) {
      const sentence = faultSentence('file-table-broken', { name, line: 3 }, language);
      expect(sentence).not.toContain('<!channel>');
      expect(sentence).not.toContain('](https://');
      expect(sentence).toContain('{line}');
    }
  });
});

describe('remarkSentence', () => {
  it('says what was done, in both languages', () => {
    const remark = { code: 'captions-rolled', detail: { name: 'a.vtt', lines: 12 } } as const;
    expect(remarkSentence(remark, 'en')).toBe('a.vtt shows captions that repeat (12 lines); each line is taken once.');
    expect(remarkSentence(remark, 'zh')).toBe('a.vtt 的字幕有重复显示（12 行），每行只取一次。');
  });

  it('tells unasked rows of a survey from rows that tick nothing', () => {
    const remark = {
      code: 'survey-ticks-only',
      detail: { name: 'a.csv', rows: 9, withoutReason: 4, notAsked: 3 },
    } as const;
    expect(remarkSentence(remark, 'en')).toMatch(
      /nothing to quote; 4 rows tick no reason, 3 of them were not asked\.$/,
    );
    expect(remarkSentence(remark, 'zh')).toMatch(/；4 行没有勾选原因，其中 3 行没有被问到。$/);
  });

  it('says how many of all give no reason', () => {
    const remark = { code: 'survey-rows-without-reason', detail: { name: 'a', rows: 9, withoutReason: 4 } } as const;
    expect(remarkSentence(remark, 'en')).toContain('(4 of 9)');
    expect(remarkSentence(remark, 'zh')).toContain('（9 份中有 4 份）');
  });

  it('leaves out what it was not told', () => {
    expect(remarkSentence({ code: 'pages-without-text', detail: {} }, 'zh')).toBe(
      '这个文件有些页是图片，没有读取；其余页已读取。',
    );
  });
});
