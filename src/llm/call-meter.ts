import type { FaultCode } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Purpose, Usage } from '../core/ports/language-model.ts';
import type { Meter } from '../core/ports/meter.ts';

interface Call {
  readonly model: string;
  readonly purpose: Purpose;
  readonly clock: Clock;
  readonly meter: Meter | undefined;
}

/** Takes the times of one request and reports it once; what comes after the report is ignored. */
export function callMeter({ model, purpose, clock, meter }: Call) {
  const asked = clock.now();
  let sentAt: number | null = null;
  let firstTextMs: number | null = null;
  let reported = false;
  const report = (fault: FaultCode | null, usage: Usage | null) => {
    if (reported) return;
    reported = true;
    const now = clock.now();
    const waitedMs = (sentAt ?? now) - asked;
    meter?.modelCall({ model, purpose, fault, usage, waitedMs, firstTextMs, totalMs: now - (sentAt ?? now) });
  };
  return {
    /** It left our queue. */
    sent() {
      sentAt = clock.now();
    },
    /** Visible text came. */
    heard() {
      firstTextMs ??= clock.now() - (sentAt ?? asked);
    },
    hasHeard: () => firstTextMs !== null,
    ended: (usage: Usage | null) => report(null, usage),
    failed(fault: FaultCode) {
      // Taken back before anything was sent: no request at all.
      if (fault === 'aborted' && sentAt === null) reported = true;
      report(fault, null);
    },
  };
}
