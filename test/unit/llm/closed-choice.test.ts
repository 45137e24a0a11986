import { describe, expect, it } from 'vitest';
import { choiceProbabilities } from '../../../src/llm/choice-probabilities.ts';
import { QWEN, request, rig, SMALL, serve } from '../../support/scripted-model-server/model-rig.ts';
import type { ScriptedAnswer } from '../../support/scripted-model-server/scripted-answer.ts';
import type { ScriptedServerOptions } from '../../support/scripted-model-server/start-scripted-model-server.ts';

const SETS = [
  ['English', ['other-person', 'other-employer', 'denied'], 'other-employer'],
  ['Chinese', ['他人原因', '他处原因', '已否认'], '他处原因'],
] as const;
const SURE = [0.1, 0.7, 0.2] as const;

const weightsOf = (choice: readonly string[]) =>
  Object.fromEntries(choice.map((each, index) => [each, SURE[index] ?? 0]));

async function ask(
  choice: readonly string[],
  answer: string | ScriptedAnswer,
  options: Partial<ScriptedServerOptions> & { readonly probe?: boolean } = {},
) {
  const server = await serve(QWEN, () => answer, options);
  const models = rig({ primary: [server] });
  if (options.probe !== false) await models.probe();
  const before = server.requests.length;
  const said = models.primary?.complete(request({ purpose: 'verdict', choice, maxTokens: 40 }));
  const completion = await said?.catch((error: unknown) => error);
  return { completion, sent: server.requests[before], server, models };
}

describe.each(SETS)('a closed set in %s', (_, choice, chosen) => {
  const answer = { text: chosen, weights: weightsOf(choice) };

  it.each(['given', 'mojibake'] as const)('comes with the weights of all choices, logprobs %s', async (logprobs) => {
    const { completion, sent } = await ask(choice, answer, { logprobs });
    expect(sent?.body.structured_outputs).toEqual({ choice });
    expect(completion).toMatchObject({ text: chosen, usage: { completionTokens: expect.any(Number) } });
    const { choiceProbabilities: weights } = completion as { choiceProbabilities: Record<string, number> };
    for (const [index, each] of choice.entries()) expect(weights[each]).toBeCloseTo(SURE[index] ?? 0, 6);
  });

  it('is only a word where the server tells no logprobs', async () => {
    const { completion } = await ask(choice, answer, { logprobs: 'none' });
    expect(completion).toMatchObject({ text: chosen });
    expect(completion).not.toHaveProperty('choiceProbabilities');
  });

  it.each(['ignore', 'refuse'] as const)('M10: goes by json_schema to servers that %s our field', async (how) => {
    const { completion, sent } = await ask(choice, answer, { structuredOutputs: how });
    expect(sent?.chat?.choiceBy).toBe('json_schema');
    expect(sent?.body).not.toHaveProperty('structured_outputs');
    expect(sent?.warnings).toEqual([]);
    expect(completion).toMatchObject({ text: chosen });
  });

  it('goes by json_schema before any probe', async () => {
    const { completion, sent } = await ask(choice, answer, { probe: false });
    expect(sent?.chat?.choiceBy).toBe('json_schema');
    expect(completion).toMatchObject({ text: chosen });
  });

  it.each([
    ['prose', 'I would say it is a mixed picture. 很难说。'],
    ['a word of its own', 'perhaps'],
    ['another object', JSON.stringify({ verdict: chosen })],
    ['two of the set', `${choice[0]} ${choice[1]}`],
  ])('is checked again: %s with a 200 is no answer', async (_name, text) => {
    const { completion } = await ask(choice, text, { structuredOutputs: 'ignore' });
    expect(completion).toMatchObject({ code: 'model-invalid' });
  });

  it('is told whole in a stream, never in pieces or as JSON', async () => {
    const { models } = await ask(choice, answer, { structuredOutputs: 'ignore' });
    const events = [];
    for await (const event of models.primary?.stream(request({ choice })) ?? []) events.push(event);
    expect(events.map(({ type }) => type)).toEqual(['started', 'text', 'finished']);
    expect(events[1]).toEqual({ type: 'text', delta: chosen });
  });
});

describe('the canary', () => {
  it.each([
    ['obey', true],
    ['ignore', false],
    ['refuse', false],
  ] as const)('servers that %s: %s', async (structuredOutputs, obeysChoice) => {
    const server = await serve(QWEN, () => 'A spoon is for eating. 勺子是吃饭用的。', { structuredOutputs });
    expect(await rig({ primary: [server] }).probe()).toMatchObject([{ fault: null, obeysChoice }]);
  });

  it('is asked once a server, and each replica gets the form it obeys', async () => {
    const choice = ['yes', 'no'];
    const newer = await serve(QWEN, () => 'yes');
    const older = await serve(QWEN, () => 'yes', { structuredOutputs: 'ignore' });
    const models = rig({ primary: [newer, older] });
    await models.probe();
    const probes = [newer.requests.length, older.requests.length];
    expect(probes).toEqual([2, 2]);
    const ids = ['张三', '李四', '王五', 'a', 'b', 'c', 'd', 'e'];
    for (const affinity of ids) await models.primary?.complete(request({ purpose: 'verdict', choice, affinity }));
    const forms = (server: typeof newer) => new Set(server.requests.slice(2).map(({ chat }) => chat?.choiceBy));
    expect([forms(newer), forms(older)]).toEqual([new Set(['structured_outputs']), new Set(['json_schema'])]);
  });

  it('is never a fault of the model: nothing is sent in fields that the server ignores', async () => {
    const { server } = await ask(['yes', 'no'], 'yes');
    expect(server.requests.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(server.requests.every(({ body }) => !Object.keys(body).some((key) => /^guided|extra_body/.test(key)))).toBe(
      true,
    );
  });
});

describe('variants', () => {
  it('are sampled with their own seed, the plain question is not', async () => {
    const server = await serve(SMALL, () => 'yes');
    const model = rig({ fast: [server] }).fast;
    for (const variant of [undefined, 1, 2])
      await model?.complete(request({ purpose: 'verdict', ...(variant === undefined ? {} : { variant }) }));
    expect(server.requests.map(({ body }) => [body.temperature, body.seed])).toEqual([
      [0, undefined],
      [0.7, 1],
      [0.7, 2],
    ]);
  });
});

describe('weights from tokens', () => {
  const step = (token: string, top: Readonly<Record<string, number>>) => ({
    token,
    top_logprobs: Object.entries(top).map(([each, share]) => ({ token: each, logprob: Math.log(share) })),
  });

  it('count only what continues a choice, scaled to 1: logprobs come before the grammar’s mask', () => {
    const weights = choiceProbabilities(['yes', 'no'], 'yes', [step('yes', { yes: 0.03, no: 0.01, The: 0.9 })]);
    expect(weights?.yes).toBeCloseTo(0.75);
    expect(weights?.no).toBeCloseTo(0.25);
  });

  it('of choices that begin alike part where the choices part', () => {
    const steps = [step('other-', { 'other-': 0.6, no: 0.4 }), step('b', { a: 0.25, b: 0.75 })];
    const weights = choiceProbabilities(['other-a', 'other-b', 'no'], 'other-b', steps);
    expect([weights?.['other-a'], weights?.['other-b'], weights?.no]).toEqual([
      expect.closeTo(0.15),
      expect.closeTo(0.45),
      expect.closeTo(0.4),
    ]);
  });

  it('are shared evenly by choices that begin alike off the answer’s way', () => {
    const weights = choiceProbabilities(['oa', 'ob', 'n'], 'n', [step('n', { n: 0.5, o: 0.5 })]);
    expect(weights).toEqual({ oa: 0.25, ob: 0.25, n: 0.5 });
  });

  it('add up different cuts of one choice', () => {
    const weights = choiceProbabilities(['stated', 'no'], 'no', [step('no', { st: 0.1, stated: 0.2, no: 0.7 })]);
    expect(weights?.stated).toBeCloseTo(0.3);
  });

  it.each([
    ['unreadable tokens', [step('token_id:17', { 'token_id:17': 0.9, 'token_id:4': 0.1 })]],
    ['half characters', [step('æ', { æ: 0.9 })]],
    ['no token at all', []],
  ])('are not made up from %s', (_, steps) => {
    expect(choiceProbabilities(['是', '否'], '是', steps)).toBeNull();
  });
});

describe('a pattern for the whole answer', () => {
  const pattern = '([^0-9])*';

  it.each([
    ['obey', { structured_outputs: { regex: pattern } }],
    ['ignore', {}],
    ['refuse', {}],
  ] as const)('is sent only to servers seen to obey our field: %s', async (structuredOutputs, sent) => {
    const server = await serve(QWEN, () => '薪酬最重。 Pay weighs most.', { structuredOutputs });
    const models = rig({ primary: [server] });
    await models.probe();
    const completion = await models.primary?.complete(request({ purpose: 'prose', pattern }));
    expect(completion?.text).toBe('薪酬最重。 Pay weighs most.');
    const body = server.requests.at(-1)?.body ?? {};
    expect('structured_outputs' in body ? { structured_outputs: body.structured_outputs } : {}).toEqual(sent);
  });
});
