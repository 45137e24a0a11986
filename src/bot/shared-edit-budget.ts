import type { Clock } from '../core/ports/clock.ts';
import type { EditBudgetStore } from '../core/ports/edit-budget-store.ts';
import type { EditBudget } from './edit-budget.ts';
import { EDIT_BURST, EDITS_KEPT_FOR_FINALS, EDITS_PER_MINUTE, RETRY_JITTER_MS } from './limits.ts';

const BUCKET = { burst: EDIT_BURST, msPerToken: 60_000 / EDITS_PER_MINUTE };

export interface SharedBudgetParts {
  /** This process's own pace: intervals and slowdowns. */
  readonly own: EditBudget;
  /** Whose edits these are. */
  readonly workspace: string;
  readonly store: EditBudgetStore;
  readonly clock: Clock;
  /** 0..1, for jitter. */
  readonly random: () => number;
}

/**
 * The edit budget of several processes: each token comes from the database, as Slack counts the workspace's edits and
 * not a process's. When the database can't be asked, this process goes on by its own count.
 */
export function createSharedEditBudget({ own, workspace, store, clock, random }: SharedBudgetParts): EditBudget {
  return {
    ...own,
    async take(kind, signal) {
      const needed = kind === 'final' ? 1 : 1 + EDITS_KEPT_FOR_FINALS;
      for (;;) {
        signal?.throwIfAborted();
        const wait = await store.take({ ...BUCKET, id: workspace, needed }).catch(() => null);
        if (wait === null) return own.take(kind, signal);
        if (wait === 0) return;
        // Waiters of several processes must not come back at the same moment.
        await clock.sleep(wait + random() * RETRY_JITTER_MS, signal);
      }
    },
    rateLimited(retryAfterMs) {
      own.rateLimited(retryAfterMs);
      store.freeze(workspace, retryAfterMs).catch(() => {});
    },
  };
}
