import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { FAULT_KINDS, type Fault, type FaultKind } from '../../../eval/faults/fault.ts';
import { claimFaults, readFaultTables, subjectOf } from '../../../eval/faults/inject.ts';
import { type Fate, type FaultRun, runFault } from '../../../eval/faults/run-faults.ts';
import type { ErrorModel } from '../../../eval/faults/scripted-verifier.ts';
import { summarise, unchecked } from '../../../eval/faults/summarise.ts';
import { transportFaults } from '../../../eval/faults/transport.ts';
import { readLabelledSet } from '../../../eval/labelled-set.ts';
import { loadCodebook } from '../../../src/coding/load-codebook.ts';
import { loadVerdictThresholds } from '../../../src/evidence/verdict-thresholds.ts';

const path = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

/** Faults that no verdict can let through, right or wrong. */
const WITHOUT_A_MODEL: readonly FaultKind[] = [
  'ids-out-of-range',
  'twice-across-windows',
  'swapped-speakers',
  'documents-instruction',
  'truncated-json',
  'whitespace-loop',
  'empty-choices',
  'wrong-language',
];

let faults: readonly Fault[];
let base: Omit<FaultRun, 'verifierError' | 'secondError'>;
beforeAll(async () => {
  const book = await loadCodebook(path('codebooks/employee-exit.yml'));
  const tables = await readFaultTables();
  base = { ...book, thresholds: await loadVerdictThresholds(), errors: 'by-chance' };
  const subjects = (await readLabelledSet(path('eval/own-set.jsonl'))).flatMap((labelled) => subjectOf(labelled) ?? []);
  faults = subjects.flatMap((subject) => [
    ...claimFaults(subject, book.codebook, tables),
    ...transportFaults(subject, book.codebook),
  ]);
});

const runAnew = (
  verifierError: number,
  errors: ErrorModel = 'by-chance',
  secondError = verifierError,
): Promise<readonly Fate[]> =>
  Promise.all(faults.map((fault) => runFault(fault, { ...base, verifierError, secondError, errors })));

const runs = new Map<string, Promise<readonly Fate[]>>();
/** The same run for all tests that look at it. */
function run(...how: Parameters<typeof runAnew>): Promise<readonly Fate[]> {
  const key = JSON.stringify(how);
  const fates = runs.get(key) ?? runAnew(...how);
  runs.set(key, fates);
  return fates;
}

describe('faults at the output of a coder that is otherwise right', () => {
  it('are at least 600, of every kind, in both languages', () => {
    expect(faults.length).toBeGreaterThanOrEqual(600);
    for (const kind of FAULT_KINDS)
      for (const language of ['en', 'zh'])
        expect(faults.filter((fault) => fault.kind === kind && fault.language === language).length).toBeGreaterThan(8);
  });

  it('do not reach the report when the verdicts are right', async () => {
    const { escaped, injected, trueKept } = summarise(await run(0));
    expect({ escaped, injected }).toEqual({ escaped: 0, injected: faults.length });
    expect(trueKept).toBeGreaterThan(0.95);
  });

  it('escape where only the verdict stands in the way and every verdict is wrong', async () => {
    const { byKind } = summarise(await run(1, 'by-chance', 0));
    expect(byKind['confusable-code']?.escaped).toBeGreaterThan(20);
    expect(byKind['example-leakage']?.escaped).toBeGreaterThan(20);
    for (const kind of WITHOUT_A_MODEL) expect([kind, byKind[kind]?.escaped]).toEqual([kind, 0]);
  });

  it('hardly escape while the questions err apart, and oftener from a model that misreads a claim in all of them', async () => {
    const [byChance, alike, across] = [
      summarise(await run(0.15)),
      summarise(await run(0.15, 'alike')),
      summarise(await run(0.15, 'across')),
    ];
    for (const { escaped, injected } of [byChance, alike]) expect(escaped / injected).toBeLessThan(0.015);
    expect(across.escaped).toBeGreaterThan(2 * Math.max(byChance.escaped, alike.escaped));
    expect(across.trueKept).toBeLessThan(byChance.trueKept);
  });

  it('keep the aims at a verifier error of 5 %, whether an answer errs by chance or always', async () => {
    for (const errors of ['by-chance', 'alike'] as const) {
      const { escaped, injected, toPerson, trueKept } = summarise(await run(0.05, errors));
      expect(escaped / injected).toBeLessThanOrEqual(0.005);
      expect(toPerson / injected).toBeLessThanOrEqual(0.1);
      expect(trueKept).toBeGreaterThanOrEqual(0.95);
    }
  });

  it('leave an interview whose only claim was refused to a second reading, which errs too', async () => {
    const [right, wrong] = [summarise(await run(0)), summarise(await run(0, 'by-chance', 0.5))];
    expect(right.noneInstead).toBe(0);
    expect(wrong.noneInstead).toBeGreaterThan(5);
    // The verdicts are right: what it invents ends there.
    expect(wrong.escaped).toBe(0);
    expect(wrong.toPerson).toBeGreaterThan(right.toPerson);
  });

  it('fare the same every time', async () => {
    expect(summarise(await runAnew(0.15))).toEqual(summarise(await run(0.15)));
  });

  it('all reach the reader where nothing is checked', async () => {
    const { escaped, byKind } = unchecked(await run(0));
    expect(escaped).toBe(faults.length);
    expect(byKind['empty-choices']?.by).toEqual({ 'lost unseen': byKind['empty-choices']?.injected });
  });

  it('are named by the check that stopped them', async () => {
    const { byKind } = summarise(await run(0));
    expect(byKind['ids-out-of-range']?.by).toEqual({ 'check: no-such-sentence': byKind['ids-out-of-range']?.injected });
    expect(byKind['swapped-speakers']?.by).toEqual({
      'ingest: speakers-swapped': byKind['swapped-speakers']?.injected,
    });
    expect(byKind['interviewers-phrase']?.by['check: not-the-leaver']).toBeGreaterThan(20);
  });

  it('an answer that never becomes readable is a failure, not "no cause"', async () => {
    const fates = await run(0);
    const lost = fates.filter(({ fault }) => fault.isUnreadable);
    expect(lost.length).toBeGreaterThan(20);
    expect(new Set(lost.map(({ end }) => end))).toEqual(new Set(['failed']));
  });
});
