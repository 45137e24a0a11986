import { describe, expect, onTestFinished, test } from 'vitest';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import type { Fault } from '../support/scripted-model-server/scripted-answer.ts';
import { CHANNEL, startApp, wordsOf } from '../workspace/whole-app.ts';
import { endingOf } from './ending.ts';
import { slowModel } from './slow-model.ts';

/** Short patience (ms), so that a dozen bad servers take a minute. */
const BUDGET = '{ firstTokenMs: 300, silenceMs: 900, stallMs: 500, totalMs: 4000 }';
const BUDGETS = `budgets: { prose: ${BUDGET}, coding: ${BUDGET}, verdict: ${BUDGET}, answer: ${BUDGET} }`;

/** What the report says of the server, in both languages. */
const WHY = {
  unreachable: [/could not be reached/, /无法连接/],
  slow: [/was too slow|stalled in mid-answer/, /响应太慢|回答中途停住/],
  stalled: [/stalled in mid-answer/, /回答中途停住/],
  cutOff: [/was cut off/, /回答被截断/],
  looping: [/repeated itself/, /陷入重复/],
  invalid: [/gave an invalid answer|was cut off/, /回答无效|回答被截断/],
  refused: [/refused the request|could not be reached/, /拒绝了请求|无法连接/],
} as const;

/** What the server does from the moment on at which the report is asked for. */
const BAD: readonly (readonly [Fault, keyof typeof WHY])[] = [
  ['dead', 'unreachable'],
  ['hung', 'slow'],
  ['pings-only', 'slow'],
  ['503', 'refused'],
  ['garbage', 'invalid'],
  ['html', 'invalid'],
  ['stall', 'stalled'],
  ['cut', 'cutOff'],
  ['reset', 'cutOff'],
  ['length', 'cutOff'],
  ['null-content', 'invalid'],
  ['phrase-loop', 'looping'],
];
/** A person's machine takes every third of them, CI all. */
const isChosen = (index: number) => process.env.CI === 'true' || index % 3 === 0;
const rows = BAD.map(([fault, why], index) => ({
  fault,
  why,
  lang: index % 2 === 0 ? ('en' as const) : ('zh' as const),
})).filter((_, index) => isChosen(index));

async function reportWith(fault: Fault | 'none', lang: 'en' | 'zh') {
  const model = await slowModel();
  const yml = `models:\n  - { role: primary, model: "${QWEN}", baseUrls: ["${model.url}"], concurrency: 8 }\n${BUDGETS}\n`;
  const app = await startApp(fault === 'none' ? {} : { models: yml });
  onTestFinished(() => app.stop());
  await app.upload(EXIT_TEXTS);
  if (fault !== 'none') model.setFault(fault);
  const root = await app.ask(`/attrition report lang=${lang}`);
  const final = wordsOf(await app.finished(root));
  const { report } = await endingOf(app.playground, root);
  const outcomes = report.split('\n').filter((line) => /^\| \d+ \| /.test(line));
  const errors = app.playground.thread(CHANNEL, root).filter((one) => /went wrong|出现了意料之外/.test(wordsOf(one)));
  await app.stop();
  return { final, report, outcomes, errors: errors.length };
}

/** What is said with no model at all; it is the same each time, so it is asked once. */
const alone = new Map<string, ReturnType<typeof reportWith>>();

describe('the model server has a bad day', () => {
  test.each(rows)(
    '$fault: the report is finished, names who wrote it and why ($lang), and takes no unread interview for one without a cause',
    async ({ fault, why, lang }) => {
      const without = alone.get(lang) ?? reportWith('none', lang);
      alone.set(lang, without);
      const bad = await reportWith(fault, lang);
      expect(bad.final).toMatch(lang === 'en' ? /written by the template writer/ : /模板/);
      expect(bad.final).toMatch(/Qwen2\.5-7B-Instruct/);
      expect(bad.final).toMatch(WHY[why][lang === 'en' ? 0 : 1]);
      expect(bad.outcomes).toHaveLength(12);
      expect(bad.outcomes).toEqual((await without).outcomes);
      expect(bad.errors).toBe(0);
    },
    120_000,
  );
});
