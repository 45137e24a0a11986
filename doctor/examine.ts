import type { Clock } from '../src/core/ports/clock.ts';
import { abilitiesOf, profileOf } from '../src/llm/profiles.ts';
import { type EndpointSettings, labelOf } from '../src/llm/settings.ts';
import { adviceFor } from './advice.ts';
import { askCanary } from './canary/ask-canary.ts';
import type { Line } from './chat.ts';
import { fitnessOf } from './fitness.ts';
import { measure, measureSteps } from './measure/measure.ts';
import type { Patient } from './patient.ts';
import type { Chart } from './print.ts';
import { PROBE_STEPS, probeLine } from './probes/probe-line.ts';
import type { Progress } from './progress.ts';
import type { Say } from './words/words.ts';

/** Time for all servers together; a person waits a minute, not a coffee. */
export const MEASURE_MS = 60_000;
/** The canary's questions are short; the larger part is for the speed. */
const SPEED_SHARE = 0.6;
/** A server that was slow to probe still gets so long, in milliseconds. */
const LEAST_MS = 20_000;
const CANARY_STEPS = 20;

export interface ExamineDeps {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  readonly say: Say;
}

/** One server of one model, before anything was asked. */
export interface Appointment {
  readonly settings: EndpointSettings;
  readonly baseUrl: string;
}

/** Every server of every model. */
export function appointments(models: readonly EndpointSettings[]): readonly Appointment[] {
  return models.flatMap((settings) => settings.baseUrls.map((baseUrl) => ({ settings, baseUrl })));
}

const concurrencyOf = (settings: EndpointSettings) => settings.concurrency ?? profileOf(settings.model).concurrency;

/** Steps one server takes, for the progress bar. */
export const stepsOf = ({ settings }: Appointment): number =>
  PROBE_STEPS + measureSteps(concurrencyOf(settings)) + CANARY_STEPS;

/** Probes a server, measures it, and judges: what to change and what it is fit for. */
export async function examine(
  { settings, baseUrl }: Appointment,
  deps: ExamineDeps,
  { progress, shareMs }: { readonly progress: Progress; readonly shareMs: number },
): Promise<Chart> {
  const { clock, say } = deps;
  const label = labelOf(settings);
  const profile = profileOf(settings.model);
  const line: Line = {
    url: withVersion(baseUrl),
    model: settings.model,
    apiKey: settings.apiKey,
    acceptsSystem: settings.acceptsSystem ?? profile.template.acceptsSystem,
    fetch: deps.fetch,
    clock,
    signal: deps.signal,
  };
  const configured = { windowTokens: settings.windowTokens ?? null, priority: settings.priority === true };
  const until = clock.now() + shareMs;
  const named = settings.baseUrls.length === 1 ? label : `${label} (${line.url})`;
  progress.stage(say('progressProbing', { label: named }));
  const probed = await probeLine(line, configured, progress.step);
  const atOnce = concurrencyOf(settings);
  const leftMs = Math.max(until - clock.now(), LEAST_MS);
  const begun = clock.now();
  progress.stage(say('progressMeasuring', { label: named }));
  const speed = { atOnce, until: begun + leftMs * SPEED_SHARE, onStep: progress.step };
  const measures = probed.line === null ? null : await measure(probed.line, speed);
  progress.stage(say('progressCanary', { label: named }));
  const sitting = { choiceBy: probed.choiceBy, until: begun + leftMs, onStep: progress.step };
  const canary = probed.line === null ? null : await askCanary(probed.line, sitting);
  const patient: Patient = {
    role: settings.role,
    label,
    url: line.url,
    model: settings.model,
    profile,
    abilities: abilitiesOf(settings, profile),
    concurrency: atOnce,
    alone: settings.baseUrls.length === 1,
    configuredTokens: configured.windowTokens,
    servedTokens: probed.serving.windowTokens,
    servedNames: probed.serving.servedNames,
    findings: probed.findings,
    holdsChoice: probed.choiceBy !== null,
    measures,
    canary,
  };
  return { ...patient, advice: adviceFor(patient), fitness: fitnessOf(patient) };
}

/** People write the address of the server; the protocol lives under "/v1" unless a path says otherwise. */
function withVersion(baseUrl: string): string {
  const url = new URL(baseUrl);
  if (url.pathname === '/') url.pathname = '/v1';
  return url.href.replace(/\/$/u, '');
}
