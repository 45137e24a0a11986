import { Counter, Histogram, type Registry } from 'prom-client';
import type { Meter, ModelCall, ModelTotals } from '../core/ports/meter.ts';

/** Seconds, from a cached prefix on an idle card to the longest budget. */
const LATENCY_BUCKETS = [0.05, 0.1, 0.2, 0.4, 0.8, 1.2, 2, 4, 8, 15, 30, 60, 120];

interface Sum {
  calls: number;
  faults: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  firstTexts: number;
  firstTextMs: number;
}

/** Builds the models' part of the meter, with the totals that people read. */
export function createModelMeter(registry: Registry): Meter & { totals(): readonly ModelTotals[] } {
  const sums = new Map<string, Sum>();
  const metrics = createMetrics(registry);
  return {
    modelCall(call) {
      observe(metrics, call);
      add(sums, call);
    },
    fallback: (from, to, why) => metrics.fallbacks.inc({ from, to, why }),
    totals: () => [...sums].map(([model, sum]) => totalsOf(model, sum)),
  };
}

function createMetrics(registry: Registry) {
  const registers = [registry];
  const by = ['model', 'purpose'];
  const latency = { labelNames: by, buckets: LATENCY_BUCKETS, registers };
  return {
    calls: new Counter({
      name: 'attrition_model_calls_total',
      help: 'Requests to model servers, by how they ended ("none": well)',
      labelNames: [...by, 'fault'],
      registers,
    }),
    tokens: new Counter({
      name: 'attrition_model_tokens_total',
      help: 'Tokens as the servers counted them; "cached" is a part of "prompt"',
      labelNames: [...by, 'kind'],
      registers,
    }),
    waited: new Histogram({ name: 'attrition_model_wait_seconds', help: 'Wait for a slot of ours', ...latency }),
    firstText: new Histogram({
      name: 'attrition_model_first_text_seconds',
      help: 'From the slot to the first visible text',
      ...latency,
    }),
    total: new Histogram({ name: 'attrition_model_seconds', help: 'From the slot to the end', ...latency }),
    fallbacks: new Counter({
      name: 'attrition_model_fallbacks_total',
      help: 'Times another model stepped in for the first choice',
      labelNames: ['from', 'to', 'why'],
      registers,
    }),
  };
}

function observe(metrics: ReturnType<typeof createMetrics>, call: ModelCall): void {
  const { model, purpose, usage } = call;
  const by = { model, purpose };
  metrics.calls.inc({ ...by, fault: call.fault ?? 'none' });
  metrics.waited.observe(by, call.waitedMs / 1_000);
  metrics.total.observe(by, call.totalMs / 1_000);
  if (call.firstTextMs !== null) metrics.firstText.observe(by, call.firstTextMs / 1_000);
  if (usage === null) return;
  metrics.tokens.inc({ ...by, kind: 'prompt' }, usage.promptTokens);
  metrics.tokens.inc({ ...by, kind: 'cached' }, usage.cachedTokens);
  metrics.tokens.inc({ ...by, kind: 'completion' }, usage.completionTokens);
}

const NOTHING: Readonly<Sum> = {
  calls: 0,
  faults: 0,
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
  firstTexts: 0,
  firstTextMs: 0,
};

function add(sums: Map<string, Sum>, call: ModelCall): void {
  const sum = sums.get(call.model) ?? { ...NOTHING };
  sums.set(call.model, sum);
  sum.calls += 1;
  if (call.fault !== null) sum.faults += 1;
  sum.promptTokens += call.usage?.promptTokens ?? 0;
  sum.cachedTokens += call.usage?.cachedTokens ?? 0;
  sum.completionTokens += call.usage?.completionTokens ?? 0;
  if (call.firstTextMs === null) return;
  sum.firstTexts += 1;
  sum.firstTextMs += call.firstTextMs;
}

function totalsOf(model: string, { firstTexts, firstTextMs, ...counts }: Sum): ModelTotals {
  return { model, ...counts, firstTextMs: firstTexts === 0 ? null : firstTextMs / firstTexts };
}
