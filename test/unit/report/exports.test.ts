import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { CodedSegment } from '../../../src/core/coding.ts';
import { causesCsv, interviewsJsonl, summaryJson } from '../../../src/report/exports.ts';
import { contextOf } from '../../fixtures/findings/context.ts';
import { attributedOf, causeOf, sampleCodebook as codebook, interviewsWith } from '../../fixtures/findings/sample.ts';

type Row = Record<string, string>;
const rowsOf = (csv: string) => parse<Row>(csv, { columns: true, bom: true });
const segment = (code: string, more: Partial<CodedSegment>): CodedSegment => ({
  code,
  sentences: [2],
  coder: 'model',
  model: 'A',
  link: 'none',
  status: 'rejected',
  why: 'denied',
  verdicts: [],
  ...more,
});

describe('causesCsv', () => {
  it('begins with the mark by which Excel knows UTF-8', () => {
    const csv = causesCsv({
      interviews: [attributedOf('一', [causeOf('pay', 'primary')])],
      segments: new Map(),
      codebook,
    });
    expect([...Buffer.from(csv).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(csv.indexOf('\ufeff', 1)).toBe(-1);
  });

  it('has a row per interview and code, the unaccepted ones and interviews without any included', () => {
    const both = causeOf('pay', 'primary', {
      evidence: [
        { sentences: [2], coder: 'reader', model: null },
        { sentences: [3], coder: 'model', model: 'A' },
      ],
    });
    const segments = new Map([
      ['one', [segment('pay', {}), segment('hours', {}), segment('hours', { coder: 'reader' })]],
    ]);
    const csv = causesCsv({ interviews: [attributedOf('one', [both]), attributedOf('two', [])], segments, codebook });
    expect(rowsOf(csv)).toEqual([
      {
        interview: 'one',
        code: 'pay',
        role: 'primary',
        status: 'accepted',
        coder: 'reader; model',
        sentences: '2 3',
        quotation: 'The main reason is told in interview one. And so I left.',
      },
      {
        interview: 'one',
        code: 'hours',
        role: '',
        status: 'rejected: denied',
        coder: 'model; reader',
        sentences: '2',
        quotation: 'The main reason is told in interview one.',
      },
      {
        interview: 'two',
        code: 'no-cause-found',
        role: '',
        status: 'no-cause',
        coder: '',
        sentences: '',
        quotation: '',
      },
    ]);
  });

  it('names a most sensitive cause by its sentences and quotes them in nobody’s row', () => {
    const evidence = [{ sentences: [2], coder: 'reader', model: null }] as const;
    const one = attributedOf('one', [causeOf('pay', 'primary'), causeOf('health', 'contributing', { evidence })]);
    const two = attributedOf('two', [causeOf('pay', 'primary', { evidence })]);
    const three = attributedOf('three', [causeOf('pay', 'primary')]);
    const segments = new Map([['two', [segment('health', {})]]]);
    const rows = rowsOf(causesCsv({ interviews: [one, two, three], segments, codebook }));
    expect(rows.map(({ code, sentences, quotation }) => [code, sentences, quotation === ''])).toEqual([
      ['pay', '2', true],
      ['health', '2', true],
      ['pay', '2', true],
      ['health', '2', true],
      ['pay', '2', false],
    ]);
  });

  it.each(['=1+1', '+86', '-  left', '@sum', '＝危险', ' \t=x'])(
    'keeps %j from running, and its quotation in the text',
    (start) => {
      const interview = attributedOf('=one', [causeOf('pay', 'primary')], { words: `${start} "low, pay"\nand more.` });
      const [row] = rowsOf(causesCsv({ interviews: [interview], segments: new Map(), codebook }));
      for (const value of Object.values(row ?? {})) expect(value).not.toMatch(/^[\s=+\-@＝＋－＠]/u);
      expect(row?.quotation).toContain('low, pay"\nand more.');
      expect(interview.interview.text).toContain(row?.quotation);
    },
  );
});

describe('interviewsJsonl', () => {
  it('gives one line per interview with the text as stored', () => {
    const ticks = [{ option: 'Pay\nlevel', sentence: 2, main: true }];
    const interview = attributedOf('one', [], { words: '因为\u2028"工资"。', interview: { ticks } });
    const lines = interviewsJsonl([interview]).trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      id: 'one',
      file: 'one.txt',
      language: 'zh',
      separation_type: 'voluntary',
      ticked: ['Pay\nlevel'],
      text: interview.interview.text,
    });
  });
});

describe('summaryJson', () => {
  it('adds up and names the files that were not read', () => {
    const interviews = [
      ...interviewsWith({ pay: 10, growth: 2 }),
      attributedOf('none', []),
      attributedOf('review', [], { attribution: { outcome: 'review', special: null } }),
      attributedOf('failed', [], { attribution: { outcome: 'failed', special: null } }),
    ];
    const failedFiles = [{ name: 'scan.pdf', fault: 'file-scan', detail: {} }] as const;
    const { findings } = contextOf(interviews, 'en');
    const summary = JSON.parse(summaryJson({ findings, files: 16, failedFiles, language: 'en' }));
    expect(summary).toMatchObject({ files: 16, interviews: 15, coded: 12, noCause: 1, review: 1, failed: 1, n: 13 });
    expect(summary.interviews).toBe(summary.coded + summary.noCause + summary.review + summary.failed);
    expect(summary.codes).toEqual({ pay: 10, growth: 2 });
    expect(summary.failedFiles).toEqual([
      { name: 'scan.pdf', fault: 'file-scan', sentence: expect.stringContaining('scan.pdf') },
    ]);
  });
});
