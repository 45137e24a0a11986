import { randomUUID } from 'node:crypto';
import type { ForgetTarget } from '../core/ports/privacy-store.ts';
import { type ForgetDeps, runForget } from './forget.ts';

/** For how long each kind is kept, in days; null keeps it until somebody deletes it. */
export interface RetentionDays {
  /** Files and interviews with their text, segments and decisions, from their upload on. */
  readonly interviews: number | null;
  /** Reports, answers, our messages and uploaded files, from when they were made. */
  readonly reports: number | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Stands in the audit where a person's id would. */
const BY_CLOCK = 'retention';

/** A workspace that removed the app and hasn't come back after so many days is forgotten with all that was read there. */
const LEFT_DAYS = 30;

async function dueTargets(
  days: RetentionDays,
  gone: readonly string[],
  { store, clock }: ForgetDeps,
): Promise<readonly ForgetTarget[]> {
  const targets: ForgetTarget[] = [];
  for (const workspace of gone)
    for (const channel of await store.installations.channels(workspace))
      targets.push({ channel, scope: 'channel', targetId: null, since: 0, until: null });
  if (days.interviews !== null) {
    const files = await store.forget.filesBefore(clock.now() - days.interviews * DAY_MS);
    for (const { id, channel } of files) targets.push({ channel, scope: 'texts', targetId: id, since: 0, until: null });
  }
  if (days.reports !== null) {
    const until = clock.now() - days.reports * DAY_MS;
    for (const channel of await store.forget.reportChannelsBefore(until))
      targets.push({ channel, scope: 'reports', targetId: null, since: 0, until });
  }
  return targets;
}

/** Deletes what has been kept long enough, by the same way as a person's request. */
export async function runRetention(days: RetentionDays, deps: ForgetDeps, signal: AbortSignal): Promise<void> {
  const { store, clock } = deps;
  const gone = await store.installations.leftBefore(clock.now() - LEFT_DAYS * DAY_MS);
  for (const target of await dueTargets(days, gone, deps)) {
    signal.throwIfAborted();
    // What an archive held went with it, and another worker may have been faster: no proof of nothing.
    const left = await store.forget.reach(target);
    if (Object.values(left).every((count) => count === 0)) continue;
    const id = randomUUID();
    await store.forget.ask({ ...target, id, askedBy: BY_CLOCK, askedAt: clock.now(), language: 'en' });
    await store.forget.answer(id, 'confirmed');
    await runForget(id, deps, signal);
  }
  for (const workspace of gone) await store.installations.forget(workspace);
}
