import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../src/core/ports/clock.ts';
import type { ModelEvent } from '../../src/core/ports/language-model.ts';
import { createModels } from '../../src/llm/create-models.ts';
import { parseModels } from '../../src/llm/settings.ts';
import { drain, standingText } from '../support/scripted-model-server/model-rig.ts';
import { modelOver, modelsYml, question, type RealServers } from './real-servers.ts';

/** Far more words than any test waits for. */
const LONG = question('Write a long story about a town, street by street.', { maxTokens: 3_000 });

const lastOf = (events: readonly ModelEvent[]) => {
  const last = events.at(-1);
  return last?.type === 'finished' ? last.completion : null;
};

/** Our client against real servers: what the scripted server only imitates. */
export function clientSuite(servers: () => RealServers): void {
  it('finds both servers, their windows, and that they ignore a field of vLLM in silence', async () => {
    const { first, second } = servers();
    const yaml = modelsYml({ primary: first, fast: second });
    const models = createModels(parseModels(yaml, 'models.yml'), { clock: systemClock });
    const found = await models.probe();
    expect(found).toMatchObject([
      { label: first.model, fault: null, windowTokens: 6_144, obeysChoice: false },
      { label: second.model, fault: null, windowTokens: 3_072, obeysChoice: false },
    ]);
    expect(models.primary?.windowTokens, 'what the first may send must fit the second').toBe(3_072);
    await models.close();
  });

  it.each([
    ['English', 'Name two reasons why people leave a job, in one sentence.', /[a-z]{3}/],
    ['Chinese', '请原样重复：薪酬太低，工资四年没涨。', /\p{Script=Han}{2}/u],
  ])('streams %s in pieces that make up the whole answer, counted by the server', async (_language, words, pattern) => {
    const model = modelOver({ primary: servers().first });
    const { events, error } = await drain(model.stream(question(words, { maxTokens: 400 })));
    const completion = lastOf(events);
    // So small a model may run in circles: then the detector stops it, and what came is still well-formed.
    if (error !== null) expect(error).toMatchObject({ code: expect.stringMatching(/model-(looping|cut-off)/) });
    else expect(completion?.usage?.completionTokens).toBeGreaterThan(3);
    const text = standingText(events);
    if (completion !== null) expect(completion.text).toBe(text);
    expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(3);
    expect(text).toMatch(pattern);
    expect(text).not.toContain('\uFFFD');
  });

  it('brings Chinese and emoji of several code points whole, whatever the pieces', async () => {
    const said = '薪酬偏低，𠮷野家👩‍👩‍👧🇨🇳走了';
    const schema = {
      type: 'object',
      properties: { said: { type: 'string', enum: [said] } },
      required: ['said'],
      additionalProperties: false,
    };
    const model = modelOver({ primary: servers().first });
    const { events, error } = await drain(
      model.stream(question('重复。', { schema: { name: 'said', schema }, maxTokens: 200 })),
    );
    expect(error).toBeNull();
    expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(5);
    expect(JSON.parse(standingText(events))).toEqual({ said });
  });

  it.each([
    ['English', ['pay-level', 'family-care', 'other-cause'], "She left because her mother is ill. What's the cause?"],
    ['Chinese', ['薪酬', '家庭照顾', '上级'], '她因为母亲生病而离职。原因是什么？'],
  ])('is held to a choice of %s words', async (_language, choice, words) => {
    const model = modelOver({ primary: servers().first });
    const completion = await model.complete(question(words, { choice, purpose: 'verdict' }));
    expect(choice).toContain(completion.text);
  });

  it('is held to a schema of several fields', async () => {
    const schema = {
      type: 'object',
      properties: {
        code: { type: 'string', enum: ['pay', 'care'] },
        lines: { type: 'array', items: { type: 'integer', minimum: 1, maximum: 3 }, minItems: 1, maxItems: 2 },
      },
      required: ['code', 'lines'],
      additionalProperties: false,
    };
    const model = modelOver({ primary: servers().first });
    const { text } = await model.complete(
      question('[1] My pay is low. [2] Bye. Which code, which lines?', {
        schema: { name: 'codes', schema },
        maxTokens: 120,
      }),
    );
    const answer = z.strictObject({
      code: z.enum(['pay', 'care']),
      lines: z.array(z.int().min(1).max(3)).min(1).max(2),
    });
    expect(answer.safeParse(JSON.parse(text)).error).toBeUndefined();
  });

  it('is held to a list, and may leave it empty', async () => {
    const items = { type: 'string', enum: ['pay', 'care'] };
    const model = modelOver({ primary: servers().first });
    const listed = async (bounds: { readonly minItems: number; readonly maxItems: number }) => {
      const schema = { name: 'codes', schema: { type: 'array', items, ...bounds } };
      const { text } = await model.complete(question('My pay is low. Which codes?', { schema, maxTokens: 120 }));
      return z.array(z.enum(['pay', 'care'])).parse(JSON.parse(text)).length;
    };
    expect(await listed({ minItems: 0, maxItems: 0 })).toBe(0);
    expect(await listed({ minItems: 1, maxItems: 2 })).toBeGreaterThan(0);
  });

  it('names an answer cut by its token cap, and never passes it on as complete', async () => {
    const model = modelOver({ primary: servers().first });
    await expect(model.complete({ ...LONG, maxTokens: 8 })).rejects.toMatchObject({ code: 'model-cut-off' });
  });

  it('names a prompt that is longer than the window', async () => {
    const model = modelOver({ primary: servers().first });
    await expect(model.complete(question('离职 reason '.repeat(3_000)))).rejects.toMatchObject({
      code: 'model-too-long',
    });
  });

  it('counts the tokens that the prefix cache served', async () => {
    const model = modelOver({ primary: servers().second });
    const rules = 'Codes: pay, manager, relocation, hours, growth, health. '.repeat(20);
    const ask = (words: string) => model.complete(question(rules + words, { maxTokens: 400 })).catch(() => null);
    await ask('Say yes.');
    const again = await model.complete(question(`${rules}Say no.`, { schema: YES_NO })).catch((error) => error);
    expect(again).toMatchObject({ usage: { cachedTokens: expect.any(Number) } });
    expect(again.usage.cachedTokens).toBeGreaterThan(100);
  });

  it('gives the slot back when the caller aborts: the next request is answered at once', async () => {
    const model = modelOver({ primary: servers().second, concurrency: 4 });
    const stop = new AbortController();
    const long = drain(model.stream({ ...LONG, signal: stop.signal }));
    await sleep(1_500);
    stop.abort();
    expect((await long).error).toMatchObject({ code: 'aborted' });
    const since = performance.now();
    await model.complete(question('Yes or no?', { schema: YES_NO }));
    // The whole story would take a minute, and the server has one slot.
    expect(performance.now() - since).toBeLessThan(15_000);
  });

  it('lets the other server speak when the queue of the first makes its first word late', async () => {
    const { first, second } = servers();
    const stop = new AbortController();
    // The second server has one slot, and somebody else's story sits in it.
    const busy = drain(modelOver({ primary: second }).stream({ ...LONG, signal: stop.signal }));
    await sleep(500);
    const model = modelOver({ primary: second, fast: first, firstTokenMs: 1_000 });
    const { events, error } = await drain(model.stream(question('Yes or no?', { schema: YES_NO })));
    stop.abort();
    await busy;
    expect(error).toBeNull();
    expect(events[0]).toEqual({
      type: 'started',
      model: first.model,
      fallback: { from: second.model, why: 'slow' },
    });
    expect(lastOf(events)).toMatchObject({ model: first.model });
  });
}

const YES_NO = {
  name: 'answer',
  schema: {
    type: 'object',
    properties: { answer: { type: 'string', enum: ['yes', 'no'] } },
    required: ['answer'],
    additionalProperties: false,
  },
};
