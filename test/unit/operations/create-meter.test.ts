import { readFile } from 'node:fs/promises';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { modelTotalsTable } from '../../../src/commands/model-totals.ts';
import type { ModelCall } from '../../../src/core/ports/meter.ts';
import { createMeter } from '../../../src/operations/create-meter.ts';

const CALL: ModelCall = {
  model: 'Qwen2.5-7B-Instruct',
  purpose: 'coding',
  fault: null,
  usage: { promptTokens: 2_000, cachedTokens: 1_500, completionTokens: 90 },
  waitedMs: 20,
  firstTextMs: 300,
  totalMs: 1_200,
};

/** Value of one line of the text format, e.g. `attrition_edits_total{outcome="sent"}`; null when it is not there. */
async function readingAt(registry: Registry, line: string): Promise<number | null> {
  const text = await registry.metrics();
  const found = text.split('\n').find((each) => each.startsWith(`${line} `));
  return found === undefined ? null : Number(found.slice(line.length + 1));
}

describe('the meter', () => {
  it('counts calls by fault, and tokens by kind', async () => {
    const meter = createMeter();
    meter.modelCall(CALL);
    meter.modelCall({ ...CALL, fault: 'model-slow', usage: null, firstTextMs: null });
    const by = 'model="Qwen2.5-7B-Instruct",purpose="coding"';
    expect(await readingAt(meter.registry, `attrition_model_calls_total{${by},fault="none"}`)).toBe(1);
    expect(await readingAt(meter.registry, `attrition_model_calls_total{${by},fault="model-slow"}`)).toBe(1);
    expect(await readingAt(meter.registry, `attrition_model_tokens_total{${by},kind="cached"}`)).toBe(1_500);
    expect(await readingAt(meter.registry, `attrition_model_first_text_seconds_count{${by}}`)).toBe(1);
    expect(await readingAt(meter.registry, `attrition_model_seconds_sum{${by}}`)).toBeCloseTo(2.4);
  });

  it('counts fallbacks by from, to and why', async () => {
    const meter = createMeter();
    meter.fallback('Qwen2.5-7B-Instruct', 'Qwen2.5-1.5B-Instruct', 'model-stalled');
    const line =
      'attrition_model_fallbacks_total{from="Qwen2.5-7B-Instruct",to="Qwen2.5-1.5B-Instruct",why="model-stalled"}';
    expect(await readingAt(meter.registry, line)).toBe(1);
  });

  it('adds the latest load of each channel, and names no channel', async () => {
    const meter = createMeter();
    meter.review('C-PEOPLE', { waiting: 4, sampled: 10, escaped: 1 });
    meter.review('C-SALES', { waiting: 3, sampled: 2, escaped: 0 });
    meter.review('C-PEOPLE', { waiting: 2, sampled: 12, escaped: 2 });
    expect(await readingAt(meter.registry, 'attrition_review_waiting')).toBe(5);
    expect(await readingAt(meter.registry, 'attrition_escapes_sampled')).toBe(14);
    expect(await readingAt(meter.registry, 'attrition_escapes_found')).toBe(2);
    expect(await meter.registry.metrics()).not.toContain('C-PEOPLE');
  });

  it('asks for the depths of the queues each time, and goes without them when the database is away', async () => {
    const meter = createMeter();
    let waiting = 2;
    meter.watchQueues(async () => [{ queue: 'report', waiting, running: 1 }]);
    expect(await readingAt(meter.registry, 'attrition_queue_jobs{queue="report",state="waiting"}')).toBe(2);
    waiting = 7;
    expect(await readingAt(meter.registry, 'attrition_queue_jobs{queue="report",state="waiting"}')).toBe(7);
    meter.watchQueues(async () => {
      throw new Error('the database is away');
    });
    expect(await readingAt(meter.registry, 'attrition_queue_jobs{queue="report",state="waiting"}')).toBeNull();
    expect(await meter.registry.metrics()).toContain('attrition_edits_total');
  });

  it('shows each model server by its place, and forgets one that is gone', async () => {
    const meter = createMeter();
    const one = { model: 'Qwen2.5-7B-Instruct', replica: '1', breaker: 'closed', running: 3, waiting: 9 } as const;
    const two = { ...one, replica: '2', breaker: 'open', running: 0, waiting: 0 } as const;
    let states: readonly (typeof one | typeof two)[] = [one, two];
    meter.watchServers(() => states);
    const up = (replica: string) =>
      readingAt(meter.registry, `attrition_model_server_up{model="Qwen2.5-7B-Instruct",replica="${replica}"}`);
    expect([await up('1'), await up('2')]).toEqual([1, 0]);
    const waiting = 'attrition_model_requests{model="Qwen2.5-7B-Instruct",replica="1",state="waiting"}';
    expect(await readingAt(meter.registry, waiting)).toBe(9);
    states = [one];
    expect(await up('2')).toBeNull();
  });

  it('counts jobs, edits, interviews and stages', async () => {
    const meter = createMeter();
    meter.jobEnded('report', 'failed');
    meter.edit('refused');
    meter.interviewCoded('no-cause');
    meter.stage('coding', 38);
    expect(await readingAt(meter.registry, 'attrition_jobs_total{queue="report",outcome="failed"}')).toBe(1);
    expect(await readingAt(meter.registry, 'attrition_edits_total{outcome="refused"}')).toBe(1);
    expect(await readingAt(meter.registry, 'attrition_interviews_coded_total{outcome="no-cause"}')).toBe(1);
    expect(await readingAt(meter.registry, 'attrition_stage_seconds_sum{stage="coding"}')).toBe(38);
  });

  it('keeps apart what two programs count in one process', async () => {
    const [one, other] = [createMeter(), createMeter(new Registry())];
    one.edit('sent');
    expect(await readingAt(one.registry, 'attrition_edits_total{outcome="sent"}')).toBe(1);
    expect(await readingAt(other.registry, 'attrition_edits_total{outcome="sent"}')).toBeNull();
  });
});

describe('the totals that people read', () => {
  it.each([
    ['en', /Since the program started/, /First text/],
    ['zh', /自程序启动以来/, /首字/],
  ] as const)('stand in a table (%s)', (language, title, column) => {
    const meter = createMeter();
    meter.modelCall(CALL);
    meter.modelCall({ ...CALL, fault: 'model-slow', usage: null, firstTextMs: null });
    const table = modelTotalsTable(meter.totals(), language);
    expect(table).toMatch(title);
    expect(table).toMatch(column);
    expect(table).toMatch(/\| 2 \| 1 \| 2k \| 75 % \| 90 \| 0\.3 s \|/);
  });

  it('are empty before the first call', () => {
    expect(modelTotalsTable(createMeter().totals(), 'en')).toBe('');
  });

  it('let no label of a model draw a table of its own', () => {
    const meter = createMeter();
    meter.modelCall({ ...CALL, model: 'a | b <!channel>' });
    expect(modelTotalsTable(meter.totals(), 'en')).not.toContain('<!channel>');
  });
});

describe('docs/grafana-dashboard.json', () => {
  it('shows only metrics that there are, and each of ours', async () => {
    const dashboard: unknown = JSON.parse(await readFile('docs/grafana-dashboard.json', 'utf8'));
    const expressions = [...JSON.stringify(dashboard).matchAll(/"expr":"((?:[^"\\]|\\.)*)"/g)].map(([, expr]) => expr);
    expect(expressions.length).toBeGreaterThan(10);
    const used = new Set(expressions.flatMap((expr) => expr?.match(/attrition_\w+/g) ?? []));
    const { registry } = createMeter();
    const there = registry.getMetricsAsArray().map(({ name }) => name);
    const known = new Set(there.flatMap((name) => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]));
    expect([...used].filter((name) => !known.has(name))).toEqual([]);
    const shown = (name: string) => [...used].some((each) => each === name || each.startsWith(`${name}_`));
    const own = there.filter((name) => !/^attrition_(process|nodejs)_/.test(name));
    expect(own.filter((name) => !shown(name))).toEqual([]);
  });
});
