import { expect, test } from 'vitest';
import type { ReportContext, ReportCost } from '../../../src/core/report.ts';
import { modelUseLines } from '../../../src/report/model-use-line.ts';

const COST: ReportCost = {
  spent: { calls: 212, promptTokens: 410_000, cachedTokens: 250_100, completionTokens: 19_000 },
  seconds: { reading: 2, coding: 38.2, counting: 0.1, writing: 9 },
};

function linesOf(language: 'en' | 'zh', cost?: ReportCost): readonly string[] {
  const request = { language, period: null, department: null, codebook: 'employee-exit', fast: false };
  return modelUseLines({ request, ...(cost === undefined ? {} : { cost }) } as ReportContext);
}

test('calls, tokens, the share from the cache and the seconds of what took long', () => {
  expect(linesOf('en', COST)).toEqual([
    'Model use: 212 calls, 410k prompt tokens (61\u00a0% from the cache), 19k completion tokens · coding 38 s, writing 9 s',
  ]);
  expect(linesOf('zh', COST)).toEqual([
    '模型用量：212 次调用，提示 410k 词元（61% 来自缓存），生成 19k 词元 · 编码 38 秒，撰写 9 秒',
  ]);
});

test('a report without a model says so, and one that is being made says nothing', () => {
  const spent = { calls: 0, promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
  expect(linesOf('en', { spent, seconds: { coding: 4 } })).toEqual(['Model use: no model was asked · coding 4 s']);
  expect(linesOf('zh', { spent, seconds: {} })).toEqual(['模型用量：未调用模型']);
  expect(linesOf('en')).toEqual([]);
});

test('a server that counts no tokens leaves the calls', () => {
  const spent = { calls: 1, promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
  expect(linesOf('en', { spent, seconds: {} })).toEqual(['Model use: 1 call']);
});
