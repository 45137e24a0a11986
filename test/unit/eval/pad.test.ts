import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Labelled } from '../../../eval/labelled-set.ts';
import { type NeutralExchanges, PAD_TOKENS, padTo, readNeutralExchanges } from '../../../eval/pad.ts';
import { draftsOf, storedAs } from '../../../eval/structure-labelled.ts';
import { loadCodebook } from '../../../src/coding/load-codebook.ts';
import { createCodebookReader } from '../../../src/coding/reader/codebook-reader.ts';
import { estimateTokens } from '../../../src/core/estimate-tokens.ts';

const CODEBOOK = fileURLToPath(new URL('../../../codebooks/employee-exit.yml', import.meta.url));

const labelled = (language: Labelled['language'], text: string, spans: readonly string[]): Labelled => ({
  id: 'x',
  language,
  text,
  separation_type: 'voluntary',
  primary: ['pay-level'],
  contributing: [],
  mentioned: [],
  special: null,
  evidence: { 'pay-level': [...spans] },
  traps: [],
});

const INTERVIEWS: readonly (readonly [string, Labelled])[] = [
  [
    'an English conversation',
    labelled(
      'en',
      'Exit interview\nDepartment: Mill\n\nInterviewer: How was the start?\nEmployee: The miller showed me the stones.\n\nInterviewer: And the second week?\nEmployee: I swept the loft and weighed the sacks.\n\nInterviewer: Why do you leave?\nEmployee: The wage never moved. I asked twice.\n\nInterviewer: And the key?\nEmployee: On its hook by the sluice.\n',
      ['The wage never moved.', 'I asked twice.'],
    ),
  ],
  [
    'a Chinese conversation with times',
    labelled(
      'zh',
      '离职面谈\n部门：磨坊\n\n[00:10] 面谈人：刚来的时候怎么样？\n[00:15] 员工：师傅带我看了石磨。\n[00:20] 面谈人：第二个星期呢？\n[00:26] 员工：扫阁楼，称麻袋。\n[00:40] 面谈人：为什么离职？\n[00:44] 员工：工资一直没动，问过两次都没有下文。\n[01:10] 面谈人：钥匙呢？\n[01:12] 员工：挂在水闸边上。\n',
      ['工资一直没动', '问过两次都没有下文'],
    ),
  ],
  [
    'an English letter',
    labelled(
      'en',
      'Dear Margery,\n\nI began at the mill in a wet spring and I learnt the stones.\n\nI leave because my wage never moved. I asked twice.\n\nI wish you dry harvests.\n\nWilf\n',
      ['I leave because my wage never moved.'],
    ),
  ],
  [
    'a Chinese letter',
    labelled(
      'zh',
      '人力资源部：\n\n我是春天来的，师傅教我看石磨。\n\n我离职是因为工资一直没动，问过两次。\n\n祝好。\n',
      ['我离职是因为工资一直没动'],
    ),
  ],
];

let neutral: NeutralExchanges;
beforeAll(async () => {
  neutral = await readNeutralExchanges();
});

describe.each(INTERVIEWS)('%s, padded', (_, interview) => {
  it.each(Object.entries(PAD_TOKENS))('to %s, reads as the same interview', (_name, tokens) => {
    const padded = padTo(tokens, interview, neutral);
    expect(Math.abs(estimateTokens(padded.text) - tokens) / tokens).toBeLessThan(0.04);
    const [before] = draftsOf(interview);
    const [after, second] = draftsOf(padded);
    expect(second).toBeUndefined();
    expect(after?.doubt).toBeNull();
    const rolesOf = (draft: typeof after) => [...new Set(draft?.turns.map(({ role }) => role))].sort();
    expect(rolesOf(after)).toEqual(rolesOf(before));
    expect(after?.header).toEqual(before?.header);
  });

  it('keeps the labelled words, their order and about their depth', () => {
    const padded = padTo(PAD_TOKENS['50k'], interview, neutral);
    const places = (of: Labelled) =>
      Object.values(of.evidence)
        .flat()
        .map((words) => of.text.indexOf(words) / of.text.length);
    const [before, after] = [places(interview), places(padded)];
    expect(after.every((place) => place > 0)).toBe(true);
    expect(after).toEqual(after.toSorted((a, b) => a - b));
    for (const [index, place] of after.entries()) expect(Math.abs(place - (before[index] ?? 0))).toBeLessThan(0.3);
  });
});

it('an interview that is long enough stays as it is', () => {
  const [, interview] = INTERVIEWS[0] ?? [];
  expect(interview && padTo(10, interview, neutral)).toEqual(interview);
});

it.each(['en', 'zh'] as const)('the neutral exchanges hold no cause: %s', async (language) => {
  const { codebook, patterns, cues } = await loadCodebook(CODEBOOK);
  const [q, a] = language === 'en' ? ['Q: ', 'A: '] : ['问：', '答：'];
  const text = neutral[language].map(({ question, answer }) => `${q}${question}\n${a}${answer}`).join('\n');
  const [draft] = draftsOf({ id: 'neutral', text });
  expect(draft).toBeDefined();
  if (draft === undefined) return;
  expect(draft.turns.filter(({ role }) => role === 'leaver').length).toBe(neutral[language].length);
  const outcome = await createCodebookReader(codebook, patterns, cues).code(storedAs('neutral', draft));
  expect(outcome.kind).not.toBe('found');
});
