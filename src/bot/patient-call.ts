import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import { PACE_PATIENCE_MS } from './limits.ts';
import type { SlackCall } from './slack-call.ts';
import { refusalOf } from './slack-refusal.ts';

/** A call that keeps Slack's appointments: what is refused for pace was not carried out, so it is safe to call again. */
export function waitForPace(call: SlackCall, clock: Clock): SlackCall {
  return async (method, options, address) => {
    for (let waited = 0; ; ) {
      try {
        return await call(method, options, address);
      } catch (thrown) {
        const refusal = refusalOf(thrown);
        if (refusal.kind !== 'rate-limited' || waited >= PACE_PATIENCE_MS) throw thrown;
        waited += refusal.retryAfterMs;
        await clock.sleep(refusal.retryAfterMs);
      }
    }
  };
}

/** A call that is made again while nobody knows whether it was carried out: for what may rather come twice than never. */
export function tryAgain(call: SlackCall, clock: Clock, delaysMs: readonly number[]): SlackCall {
  return async (method, options, address) => {
    for (const delay of delaysMs) {
      try {
        return await call(method, options, address);
      } catch (thrown) {
        if (thrown instanceof AttritionError || refusalOf(thrown).kind !== 'unknown') throw thrown;
        await clock.sleep(delay);
      }
    }
    return call(method, options, address);
  };
}
