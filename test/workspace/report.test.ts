import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { CHANNEL, openApp, startApp, type WholeApp, wordsOf } from './whole-app.ts';

/** Every edit of the bot in a thread, as a person saw it. */
function moments(app: WholeApp, root: string): readonly string[] {
  return app.playground.record
    .filter((entry) => entry.thread === root && entry.user === app.playground.botUser)
    .map((entry) => wordsOf(entry));
}

/** Quotations as the thread shows them: a line that starts with › and holds the words in its quotation marks. */
function quotationsIn(words: string): readonly string[] {
  return [...words.matchAll(/^\s*[›>] *[“"「](.+?)[”"」]/gmu)].map((match) => (match[1] ?? '').replaceAll('\\', ''));
}

async function filesOf(app: WholeApp, root: string): Promise<ReadonlyMap<string, string>> {
  const { playground } = app;
  await playground.waitFor(() =>
    playground.thread(CHANNEL, root).some((one) => one.files?.some((file) => file.name === 'report.md')),
  );
  const files = playground.thread(CHANNEL, root).flatMap((message) => message.files ?? []);
  return new Map(files.map((file) => [file.name, Buffer.from(playground.fileBytes(file.id) ?? []).toString('utf8')]));
}

const numbersIn = (words: string) => words.match(/\d+/g)?.map(Number) ?? [];

describe('a report on readable and unreadable files, without a model', () => {
  let app: Awaited<ReturnType<typeof openApp>>;
  let told: string;
  let root: string;
  beforeAll(async () => {
    app = await openApp();
    told = await app.upload({
      ...EXIT_TEXTS,
      'locked.zip': Buffer.from('PK\u0003\u0004 no archive at all'),
      '空.txt': '   \n',
    });
    root = await app.ask('/attrition report');
    await app.finished(root);
  });
  afterAll(() => app.close());

  test('files become interviews, the report grows in a thread, and every moment of it holds only what was said', async () => {
    expect(told).toContain('12');
    expect(told).toContain('locked.zip');
    expect(told).toContain('空.txt');

    const final = wordsOf(await app.finished(root));
    const texts = Object.values(EXIT_TEXTS);
    const seen = moments(app, root);
    expect(seen.length).toBeGreaterThan(1);
    for (const moment of seen) {
      for (const quotation of quotationsIn(moment)) {
        expect(
          texts.some((text) => text.includes(quotation)),
          `said by nobody: ${quotation}`,
        ).toBe(true);
      }
      // Nobody named these; the interviewers asked about hours in every interview.
      expect(moment).not.toMatch(/Workload and overtime \||Career growth/);
    }
    expect(quotationsIn(final).length).toBeGreaterThan(0);
    expect(numbersIn(final.split('\n').find((line) => line.includes('interviews read')) ?? '')).toContain(12);
    expect(final).toMatch(/codebook reader/i);
    expect(final).toContain('locked.zip');
  });

  test('the full report and the export account for every file and interview, and quote byte for byte', async () => {
    await filesOf(app, root);
    await app.playground.user.slash(CHANNEL, '/attrition export');
    await app.playground.waitFor(() =>
      app.playground.thread(CHANNEL, root).some((one) => one.files?.some((file) => file.name === 'summary.json')),
    );
    const files = await filesOf(app, root);
    const summary = JSON.parse(files.get('summary.json') ?? '');
    expect(summary.files).toBe(14);
    expect(summary.interviews).toBe(summary.coded + summary.noCause + summary.review + summary.failed);
    expect(summary.failedFiles.map((file: { name: string }) => file.name)).toEqual(['locked.zip', '空.txt']);
    const stored = (files.get('interviews.jsonl') ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(stored).toHaveLength(12);
    const quotations = [...(files.get('report.md') ?? '').matchAll(/^> [“「](.+)[”」]$/gmu)].map(
      (match) => match[1] ?? '',
    );
    expect(quotations.length).toBeGreaterThan(0);
    for (const quotation of quotations) expect(stored.some(({ text }) => text.includes(quotation))).toBe(true);
    expect([...files.keys()]).toEqual(expect.arrayContaining(['chart.png', 'report.html', 'causes.csv']));
  });
});

describe('without a model', () => {
  test('a Chinese asker is answered in Chinese', async () => {
    const app = await startApp();
    expect(
      await app.upload(Object.fromEntries(Object.entries(EXIT_TEXTS).filter(([name]) => !name.startsWith('en')))),
    ).toContain('份访谈');
    const final = wordsOf(await app.finished(await app.ask('/attrition 报告')));
    expect(final).toContain('离职原因报告');
    expect(final).toContain('薪酬福利水平');
    expect(final).not.toMatch(/interviews read|Pay and benefits/);
  });

  test('the same question again comes from the cache and says so; "ask anew" makes it again', async () => {
    const app = await startApp();
    await app.upload(EXIT_TEXTS);
    const first = await app.finished(await app.ask('/attrition report'));
    const again = await app.finished(await app.ask('/attrition report'));
    expect(wordsOf(first)).not.toContain('From cache');
    expect(wordsOf(again)).toContain('From cache');
    const before = app.playground.messages(CHANNEL).length;
    await app.playground.user.press({ channel: app.playground.idOf('people-exit'), ts: again.ts }, 'report_anew');
    const anew = await app.playground.waitFor(
      () =>
        app.playground
          .messages(CHANNEL)
          .slice(before)
          .find((message) => JSON.stringify(message.blocks ?? []).includes('"report_anew"')),
      60_000,
    );
    expect(wordsOf(anew)).not.toContain('From cache');
  });

  test('a restart keeps files, interviews and coding', async () => {
    const app = await startApp();
    await app.upload(EXIT_TEXTS);
    const before = wordsOf(await app.finished(await app.ask('/attrition report')));
    await app.stop();
    const later = await startApp({ folder: app.folder });
    const after = wordsOf(await later.finished(await later.ask('/attrition report')));
    const table = (words: string) => words.split('\n').filter((line) => line.startsWith('|'));
    expect(table(after)).toEqual(table(before));
    expect(table(after).length).toBeGreaterThan(2);
  });

  test('nothing to report, unknown words and half a period are said in a sentence', async () => {
    const app = await startApp();
    const { playground } = app;
    const root = await app.ask('/attrition report');
    await playground.waitFor(() =>
      playground.thread(CHANNEL, root).some((one) => /no interview|nothing/i.test(wordsOf(one))),
    );
    await playground.user.slash(CHANNEL, '/attrition reprot');
    await playground.user.slash(CHANNEL, '/attrition 报告 去年夏天');
    const whispers = await playground.waitFor(() =>
      playground.whispers('lin').length >= 2 ? playground.whispers('lin') : null,
    );
    expect(whispers.map(wordsOf)).toEqual([
      expect.stringContaining('/attrition report'),
      expect.stringContaining('去年夏天'),
    ]);
  });

  test('the other codebook reads project post-mortems and writes the same kind of table', async () => {
    const app = await startApp();
    const account = (team: string, why: string) =>
      `团队：${team}\n部门：${team}\n结果：弃用\n\n问：为什么停掉自建的模型？\n答：${why}\n问：谢谢。\n答：不客气。`;
    await app.upload({
      '一.txt': account('客服组', '主要是因为显卡太贵，一个月的租金预算批不下来，所以停了。'),
      '二.txt': account('搜索组', '因为显卡成本太高，一天就几百个请求，养不起，所以停了。'),
      '三.txt': account('合同组', '因为中文理解不行，否定句经常读反，所以下线了。'),
      '四.txt': account('纪要组', '因为响应太慢，首字要等一秒多，所以放弃了。'),
      '五.txt': account('问答组', '因为推理速度太慢，用户等不及，所以弃用了。'),
      '六.txt': account('医疗组', '因为显卡太贵，成本压不下来，所以停用了。'),
    });
    const final = wordsOf(await app.finished(await app.ask('/attrition 报告 codebook=tech-abandonment')));
    expect(final).toContain('技术弃用原因报告');
    expect(final).toMatch(/\| *(?:\*\*)?硬件与算力成本过高/);
  });
});
