import { beforeAll, describe, expect, test } from 'vitest';
import { findStatements } from '../../../src/jobs/alert-statements.ts';
import { type AlertTable, loadAlertTable } from '../../../src/jobs/alert-table.ts';
import { draftOf } from '../../support/interviews.ts';

let table: AlertTable;
beforeAll(async () => {
  table = await loadAlertTable();
});

const kindsOf = (said: string, language: 'en' | 'zh', asked?: string) =>
  findStatements(draftSaying(said, language, asked), table).kinds;

function draftSaying(said: string, language: 'en' | 'zh', asked = language === 'en' ? 'Why?' : '为什么？') {
  return draftOf(
    [
      ['interviewer', asked],
      ['leaver', said],
    ],
    { language },
  );
}

describe('what needs a person', () => {
  test.each([
    ['My supervisor groped me at the party.', 'harassment'],
    ['I was bullied for a year.', 'harassment'],
    ['Nobody did anything about the harassment.', 'harassment'],
    ['He never stopped harassing me.', 'harassment'],
    ['They passed me over because I was pregnant.', 'discrimination'],
    ['The guards were removed to go faster.', 'safety'],
    ['The director took kickbacks.', 'corruption'],
    ['Some nights I wanted to hurt myself.', 'self-harm'],
  ])('%s', (said, kind) => expect(kindsOf(said, 'en')).toContain(kind));

  test.each([
    ['主管在年会上对我动手动脚。', 'harassment'],
    ['骚扰的事报上去也没人处理。', 'harassment'],
    ['因为怀孕他们就不给我升职。', 'discrimination'],
    ['车间不给防护，我差点被卷进去。', 'safety'],
    ['采购经理一直收回扣。', 'corruption'],
    ['那段时间我都不想活了。', 'self-harm'],
  ])('%s', (said, kind) => expect(kindsOf(said, 'zh')).toContain(kind));
});

describe('what doesn’t', () => {
  test.each([
    'I was never harassed.',
    'There was no bullying in my team.',
    "I didn't see any discrimination.",
    'If I had been harassed I would have said so.',
    'The pay was low and the hours were long.',
    'The work was killing my evenings.',
  ])('%s', (said) => expect(kindsOf(said, 'en')).toEqual([]));

  test.each(['我从没受过骚扰。', '团队里不存在歧视。', '没人骚扰过我。', '骚扰电话太多了。', '工资太低，加班太多。'])(
    '%s',
    (said) => expect(kindsOf(said, 'zh')).toEqual([]),
  );
});

test('a plain yes to a question that names it counts, a no or the question alone does not', () => {
  expect(kindsOf('Yes.', 'en', 'Did your manager harass you?')).toEqual(['harassment']);
  expect(kindsOf('Yes.', 'en', 'Was it the pay?')).toEqual([]);
  expect(kindsOf('Yes, more than once.', 'en', 'Were you harassed?')).toEqual(['harassment']);
  expect(kindsOf('是的。', 'zh', '有人骚扰过你吗？')).toEqual(['harassment']);
  expect(kindsOf('No, never.', 'en', 'Were you harassed?')).toEqual([]);
  expect(kindsOf('没有。', 'zh', '有人骚扰过你吗？')).toEqual([]);
});
