import { describe, expect, test } from 'vitest';
import type { Digest, DigestContent } from '../../../src/core/digest.ts';
import type { Language } from '../../../src/core/language.ts';
import { countFindings } from '../../../src/findings/count-findings.ts';
import { reliableChanges } from '../../../src/jobs/digest-changes.ts';
import { digestView, nothingNewView } from '../../../src/report/render-digest.ts';
import { sampleCodebook as codebook, interviewsWith } from '../../fixtures/findings/sample.ts';

const count = (counts: Readonly<Record<string, number>>) =>
  countFindings({ interviews: interviewsWith(counts), codebook });
const before = count({ pay: 30, growth: 10 });
const now = count({ pay: 10, growth: 30 });

const digestIn = (language: Language, more: Partial<Digest> = {}): Digest => ({
  id: 1,
  channel: 'C1',
  createdBy: 'U1',
  recurrence: { every: 'week', day: 1, hour: 9, minute: 0, timezone: 'UTC' },
  department: null,
  language,
  codebook: 'sample',
  quiet: false,
  state: 'active',
  pausedFor: null,
  coveredTo: 0,
  dueAfter: 0,
  ...more,
});

const content: DigestContent = {
  period: '2026 Q4',
  previousPeriod: '2026 Q3',
  newInterviews: 3,
  since: '2026-11-02',
  until: '2026-11-09',
  inPeriod: 40,
  n: now.n,
  previousN: before.n,
  ranking: now.table.map((row) => ({ now: row, before: before.table.find(({ code }) => code === row.code) ?? null })),
  groupMin: 5,
  hiddenCauses: 0,
  changes: reliableChanges(before, now),
  toReview: 0,
  failedFiles: [],
  told: [],
  waitingFiles: 0,
  notCoded: 0,
};

const shown = (language: Language, more: Partial<DigestContent> = {}, digest: Partial<Digest> = {}) =>
  digestView(digestIn(language, digest), { ...content, ...more }, codebook, {
    period: '2026 Q4',
    department: null,
    language,
    codebook: 'sample',
    fast: false,
  });

const WORDS = {
  en: {
    head: '3 new interviews, 40 in 2026 Q4.',
    row: /#1 Career growth: 30 of 40 \(75 %, 95 % interval [^)]+\); before: 10 of 40 \(25 %/,
    up: /Reliable change:\*\* Career growth up, 25 → 75 % \(10\/40 → 30\/40;[^)]*\+\d+ to \+\d+ points\)/,
    down: /Pay level down, 75 → 25 % \(30\/40 → 10\/40;[^)]*(−\d+) to (−\d+) points\)/,
    hidden: '2 causes not shown',
    tooFew: 'No ranking: 4 interviews, and fewer than 5',
    noChange: 'No reliable change since 2026 Q3',
    failed: '**Not read:** 7 files.',
    more: '- and 2 more.',
    waiting: 'Still being read: 1 file.',
    notCoded: 'not counted: 2 interviews.',
    open: 'Open the report',
    review: 'Review 4',
    nothing: '**Exit interviews** No new exit interviews this week.',
  },
  zh: {
    head: '新增 3 份访谈，2026 Q4 共 40 份。',
    row: /第 1 位 职业发展：40 份中 30 份（75 %，95 % 区间 [^）]+）；此前：40 份中 10 份（25 %/,
    up: /可靠的变化：\*\* 职业发展上升，25 → 75 %（10\/40 → 30\/40；[^）]*\+\d+ 至 \+\d+ 个百分点）/,
    down: /薪酬水平下降，75 → 25 %（30\/40 → 10\/40；[^）]*(−\d+) 至 (−\d+) 个百分点）/,
    hidden: '另有 2 个原因',
    tooFew: '不排名：只有 4 份访谈，少于 5 份',
    noChange: '与 2026 Q3 相比没有可靠的变化',
    failed: '**未能读取：** 7 个文件。',
    more: '- 另有 2 个。',
    waiting: '仍在读取：1 个文件。',
    notCoded: '未计入：2 份访谈。',
    open: '打开报告',
    review: '复核 4',
    nothing: '**离职访谈摘要** 本周没有新的离职访谈。',
  },
} as const;

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  const words = WORDS[language];

  test('what is new, the order now and before, and changes with their direction and interval', () => {
    const { markdown, notice } = shown(language);
    expect(markdown).toContain(words.head);
    expect(notice).toContain(words.head);
    expect(markdown).toMatch(words.row);
    expect(markdown).toMatch(words.up);
    const [low, high] = (words.down.exec(markdown) ?? []).slice(1).map((points) => Number(points.replace('−', '-')));
    expect(low, markdown).toBeLessThan(high ?? -Infinity);
  });

  test('hidden causes are counted, not named; no hidden one, no line', () => {
    expect(shown(language, { hiddenCauses: 2 }).markdown).toContain(words.hidden);
    expect(shown(language).markdown).not.toContain(words.hidden.slice(-6));
  });

  test('under the minimum there is no ranking and no change', () => {
    const { markdown } = shown(language, { n: 4, ranking: null, changes: null });
    expect(markdown).toContain(words.tooFew);
    expect(markdown).not.toMatch(/\d+ of \d+|份中/);
    expect(markdown).not.toContain('2026 Q3');
  });

  test('no certain change is said so', () => {
    expect(shown(language, { changes: [] }).markdown).toContain(words.noChange);
  });

  test('failures are named up to five and the rest counted; file names and departments are only text', () => {
    const names = ['<!channel> *a*.txt', ...Array.from({ length: 6 }, (_, index) => `b${index}.txt`)];
    const failedFiles = names.map((name) => ({ name, fault: 'unexpected' as const, detail: {} }));
    const { markdown, notice } = shown(
      language,
      { failedFiles, waitingFiles: 1, notCoded: 2 },
      { department: '<@U1> *Sales*' },
    );
    for (const part of [words.failed, words.more, words.waiting, words.notCoded]) expect(markdown).toContain(part);
    for (const text of [markdown, notice]) {
      expect(text).not.toMatch(/(?<!\\)<[!@]/);
      expect(text).not.toContain('*Sales*');
    }
  });

  test('buttons carry the report’s request; review is offered only where something waits', () => {
    expect(shown(language).buttons?.map(({ label }) => label)).toEqual([words.open]);
    const waiting = shown(language, { toReview: 4 });
    expect(waiting.buttons?.map(({ label }) => label)).toEqual([words.open, words.review]);
    expect(waiting.buttons?.map(({ value }) => JSON.parse(value ?? '').period)).toEqual(['2026 Q4', '2026 Q4']);
  });

  test('nothing new is one line', () => {
    expect(nothingNewView(digestIn(language)).markdown).toBe(words.nothing);
  });
});
