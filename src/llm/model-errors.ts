import { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import { AttritionError, type FaultCode } from '../core/errors.ts';
import type { Fallback } from '../core/ports/language-model.ts';

/** Statuses of a server that is there but can't answer now: timeout, too many requests. */
const BUSY_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429]);
/** Words of a context overflow in vLLM, llama.cpp and OpenAI; their numbers are sometimes wrong, so none is read. */
const OVERFLOW = /context.{0,12}(length|size|window)|maximum.{0,12}tokens|input_tokens|prompt is too long/i;

/**
 * Names whatever the client threw. `spoken` says whether text had come before: then a lost connection is an answer
 * cut off, not a server out of reach.
 */
export function toModelError(thrown: unknown, model: string, spoken: boolean): AttritionError {
  if (thrown instanceof AttritionError) return thrown;
  if (thrown instanceof APIUserAbortError) return new AttritionError('aborted', { model }, thrown);
  if (thrown instanceof APIError && typeof thrown.status === 'number') return statusError(thrown, model);
  if (spoken) return new AttritionError('model-cut-off', { model }, thrown);
  // Malformed events: whatever answers there doesn't speak the protocol.
  if (thrown instanceof SyntaxError) return new AttritionError('model-invalid', { model }, thrown);
  if (thrown instanceof APIConnectionError || thrown instanceof APIError || thrown instanceof TypeError)
    return new AttritionError('model-unreachable', { model }, thrown);
  return new AttritionError('unexpected', { model }, thrown);
}

function statusError(error: APIError, model: string): AttritionError {
  const status = error.status ?? 0;
  const detail = { model, status };
  if (status >= 500 || BUSY_STATUSES.has(status)) return new AttritionError('model-unreachable', detail, error);
  const tooLong =
    status === 413 || (status === 400 && (error.param === 'input_tokens' || OVERFLOW.test(error.message)));
  return new AttritionError(tooLong ? 'model-too-long' : 'model-refused', detail, error);
}

/** The reason with which the loser of a race is stopped when it hadn't said a word in time. */
export const LATE = Symbol('late');

const LOST: ReadonlySet<FaultCode> = new Set(['model-unreachable', 'model-slow', 'model-stalled']);
/** Faults of an answer or of the request: whoever names them is there and works. */
const ALIVE: ReadonlySet<FaultCode> = new Set(['model-refused', 'model-too-long', 'model-looping', 'model-cut-off']);

/** True when the fault says that the server is lost or stuck, false when it says that it works; null for neither. */
export function isServerFailure({ code, cause, detail }: AttritionError): boolean | null {
  if (LOST.has(code)) return true;
  // The line broke in mid-text; an answer that was merely long has no cause.
  if (code === 'model-cut-off' && (cause !== undefined || detail.finish === 'none')) return true;
  return ALIVE.has(code) ? false : null;
}

const WHY: Partial<Record<FaultCode, Fallback['why']>> = {
  'model-slow': 'slow',
  'model-stalled': 'stalled',
  'model-unreachable': 'unreachable',
  'model-refused': 'refused',
  'model-too-long': 'refused',
  'model-cut-off': 'cut-off',
  'model-looping': 'looping',
  'model-too-small': 'too-small',
};

/** The reason of a fallback, as named to people. */
export function whyOf(error: AttritionError): Fallback['why'] {
  return WHY[error.code] ?? 'invalid';
}
