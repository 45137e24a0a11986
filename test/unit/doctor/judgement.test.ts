import { expect, it } from 'vitest';
import { type Advice, adviceFor } from '../../../doctor/advice.ts';
import { finding } from '../../../doctor/finding.ts';
import { fitnessOf } from '../../../doctor/fitness.ts';
import { table, widthOf } from '../../../doctor/layout.ts';
import { type Level, levelsUpTo } from '../../../doctor/measure/measure.ts';
import type { Patient } from '../../../doctor/patient.ts';
import { sayIn } from '../../../doctor/words/words.ts';
import { abilitiesOf, profileOf } from '../../../src/llm/profiles.ts';

const level = (atOnce: number, changes: Partial<Level> = {}): Level => ({
  atOnce,
  tokensPerSecond: 60 * atOnce,
  eachPerSecond: 60,
  slowestFirstMs: 200,
  failed: 0,
  waited: false,
  ...changes,
});

function patient(model: string, changes: Partial<Patient> = {}): Patient {
  const settings = { role: 'primary' as const, model, baseUrls: ['http://127.0.0.1:8000'] };
  return {
    ...{ role: 'primary', label: model, url: 'http://127.0.0.1:8000/v1', model, profile: profileOf(model) },
    abilities: abilitiesOf(settings),
    ...{ concurrency: 4, alone: true, configuredTokens: null, servedTokens: 16_384 },
    ...{ servedNames: [model], findings: [finding('utf8', 'good', 'utf8Whole')], holdsChoice: true },
    measures: { firstTokenMs: 150, firstTokenAsks: 5, levels: [1, 2, 4].map((each) => level(each)), cutShort: false },
    canary: { en: { asked: 10, right: 9 }, zh: { asked: 10, right: 9 } },
    ...changes,
  };
}

const QWEN = 'Qwen/Qwen2.5-7B-Instruct';
const levels = (...all: Level[]) => ({ firstTokenMs: 150, firstTokenAsks: 5, levels: all, cutShort: false });
const flags = (advice: readonly Advice[]) => advice.map(({ flag }) => flag);

it('advises nothing where nothing calls for it', () => {
  expect(adviceFor(patient(QWEN))).toEqual([]);
});

it.each<[string, Partial<Patient>, string[]]>([
  ['a window of 32K', { servedTokens: 32_768 }, ['--max-model-len 16384']],
  ['a cache that is off', { findings: [finding('cache', 'note', 'cacheOff')] }, ['--enable-prefix-caching']],
  ['a cache nobody sees', { findings: [finding('cache', 'note', 'cacheCounted')] }, ['--enable-prompt-tokens-details']],
  ['penalties of its own', { findings: [finding('sampling', 'note', 'samplingOwn')] }, ['--generation-config vllm']],
  [
    'a queue, and no priority',
    {
      findings: [finding('priority', 'note', 'priorityOff')],
      measures: levels(level(1), level(4, { waited: true, slowestFirstMs: 2_400 })),
    },
    ['--max-num-queued-reqs 4', '--scheduling-policy priority', '--tensor-parallel-size 1'],
  ],
  ['a slow half-precision 7B', { measures: levels(level(1, { eachPerSecond: 22 })) }, ['--quantization fp8']],
])('advises the flag for %s', (_, changes, expected) => {
  expect(flags(adviceFor(patient(QWEN, changes)))).toEqual(expected);
});

it('says what a long window costs, in both languages', () => {
  const [advice] = adviceFor(patient(QWEN, { servedTokens: 131_072 }));
  expect(sayIn('en')(advice?.why ?? 'usage', advice?.blanks)).toContain(
    '131,072 tokens, and one sequence so long takes 7 GiB',
  );
  expect(sayIn('zh')(advice?.why ?? 'usage', advice?.blanks)).toContain('要占 7 GiB 的 KV 缓存');
});

it('advises fewer requests at a time where more bring nothing', () => {
  const flat = levels(level(1), level(2), level(4, { tokensPerSecond: 121 }));
  expect(adviceFor(patient(QWEN, { measures: flat }))).toMatchObject([
    { what: 'adviceConcurrency', blanks: { atOnce: 2 } },
  ]);
});

const verdicts = (who: Patient) => Object.fromEntries(fitnessOf(who).map(({ work, verdict }) => [work, verdict]));

it('finds a quick 7B fit for everything but the edge, and doesn’t vouch for translation', () => {
  expect(verdicts(patient(QWEN))).toEqual({
    ...{ workSummaries: 'fit', workChat: 'fit', workCoding: 'fit', workChinese: 'fit' },
    ...{ workTranslation: 'limited', workEdge: 'unfit' },
  });
});

it.each<[string, Patient, object]>([
  ['a small model codes nothing', patient('Qwen/Qwen2.5-0.5B-Instruct'), { workCoding: 'limited', workEdge: 'fit' }],
  ['no closed set, no coding', patient(QWEN, { holdsChoice: false }), { workCoding: 'unfit', workChat: 'fit' }],
  ['a short window', patient(QWEN, { servedTokens: 2_048 }), { workSummaries: 'unfit' }],
  [
    'who guesses in Chinese',
    patient(QWEN, { canary: { en: { asked: 10, right: 9 }, zh: { asked: 10, right: 3 } } }),
    { workChinese: 'unfit', workTranslation: 'unfit', workSummaries: 'limited' },
  ],
  [
    'too few answers to judge by',
    patient(QWEN, { canary: { en: { asked: 2, right: 2 }, zh: { asked: 2, right: 2 } } }),
    { workChinese: 'unsure' },
  ],
  ['a dead server', patient(QWEN, { measures: null, canary: null }), { workChat: 'unsure', workEdge: 'unfit' }],
])('judges %s', (_, who, expected) => {
  expect(verdicts(who)).toMatchObject(expected);
});

it('tries 1, 2, 4… and the configured number last', () => {
  expect(levelsUpTo(12)).toEqual([1, 2, 4, 8, 12]);
  expect(levelsUpTo(1)).toEqual([1]);
});

it('aligns Chinese by its width and keeps every line within 80 columns', () => {
  const words = '服务没有说明窗口，设置写的是很多很多个词元。'.repeat(8);
  const lines = table([
    ['好', '窗口', words],
    ['note', 'window', words],
  ]).split('\n');
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80);
  const starts = lines.map((line) => widthOf(line.slice(0, line.indexOf('服务没有'))));
  expect(starts[0]).toBe(widthOf('  note  window  '));
});
