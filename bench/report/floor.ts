import { loadCodebook } from '../../src/coding/load-codebook.ts';
import { systemPrompt } from '../../src/coding/model/coding-prompt.ts';
import { countTokens } from '../server/count-tokens.ts';
import type { CardProfile, ServerProfile } from '../server/profiles.ts';

/** What must be read and said, whoever does it. */
export interface NeededTokens {
  readonly interviews: number;
  readonly interviewTokens: number;
  /** Said of one interview. */
  readonly answerTokens: number;
  readonly claims: number;
  /** Prose of the report; 0 where none is written. */
  readonly reportTokens: number;
}

/** The least seconds and tokens of a job. */
export interface Floor {
  readonly seconds: number;
  /** With every card at its specified speed instead of the share that servers were seen to reach. */
  readonly secondsBySpecification: number;
  readonly calls: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

/** What is said of an interview in the job of the facts (facts-model-server.md, section 2): codes and ids. */
export const ANSWER_TOKENS = 90;

/** The shortest form we know, ours: two reasons and a complaint, and the end mark. */
export const SHORTEST_ANSWER_TOKENS =
  countTokens(
    JSON.stringify([
      { code: 'pay-level', stated: [12] },
      { code: 'career-growth', stated: [34] },
      { code: 'manager-behavior', none: [56] },
    ]),
  ) + 1;

/** A check is made on the cited words alone. */
const CHECK_TOKENS = 120;
const VERDICT_TOKENS = 4;
const REPORT_PROMPT_TOKENS = 700;
/** "Client concurrency near 25 per replica": more streams only wait. */
const STREAMS = 25;

const CODEBOOK = new URL('../../codebooks/employee-exit.yml', import.meta.url).pathname;

/** Computes the floor: each interview read once, each claim checked once, the constant prompt once a replica. */
export async function floorOf(profile: ServerProfile, needed: NeededTokens): Promise<Floor> {
  const { codebook } = await loadCodebook(CODEBOOK);
  const constant = countTokens(systemPrompt(codebook));
  const { interviews, interviewTokens, answerTokens, claims, reportTokens } = needed;
  const calls = interviews + claims + (reportTokens > 0 ? 1 : 0);
  const reportPrompt = reportTokens > 0 ? REPORT_PROMPT_TOKENS : 0;
  const promptTokens = interviewTokens + constant * profile.replicas + claims * CHECK_TOKENS + reportPrompt;
  const completionTokens = interviews * answerTokens + claims * VERDICT_TOKENS + reportTokens;
  const cachedTokens = constant * Math.max(0, interviews - profile.replicas);
  const tokens = { calls, promptTokens, cachedTokens, completionTokens };
  if (profile.kind === 'felt') {
    const { firstTokenSeconds, tokensPerSecond, maxSequences } = profile;
    const of = (count: number, said: number) => count * (firstTokenSeconds + said / tokensPerSecond);
    const side = (of(interviews, answerTokens) + of(claims, VERDICT_TOKENS)) / Math.min(maxSequences, interviews * 3);
    const seconds = side + (reportTokens > 0 ? of(1, reportTokens) : 0);
    return { ...tokens, seconds, secondsBySpecification: seconds };
  }
  const least = (card: CardProfile) => cardSeconds(card, promptTokens - reportPrompt, needed);
  const perfect = { ...profile, bandwidthShare: 1, flopsShare: 1, perSequence: 0 };
  return { ...tokens, seconds: least(profile), secondsBySpecification: least(perfect) };
}

/** Prefill at the card's arithmetic, decoding at its bandwidth, all replicas evenly; then the report in one stream. */
function cardSeconds(card: CardProfile, promptTokens: number, needed: NeededTokens): number {
  const { replicas, linearParameters, attentionFlop, flops, flopsShare, bandwidth, bandwidthShare, perSequence } = card;
  const { interviews, answerTokens, claims, reportTokens } = needed;
  /** A window's tokens look back on half of it and on the constant prompt. */
  const back = 2_000;
  const flop = promptTokens * (2 * linearParameters + attentionFlop * back);
  const prefill = flop / (flops * flopsShare) / replicas;
  const streams = Math.min(STREAMS, Math.max(1, Math.ceil(interviews / replicas)));
  const stepOf = (count: number, context: number) =>
    (card.weightBytes + count * context * card.kvBytesPerToken) / (bandwidth * bandwidthShare) + perSequence * count;
  const said = interviews * answerTokens + claims * VERDICT_TOKENS;
  const decode = (said / replicas / streams) * stepOf(streams, back);
  return prefill + decode + reportTokens * stepOf(1, REPORT_PROMPT_TOKENS);
}
