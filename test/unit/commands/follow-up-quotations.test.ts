import { describe, expect, it } from 'vitest';
import { createSentenceFinder } from '../../../src/answers/find-sentences.ts';
import { quotedFor } from '../../../src/commands/follow-up-quotations.ts';
import { populationOf } from '../../../src/commands/follow-up-scope.ts';
import type { AttributedInterview } from '../../../src/core/findings.ts';
import type { Language } from '../../../src/core/language.ts';
import type { QueryForm } from '../../../src/core/query-form.ts';
import { peopleOf, query, scopeWith } from '../../fixtures/findings/follow-up-scope.ts';
import { channelSecrets } from '../../support/channel-secrets.ts';
import { interviewOf } from '../../support/interviews.ts';

async function quoted(people: readonly AttributedInterview[], form: Partial<QueryForm>, language: Language) {
  const scope = scopeWith(people);
  const whole = query({ kind: 'quotations', ...form });
  const { signal } = new AbortController();
  const interviews = people.map(({ interview }) => interview);
  const { find } = createSentenceFinder(channelSecrets());
  return quotedFor(
    { form: whole, population: await populationOf(whole, scope), departments: null, scope, language },
    (topic) => find(topic, { channel: 'C1', secret: '', interviews, signal }),
    signal,
  );
}

const PARKING = { en: 'Parking was a fight each morning.', zh: '公司附近停车非常困难。' };
const TOPIC = { en: 'parking', zh: '停车' };
const LANGUAGES = ['en', 'zh'] as const;

/** Somebody who answers a question about the topic. */
function asked([one]: readonly AttributedInterview[], question: string, answer: string): AttributedInterview {
  if (one === undefined) throw new Error('given above');
  const turns = [
    ['interviewer', question],
    ['leaver', answer],
  ] as const;
  const { id, header } = one.interview;
  return { ...one, interview: interviewOf(turns, { id, header }) };
}

describe('quotedFor', () => {
  it.each(LANGUAGES)('quotes the sentence on a topic (%s)', async (language) => {
    const people = [...peopleOf('Sales', 10), ...peopleOf('研发部', 1, { words: PARKING[language] })];
    const { lines, quotations } = await quoted(people, { topic: TOPIC[language] }, language);
    expect(lines).toEqual([]);
    expect(quotations).toMatchObject([{ interviewNumber: 11, sentences: [2], text: PARKING[language] }]);
  });

  it.each(LANGUAGES)('quotes those who left for a cause, the count above (%s)', async (language) => {
    const words = language === 'en' ? 'My pay stood still for years.' : '主要是工资好几年都没有涨过。';
    const { lines, quotations } = await quoted(peopleOf('Sales', 12, { words }), { causes: ['pay'] }, language);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/12/u);
    expect(quotations.map(({ text }) => text)).toEqual([words, words, words]);
  });

  it.each([
    [
      'en',
      'Was parking a problem?',
      'No.',
      'No leaver in these 12 interviews mentions parking. Interviewers asked about it twice; both answers were "no".',
    ],
    ['zh', '停车有问题吗？', '没有。', '这 12 份访谈里没有离职者提到停车。访谈者问过两次；两次回答都是“没有”。'],
  ] as const)('says that nobody said it, asked twice, both no (%s)', async (language, question, answer, line) => {
    const people = [
      ...peopleOf('Sales', 10),
      asked(peopleOf('A', 1), question, answer),
      asked(peopleOf('B', 1), question, answer),
    ];
    const found = await quoted(people, { topic: TOPIC[language] }, language);
    expect(found).toEqual({ lines: [line], quotations: [] });
  });

  it.each([
    ['en', 'No leaver in these 10 interviews mentions '],
    ['zh', '这 10 份访谈里没有离职者提到'],
  ] as const)('never lets a topic mention anybody (%s)', async (language, start) => {
    const { lines } = await quoted(peopleOf('Sales', 10), { topic: '<!channel> <@U1>' }, language);
    expect(lines).toEqual([expect.stringContaining(start)]);
    expect(lines[0]).not.toMatch(/<[!@]/u);
  });

  it.each([
    ['en', 'Quotations are shown from 10 interviews on; here there are 9.'],
    ['zh', '满 10 份访谈才展示原话；这里只有 9 份。'],
  ] as const)('quotes nobody under ten interviews (%s)', async (language, line) => {
    const people = [...peopleOf('Sales', 8), ...peopleOf('研发部', 1, { words: PARKING[language] })];
    expect(await quoted(people, { topic: TOPIC[language] }, language)).toEqual({ lines: [line], quotations: [] });
  });

  it.each([
    ['en', 'I left because of my back and the parking.', 'Quotations on this are hidden'],
    ['zh', '我是因为腰不好，停车又远。', '相关原话不展示'],
  ] as const)('hides words on health, however many name it (%s)', async (language, words, line) => {
    const people = [...peopleOf('Sales', 12), ...peopleOf('Sales', 20, { code: 'health', words })];
    for (const form of [{ causes: ['health'] }, { topic: TOPIC[language] }]) {
      const { lines, quotations } = await quoted(people, form, language);
      expect(quotations).toEqual([]);
      expect(lines.at(-1)).toContain(line);
    }
  });

  it.each(LANGUAGES)('quotes nobody outside the department asked about (%s)', async (language) => {
    const people = [...peopleOf('Sales', 10), ...peopleOf('研发部', 10, { words: PARKING[language] })];
    const topic = TOPIC[language];
    const elsewhere = await quoted(people, { topic, department: 'Sales' }, language);
    expect(elsewhere.quotations).toEqual([]);
    expect(elsewhere.lines.join()).toMatch(
      /^(?:No leaver in these 10 interviews mentions|这 10 份访谈里没有离职者提到)/u,
    );
    expect((await quoted(people, { topic, department: '研发部' }, language)).quotations).toHaveLength(8);
  });
});
