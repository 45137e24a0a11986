import type { Clock } from '../core/ports/clock.ts';
import type { EditBudgetStore } from '../core/ports/edit-budget-store.ts';
import { createEditBudget, type EditBudget } from './edit-budget.ts';
import { createSharedEditBudget } from './shared-edit-budget.ts';

export interface EditBudgetsParts {
  /** The budget that several processes share; null when this one is alone. */
  readonly edits: EditBudgetStore | null;
  readonly clock: Clock;
  /** 0..1, for jitter. */
  readonly random: () => number;
}

/** Slack counts edits by workspace: each has a budget of its own, made when it is first asked for. */
export function createEditBudgets({ edits, clock, random }: EditBudgetsParts): (workspace: string) => EditBudget {
  const budgets = new Map<string, EditBudget>();
  return (workspace) => {
    const known = budgets.get(workspace);
    if (known !== undefined) return known;
    const own = createEditBudget(clock, random);
    const made = edits === null ? own : createSharedEditBudget({ own, store: edits, clock, random, workspace });
    budgets.set(workspace, made);
    return made;
  };
}
