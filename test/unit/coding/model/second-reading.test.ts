import { describe, expect, it } from 'vitest';
import { createModelCoder } from '../../../../src/coding/model-coder.ts';
import type { SpeakerRole } from '../../../../src/core/interview.ts';
import type { CompletionRequest } from '../../../../src/core/ports/language-model.ts';
import { evidenceCodebook as codebook } from '../../../fixtures/evidence/codebook.ts';
import { fakeModel, userText } from '../../../fixtures/evidence/fake-model.ts';
import { interviewOf } from '../../../support/interviews.ts';

const interview = interviewOf([
  ['interviewer', 'Why are you going?'],
  ['leaver', 'My wife got a post in Odense. 我得跟着去。'],
  ['interviewer', 'And the people here?'],
  ['leaver', 'Lovely, all of them.'],
]);
const refused = [{ code: 'manager', sentences: [3] }];
const answer = (...found: readonly object[]) => JSON.stringify(found);
const entry = (code: string, ...sentences: readonly number[]) => ({ code, stated: sentences });

function again(text: string, about = interview) {
  const model = fakeModel(() => text);
  const outcome = createModelCoder({ model, codebook }).again?.(about, refused);
  return { model, outcome };
}

describe('the second reading of the model coder', () => {
  it('begins like the first, byte for byte, and ends with what did not stand', async () => {
    const first = fakeModel(() => answer());
    await createModelCoder({ model: first, codebook }).code(interview);
    const { model, outcome } = again(answer());
    await outcome;
    expect(model.requests[0]?.messages[0]).toEqual(first.requests[0]?.messages[0]);
    expect(userText(model.requests[0]).startsWith(userText(first.requests[0]))).toBe(true);
    const ending = userText(model.requests[0]).slice(userText(first.requests[0]).length);
    expect(ending).toContain('manager: line 2');
    expect(ending).toContain('an empty list is a good answer');
  });

  it('takes "none" for an answer, and another reason', async () => {
    expect(await again(answer()).outcome).toMatchObject({ kind: 'none', special: 'no-cause-found' });
    expect(await again(answer(entry('family', 1, 2))).outcome).toMatchObject({
      kind: 'found',
      proposals: [{ code: 'family', sentences: [2, 3] }],
    });
  });

  it('leaves what insists on the refused claim to a person, and passes on the same code elsewhere', async () => {
    expect(await again(answer(entry('manager', 2))).outcome).toMatchObject({ kind: 'unsure', why: 'nothing-accepted' });
    expect(await again(answer(entry('manager', 3))).outcome).toMatchObject({ kind: 'found' });
  });

  it('asks only about the windows that held a refused claim', async () => {
    const turns = Array.from({ length: 40 }, (_, index): (readonly [SpeakerRole, string])[] => [
      ['interviewer', `What about matter ${index}?`],
      ['leaver', `${'The ledgers of the second row are copied in blue ink before noon every day. '.repeat(8)}`],
    ]).flat();
    const { model, outcome } = again(answer(), interviewOf(turns));
    await outcome;
    expect(model.requests).toHaveLength(1);
    expect(userText(model.requests[0])).toContain('matter 0?');
  });
});

describe('what must never come back as a finding', () => {
  const requestFor = async (about: ReturnType<typeof interviewOf>): Promise<CompletionRequest | undefined> => {
    const model = fakeModel(() => answer());
    await createModelCoder({ model, codebook }).code(about);
    return model.requests[0];
  };

  it.each([
    ['zh', '还有什么要补充的吗？', '谢谢，没有别的了。'],
    ['en', 'Anything to add?', 'No, thank you, that is all.'],
  ] as const)(
    'a blank interview yields nothing, and an empty list is asked for outright (%s)',
    async (_, question, reply) => {
      const blank = interviewOf([
        ['interviewer', question],
        ['leaver', reply],
      ]);
      const model = fakeModel(() => answer());
      const outcome = await createModelCoder({ model, codebook }).code(blank);
      expect(outcome).toMatchObject({ kind: 'none', special: 'no-cause-found' });
      expect(model.requests[0]?.messages[0]?.content).toContain('then answer with an empty list');
    },
  );

  it('the prompt holds no example whose content could leak: nothing between the rules and the codes is said by anybody', async () => {
    const system = (await requestFor(interview))?.messages[0]?.content ?? '';
    expect(system).not.toMatch(/for example|e\.g\.|例如|比如|Example:/i);
    expect(system.match(/\[\d+\]/gu)).toBeNull();
  });

  it('a place that nobody named can reach no claim: an answer with its name is no answer at all', async () => {
    for (const text of [answer({ ...entry('family', 1), city: 'Zzyx' }), answer(entry('Zzyx', 1)), 'Zzyx'])
      expect(await createModelCoder({ model: fakeModel(() => text), codebook }).code(interview)).toMatchObject({
        kind: 'failed',
        fault: 'model-invalid',
      });
  });

  it('a hundred stretches of small talk hold no finding when the model says none', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        createModelCoder({ model: fakeModel(() => answer()), codebook }).code(
          interviewOf([
            ['leaver', index % 2 === 0 ? `The canteen had soup on day ${index}.` : `第${index}天食堂有汤。`],
          ]),
        ),
      ),
    );
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['none']));
  });
});
