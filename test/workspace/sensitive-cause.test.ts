import { expect, test } from 'vitest';
import { CHANNEL, startApp, type WholeApp, wordsOf } from './whole-app.ts';

interface Words {
  readonly head: readonly [department: string, day: string, type: string];
  readonly ask: string;
  readonly pay: (one: number) => string;
  readonly health: readonly string[];
  readonly commands: Readonly<Record<'report' | 'digest' | 'preview' | 'count' | 'quote', string>>;
  /** The cause as it is counted: two of ten or eleven. */
  readonly shown: RegExp;
  readonly name: string;
  readonly hidden: RegExp;
  readonly quotesHidden: RegExp;
}

const LANGUAGES: Readonly<Record<string, Words>> = {
  en: {
    head: ['Department: Stores', 'Last day: 2026-08-', 'Separation type: Resignation'],
    ask: 'Q: Why are you leaving?\nA: ',
    pay: (one) => `I am leaving because my pay has not gone up in ${one + 2} years.`,
    health: [
      'I am leaving because my doctor told me to stop working nights.',
      "I'm leaving because of my health: my back can't take the lifting.",
    ],
    commands: {
      report: '/attrition report',
      digest: '/attrition digest daily 09:00',
      preview: '/attrition digest preview 1',
      count: '/attrition ask how many named health and wellbeing?',
      quote: '/attrition ask what did they say about their health?',
    },
    name: 'Health and wellbeing',
    shown: /\*\*2 of 1\d\*\*[^\n]*Health and wellbeing/,
    hidden: /Health and wellbeing: hidden/,
    quotesHidden: /Quotations on this are hidden|hidden/,
  },
  zh: {
    head: ['部门：门店', '离职日期：2026-08-', '离职类型：主动离职'],
    ask: '问：为什么要走呢？\n答：',
    pay: (one) => `我是因为工资太低，${one + 2}年没涨过薪才走的。`,
    health: ['因为医生让我不能再上夜班了，所以才辞职的。', '主要是因为我身体垮了，腰不行了，所以辞职。'],
    commands: {
      report: '/attrition 报告',
      digest: '/attrition 摘要 每天 09:00',
      preview: '/attrition 摘要 预览 1',
      count: '/attrition ask 有多少人提到健康与身心状态？',
      quote: '/attrition ask 他们怎么说健康？',
    },
    name: '健康与身心状态',
    shown: /\*\*2\/1\d 份\*\*[^\n]*健康与身心状态/,
    hidden: /健康与身心状态：不展示/,
    quotesHidden: /不展示/,
  },
};

const interview = ({ head: [department, day, type], ask }: Words, reason: string, at: number) =>
  [department, `${day}${String(at + 1).padStart(2, '0')}`, type, '', `${ask}${reason}`].join('\n');

/** Types a command; gives the next words of ours, whispered or in the channel, that match. */
async function told(app: WholeApp, line: string, match: RegExp): Promise<string> {
  const { playground } = app;
  const all = () => [...playground.whispers('lin'), ...playground.messages(CHANNEL)];
  const before = new Set(all().map((message) => message.ts));
  await playground.user.slash(CHANNEL, line);
  const fresh = () =>
    all()
      .filter(({ ts }) => !before.has(ts))
      .map(wordsOf);
  const found = playground.waitFor(() => fresh().find((words) => match.test(words)), 20_000);
  return found.catch(() => {
    throw new Error(`${line} was answered by ${JSON.stringify(fresh())}`);
  });
}

/** The files of a thread by name, as text. */
async function filesOf(app: WholeApp, root: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { playground } = app;
  const files = () => playground.thread(CHANNEL, root).flatMap((message) => message.files ?? []);
  await playground.waitFor(() => names.every((name) => files().some((file) => file.name === name)), 30_000);
  return new Map(
    files().map(({ id, name }) => [name ?? '', Buffer.from(playground.fileBytes(id) ?? []).toString('utf8')]),
  );
}

test.each(Object.keys(LANGUAGES))(
  'health is hidden with nine interviews, counted with ten and eleven, quoted with none (%s)',
  async (language) => {
    const words = LANGUAGES[language];
    if (words === undefined) throw new Error(language);
    const app = await startApp();
    const reasons = [...words.health, ...Array.from({ length: 9 }, (_, one) => words.pay(one))];
    const texts = reasons.map((reason, at) => [`${at}.txt`, interview(words, reason, at)] as const);
    await told(app, words.commands.digest, /1/);
    for (const n of [9, 10, 11]) {
      await app.upload(Object.fromEntries(n === 9 ? texts.slice(0, 9) : texts.slice(n - 1, n)));
      const isShown = n >= 10;
      const root = await app.ask(words.commands.report);
      const report = wordsOf(await app.finished(root));
      await filesOf(app, root, ['report.md']);
      await app.playground.user.slash(CHANNEL, '/attrition export csv md html');
      const files = await filesOf(app, root, ['report.md', 'report.html', 'causes.csv', 'summary.json']);
      const preview = await told(app, words.commands.preview, new RegExp(`\\b${n}\\b`));
      const counted = await told(app, words.commands.count, isShown ? words.shown : words.hidden);
      const quoted = await told(app, words.commands.quote, words.quotesHidden);
      const places = { report, preview, md: files.get('report.md'), html: files.get('report.html') };
      for (const [place, text = ''] of Object.entries(places))
        expect(text.includes(words.name), `${place} of ${n}: ${text.slice(0, 2_000)}`).toBe(isShown);
      expect(counted).toMatch(isShown ? words.shown : words.hidden);
      expect(files.get('causes.csv')?.includes('health-wellbeing'), `causes.csv of ${n}`).toBe(isShown);
      expect(JSON.parse(files.get('summary.json') ?? '{}').codes['health-wellbeing'], `summary of ${n}`).toBe(
        isShown ? 2 : undefined,
      );
      const said = { ...places, csv: files.get('causes.csv'), counted, quoted };
      for (const [place, text = ''] of Object.entries(said))
        for (const reason of words.health) expect(text, `${place} of ${n}`).not.toContain(reason.slice(5, -1));
    }
  },
  120_000,
);
