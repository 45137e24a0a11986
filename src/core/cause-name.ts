import { AttritionError } from './errors.ts';

/** Causes of causes that are named: deeper ones tell an operator nothing new. */
const MAX_DEPTH = 4;
/** A code is a short word ("ECONNREFUSED", "42P01"); anything else could be somebody's text. */
const CODE = /^[\w-]{1,40}$/;

/**
 * Names a fault's cause for the log by classes and codes only, e.g. "APIConnectionError < TypeError < ECONNREFUSED": the
 * messages of foreign errors quote what they stumbled over, which may be interview text, a file's name or a token.
 */
export function causeName(thrown: unknown): string {
  const names: string[] = [];
  let cause = thrown;
  for (let depth = 0; depth < MAX_DEPTH && cause instanceof Error; depth += 1) {
    const code = cause instanceof AttritionError ? cause.code : (cause as NodeJS.ErrnoException).code;
    names.push(cause.constructor.name);
    if (typeof code === 'string' && CODE.test(code)) names.push(code);
    cause = cause instanceof AggregateError ? cause.errors[0] : cause.cause;
  }
  return names.join(' < ');
}
