import { estimateTokens } from '../../core/estimate-tokens.ts';
import { type InterviewDraft, roleOf, sentenceText } from '../../core/interview.ts';

/** Where nobody knows the model better: quality of citations falls long before a model's window is full. */
export const WINDOW_TOKENS = 1_500;
/** Of the previous exchange, so much is shown for reading only. */
const CONTEXT_TOKENS = 300;
/** Sizes tried for windows of the same size: a sentence more or less makes no difference. */
const SIZE_STEP = 20;

/** A stretch of whole exchanges that one request codes. */
export interface CodingWindow {
  /** Sentences of the exchange before, for reading only. */
  readonly context: readonly number[];
  /** Whole exchanges, in order, as sentence ids. */
  readonly exchanges: readonly (readonly number[])[];
}

/** True for sentences that may be evidence; an interviewer's are context (R1). */
export function isCitable(interview: InterviewDraft, id: number): boolean {
  const role = roleOf(interview, id);
  return role === 'leaver' || role === 'note';
}

/**
 * Cuts an interview into windows of whole exchanges, of at most `limit` tokens by our own estimate; windows without a word
 * of the leaver are left out. Where several servers share them they are of about the same size, and as many for each server
 * once there are more windows than servers: otherwise all but one would wait for the one with a window more.
 */
export function windowsOf(
  interview: InterviewDraft,
  limit: number = WINDOW_TOKENS,
  servers: number = 1,
): readonly CodingWindow[] {
  const sized = exchangesOf(interview)
    .flatMap((ids) => cutLong(ids, limit, (id) => tokensOf(interview, id)))
    .map((ids) => ({ ids, tokens: ids.reduce((sum, id) => sum + tokensOf(interview, id), 0) }));
  const packed = packEvenly(sized, limit, servers);
  return packed
    .map((own, index) => ({ exchanges: own, context: lastSentences(interview, packed[index - 1]?.at(-1) ?? []) }))
    .filter((window) => window.exchanges.flat().some((id) => isCitable(interview, id)));
}

interface SizedExchange {
  readonly ids: readonly number[];
  readonly tokens: number;
}

/** The smallest size at which as many windows do as are wanted is the most even one. */
function packEvenly(exchanges: readonly SizedExchange[], limit: number, servers: number) {
  const fewest = pack(exchanges, limit);
  if (servers === 1) return fewest;
  const wanted = fewest.length > servers ? Math.ceil(fewest.length / servers) * servers : fewest.length;
  const total = exchanges.reduce((sum, { tokens }) => sum + tokens, 0);
  for (let size = Math.ceil(total / Math.max(1, wanted)); size < limit; size += SIZE_STEP) {
    const packed = pack(exchanges, size);
    if (packed.length <= wanted) return packed;
  }
  return fewest;
}

function pack(exchanges: readonly SizedExchange[], limit: number): readonly (readonly (readonly number[])[])[] {
  const packed: (readonly number[])[][] = [];
  let room = 0;
  for (const { ids, tokens } of exchanges) {
    const current = packed.at(-1);
    if (current === undefined || tokens > room) {
      packed.push([ids]);
      room = limit - tokens;
    } else {
      current.push(ids);
      room -= tokens;
    }
  }
  return packed;
}

/** Cuts a window in two of about the same number of exchanges, or of sentences when it holds but one; null when it can't. */
export function halvesOf(interview: InterviewDraft, window: CodingWindow): readonly CodingWindow[] | null {
  const [only] = window.exchanges;
  const parts = window.exchanges.length > 1 ? window.exchanges : (only ?? []).map((id) => [id]);
  if (parts.length < 2) return null;
  const middle = Math.ceil(parts.length / 2);
  const [first, second] = [parts.slice(0, middle), parts.slice(middle)];
  return [
    { context: window.context, exchanges: first },
    { context: lastSentences(interview, first.at(-1) ?? []), exchanges: second },
  ].filter(({ exchanges }) => exchanges.flat().some((id) => isCitable(interview, id)));
}

/** A question with its answers; where nobody asks, each turn stands for itself. */
function exchangesOf(interview: InterviewDraft): readonly (readonly number[])[] {
  const exchanges: number[][] = [];
  let previous: number | null = null;
  for (const { id, turn } of interview.sentences) {
    const current = exchanges.at(-1);
    if (current === undefined || (turn !== previous && beginsExchange(interview, turn))) exchanges.push([id]);
    else current.push(id);
    previous = turn;
  }
  return exchanges;
}

function beginsExchange(interview: InterviewDraft, turn: number): boolean {
  const isAsking = (index: number) => interview.turns[index]?.role === 'interviewer';
  if (interview.turns[turn]?.question !== undefined) return true;
  if (!interview.turns.some(({ role }) => role === 'interviewer')) return true;
  return isAsking(turn) && !isAsking(turn - 1);
}

function cutLong(ids: readonly number[], limit: number, size: (id: number) => number): readonly (readonly number[])[] {
  const parts: number[][] = [[]];
  let used = 0;
  for (const id of ids) {
    const current = parts.at(-1) ?? [];
    if (current.length > 0 && used + size(id) > limit) {
      parts.push([id]);
      used = size(id);
    } else {
      current.push(id);
      used += size(id);
    }
  }
  return parts;
}

function lastSentences(interview: InterviewDraft, ids: readonly number[]): readonly number[] {
  let room = CONTEXT_TOKENS;
  const kept: number[] = [];
  for (const id of ids.toReversed()) {
    room -= tokensOf(interview, id);
    if (room < 0) break;
    kept.unshift(id);
  }
  return kept;
}

/** What stands before each sentence in the prompt costs some tokens too. */
const LINE_TOKENS = 6;

function tokensOf(interview: InterviewDraft, id: number): number {
  return LINE_TOKENS + estimateTokens(sentenceText(interview, id));
}
