import { expect, it } from 'vitest';
import { packInterview, unpackInterview } from '../../../src/store/interview-document.ts';
import { draftOf } from '../../support/interviews.ts';

const draft = draftOf([
  ['interviewer', 'Why? 为什么？'],
  ['leaver', 'The pay was low. The hours were long.'],
]);
const form = { ...draft, turns: draft.turns.map((turn) => ({ ...turn, question: '离职原因' })) };

it.each([
  ['a conversation', draft],
  ['a form with its questions', form],
])('%s comes back as it was', (_, interview) => {
  expect(unpackInterview(JSON.parse(JSON.stringify(packInterview(interview))))).toEqual(interview);
});

it('half a character, which no backup could bring back, is replaced and moves nothing', () => {
  const stored = packInterview({ ...draft, text: `${draft.text}\ud83d.` });
  expect(stored.text).toBe(`${draft.text}\ufffd.`);
});
