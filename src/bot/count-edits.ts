import type { Clock } from '../core/ports/clock.ts';
import type { EditMeter } from '../core/ports/meter.ts';
import type { SlackCall } from './slack-call.ts';
import { refusalOf } from './slack-refusal.ts';

/** An edit whose answer takes longer is counted as late: the next snapshot is due by then. */
const LATE_EDIT_MS = 3_000;

/** Puts a counter before the call that edits messages. */
export function countEdits(call: SlackCall, clock: Clock, meter: EditMeter): SlackCall {
  return async (method, options) => {
    const since = clock.now();
    try {
      const answer = await call(method, options);
      meter.edit(clock.now() - since > LATE_EDIT_MS ? 'late' : 'sent');
      return answer;
    } catch (thrown) {
      meter.edit(refusalOf(thrown).kind === 'unknown' ? 'late' : 'refused');
      throw thrown;
    }
  };
}
