import { probeTitle } from './finding-title.ts';
import { found, type Patient, says } from './patient.ts';
import { SENSIBLE_WINDOW_TOKENS } from './probes/serving.ts';
import type { Blanks, WordKey } from './words/words.ts';

/** One thing to change, with what was measured to call for it. */
export interface Advice {
  readonly what: WordKey;
  readonly why: WordKey;
  readonly blanks: Blanks;
  /** For vLLM's command line; null where another place is to be changed. */
  readonly flag: string | null;
}

/** A person begins to wonder: the first-token budget of a live answer, milliseconds. */
const LIVE_FIRST_TOKEN_MS = 1_500;
/** Below this one stream reads slower than it is read, tokens a second. */
const SLOW_TOKENS_PER_SECOND = 40;
/** Twice as many requests that bring less than this more are of no use. */
const WORTHWHILE_GAIN = 1.1;
/** Smaller models are fast enough in half precision, billions of parameters. */
const QUANTISE_FROM_BILLIONS = 3;
const GIB = 2 ** 30;
const HALF = 2;

const none: readonly Advice[] = [];
const advise = (what: WordKey, why: WordKey, blanks: Blanks = {}, flag: string | null = null): readonly Advice[] => [
  { what, why, blanks, flag },
];

/** Everything the measurements call for, most urgent first; nothing that they don't. */
export function adviceFor(patient: Patient): readonly Advice[] {
  return [...serving(patient), ...window(patient), ...answers(patient), ...constraints(patient), ...load(patient)];
}

function serving(patient: Patient): readonly Advice[] {
  const names = patient.servedNames.join(', ') || '-';
  return [
    ...(says(patient, 'reachable', 'unreachable', 'noList')
      ? advise('adviceStart', 'adviceStartWhy', { url: patient.url })
      : none),
    ...(says(patient, 'model', 'otherModels')
      ? advise('adviceName', 'adviceNameWhy', { names }, `--served-model-name ${patient.model}`)
      : none),
    ...(says(patient, 'health', 'healthLies') ? advise('adviceRestart', 'adviceRestartWhy') : none),
    ...(says(patient, 'system', 'systemRefused') ? advise('adviceSystem', 'adviceSystemWhy') : none),
  ];
}

function window(patient: Patient): readonly Advice[] {
  const { servedTokens: served, configuredTokens: configured, profile } = patient;
  if (served === null) return none;
  if (configured !== null && configured > served) {
    const flag =
      served < SENSIBLE_WINDOW_TOKENS ? `--max-model-len ${Math.min(configured, SENSIBLE_WINDOW_TOKENS)}` : null;
    return advise('adviceWindowDown', 'adviceWindowDownWhy', { configured, served }, flag);
  }
  if (served <= SENSIBLE_WINDOW_TOKENS) return none;
  const flag = `--max-model-len ${SENSIBLE_WINDOW_TOKENS}`;
  if (profile.architecture === null) return advise('adviceWindow', 'adviceWindowWhy', { served }, flag);
  const { layers, kvHeads, headDim } = profile.architecture;
  const gib = (served * 2 * layers * kvHeads * headDim * HALF) / GIB;
  return advise('adviceWindow', 'adviceWindowKvWhy', { served, gib }, flag);
}

function answers(patient: Patient): readonly Advice[] {
  return [
    ...(says(patient, 'utf8', 'utf8Torn') || says(patient, 'finish', 'finishMissing')
      ? advise('adviceUtf8', 'adviceUtf8Why')
      : none),
    ...(says(patient, 'abort', 'abortZombie') ? advise('adviceAbort', 'adviceAbortWhy') : none),
    ...(says(patient, 'cache', 'cacheOff')
      ? advise('adviceCacheOn', 'adviceCacheOnWhy', {}, '--enable-prefix-caching')
      : none),
    ...(says(patient, 'cache', 'cacheCounted', 'cacheUnseen')
      ? advise('adviceCacheShow', 'adviceCacheShowWhy', {}, '--enable-prompt-tokens-details')
      : none),
    ...(says(patient, 'sampling', 'samplingOwn')
      ? advise('adviceSampling', 'adviceSamplingWhy', {}, '--generation-config vllm')
      : none),
  ];
}

function constraints(patient: Patient): readonly Advice[] {
  const broken = (['choice', 'regex', 'schema'] as const).filter((probe) => {
    const state = found(patient, probe)?.state;
    return state === 'bad' || state === 'note';
  });
  if (broken.length === 0) return none;
  return advise('adviceConstraint', 'adviceConstraintWhy', { what: broken.map(probeTitle) });
}

function load(patient: Patient): readonly Advice[] {
  const { measures, profile, concurrency } = patient;
  const [alone] = measures?.levels ?? [];
  const top = measures?.levels.at(-1);
  const priorityOff = says(patient, 'priority', 'priorityOff', 'priorityMissing');
  const wanted = says(patient, 'priority', 'priorityMissing')
    ? advise('advicePriority', 'advicePriorityOffWhy', {}, '--scheduling-policy priority')
    : none;
  if (alone === undefined || top === undefined || measures === null) return wanted;
  const { atOnce, slowestFirstMs: ms } = top;
  const waited = atOnce > 1 && (top.waited === true || ms > LIVE_FIRST_TOKEN_MS);
  const enough = enoughAtOnce(patient);
  const best = Math.max(...measures.levels.map(({ tokensPerSecond }) => tokensPerSecond));
  return [
    ...wanted,
    ...(waited
      ? advise('adviceQueue', 'adviceQueueWhy', { atOnce, ms }, `--max-num-queued-reqs ${concurrency}`)
      : none),
    ...(waited && priorityOff && wanted.length === 0
      ? advise('advicePriority', 'advicePriorityWhy', { ms }, '--scheduling-policy priority')
      : none),
    ...(waited && patient.alone
      ? advise('adviceReplicas', 'adviceReplicasWhy', { atOnce }, '--tensor-parallel-size 1')
      : none),
    ...(enough < atOnce ? advise('adviceConcurrency', 'adviceConcurrencyWhy', { atOnce: enough, best }) : none),
    ...(alone.eachPerSecond < SLOW_TOKENS_PER_SECOND ? quantise(profile, alone.eachPerSecond) : none),
  ];
}

/** The fewest requests at a time beyond which speed hardly rises. */
function enoughAtOnce({ measures, concurrency }: Patient): number {
  const levels = measures?.levels ?? [];
  const best = Math.max(0, ...levels.map(({ tokensPerSecond }) => tokensPerSecond));
  return levels.find(({ tokensPerSecond }) => tokensPerSecond * WORTHWHILE_GAIN >= best)?.atOnce ?? concurrency;
}

function quantise({ parameters, quantisation }: Patient['profile'], speed: number): readonly Advice[] {
  if (parameters === null || parameters.total < QUANTISE_FROM_BILLIONS || quantisation !== 'fp16') return none;
  const { linear, total } = parameters;
  const gb = (bytes: number) => linear * bytes + (total - linear) * HALF;
  const blanks = { speed, fp16: gb(HALF), fp8: gb(1), awq: gb((4 + 20 / 128) / 8) };
  return advise('adviceQuantise', 'adviceQuantiseWhy', blanks, '--quantization fp8');
}
