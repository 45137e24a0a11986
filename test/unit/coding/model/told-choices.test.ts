import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formByModel } from '../../../../src/answers/form-by-model.ts';
import { loadCodebook } from '../../../../src/coding/load-codebook.ts';
import { createModelCoder } from '../../../../src/coding/model-coder.ts';
import type { Codebook } from '../../../../src/core/codebook.ts';
import type { CompletionRequest } from '../../../../src/core/ports/language-model.ts';
import { fakeModel } from '../../../fixtures/evidence/fake-model.ts';
import { interviewOf } from '../../../support/interviews.ts';

const said = interviewOf([
  ['interviewer', 'Why do you leave? 为什么走？'],
  ['leaver', 'The pay is low. 工资太低。'],
]);
const { signal } = new AbortController();

const asks: Readonly<Record<string, (codebook: Codebook, model: ReturnType<typeof fakeModel>) => Promise<unknown>>> = {
  'the coder': (codebook, model) => createModelCoder({ model, codebook }).code(said),
  'the query form': (codebook, model) =>
    formByModel(
      '他们都说了啥 so?',
      { codebook, departments: ['Sales', '研发部'], period: null, previous: null, newestDay: null, now: 0 },
      model,
      signal,
    ),
};

/** Every name and every closed value of a JSON schema. */
function choicesOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { enum: values, properties, ...rest } = schema as Readonly<Record<string, unknown>>;
  return [
    ...(Array.isArray(values) ? values.map(String) : []),
    ...Object.keys(properties ?? {}),
    ...[...Object.values(properties ?? {}), ...Object.values(rest)].flatMap((inner) =>
      Array.isArray(inner) ? inner.flatMap(choicesOf) : choicesOf(inner),
    ),
  ];
}

const saysOutright = (text: string, choice: string) =>
  new RegExp(`(?<![\\w-])${choice.replace(/[+.]/gu, '\\$&')}(?![\\w-])`, 'u').test(text);

describe.each(['employee-exit', 'tech-abandonment'])('with the codebook %s', (book) => {
  it.each(Object.keys(asks))('%s is told every value that its schema lets it choose', async (name) => {
    const { codebook } = await loadCodebook(
      fileURLToPath(new URL(`../../../../codebooks/${book}.yml`, import.meta.url)),
    );
    const requests: CompletionRequest[] = [];
    const model = fakeModel((request) => {
      requests.push(request);
      return '{}';
    });
    await asks[name]?.(codebook, model);
    const [request] = requests;
    const prompt = request?.messages.map(({ content }) => content).join('\n') ?? '';
    const choices = choicesOf(request?.schema?.schema);
    expect(choices.length).toBeGreaterThan(codebook.codes.length);
    // A server that holds an answer to a schema does not show the schema to the model.
    expect(choices.filter((choice) => !saysOutright(prompt, choice))).toEqual([]);
  });
});
