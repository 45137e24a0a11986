import type { ChoiceBy } from '../../src/llm/closed-choice.ts';
import type { Line } from '../chat.ts';
import type { Finding } from '../finding.ts';
import { probeConstraints } from './constraints.ts';
import { probeAbort, probeCache, probePriority, probeSampling } from './engine.ts';
import { probeServing, type Serving } from './serving.ts';
import { probeSpeaking, probeStream } from './speech.ts';

/** Steps of probing one server, for the progress bar. */
export const PROBE_STEPS = 8;

/** What all probes of one server found. */
export interface Probed {
  readonly findings: readonly Finding[];
  readonly serving: Serving;
  /** Null when the model gives no answers: then there is nothing to measure. */
  readonly line: Line | null;
  readonly choiceBy: ChoiceBy | null;
}

interface Configured {
  readonly windowTokens: number | null;
  readonly priority: boolean;
}

/**
 * Runs every probe against one server, one after another so that none disturbs the next. A failed one-token completion
 * doesn't end it, two silences in a row do.
 */
export async function probeLine(line: Line, configured: Configured, onStep: () => void): Promise<Probed> {
  const serving = await stepped(probeServing(line, configured.windowTokens), onStep);
  const silent = (findings: readonly Finding[]): Probed => ({ findings, serving, line: null, choiceBy: null });
  if (!serving.reachable) return silent(serving.findings);
  const speaking = await stepped(probeSpeaking(line), onStep);
  const heard: Line = { ...line, acceptsSystem: speaking.acceptsSystem };
  const stream = await stepped(probeStream(heard), onStep);
  const findings = [...serving.findings, ...speaking.findings, ...stream];
  if (!speaking.speaks && stream.every(({ state }) => state === 'unknown')) return silent(findings);
  const constraints = await stepped(probeConstraints(heard), onStep);
  const engine: Finding[] = [];
  const probes = [probeCache, probeAbort, (each: Line) => probePriority(each, configured.priority), probeSampling];
  for (const probe of probes) engine.push(await stepped(probe(heard), onStep));
  return {
    findings: [...findings, ...constraints.findings, ...engine],
    serving,
    line: heard,
    choiceBy: constraints.choiceBy,
  };
}

async function stepped<T>(probe: Promise<T>, onStep: () => void): Promise<T> {
  const found = await probe;
  onStep();
  return found;
}
