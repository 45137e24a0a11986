import type { Clock } from '../src/core/ports/clock.ts';
import type { Block } from './slack-types.ts';
import type { WorkspaceState } from './workspace-state.ts';

/** A post, edit or deletion as it happened. */
export interface RecordEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: 'post' | 'edit' | 'delete' | 'ephemeral';
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | null;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Keeps every post and edit in order, so that a test can check each moment of a growing message. */
export function keepRecord(state: WorkspaceState, clock: Clock): readonly RecordEntry[] {
  const record: RecordEntry[] = [];
  state.subscribe((change) => {
    if (!('message' in change)) return;
    const { channel, ts, thread_ts, user, text, blocks } = change.message;
    const where = { channel, ts, thread: thread_ts ?? null };
    record.push({ at: clock.now(), kind: change.kind, ...where, user, text, blocks: blocks ?? [] });
  });
  return record;
}
