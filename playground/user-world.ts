import type { Clock } from '../src/core/ports/clock.ts';
import type { Delivery } from './delivery.ts';
import type { TriggerBook } from './trigger-book.ts';
import type { ViewDesk } from './view-desk.ts';
import type { WorkspaceState } from './workspace-state.ts';

/** What a user's hands work on. */
export interface UserWorld {
  readonly state: WorkspaceState;
  readonly clock: Clock;
  readonly delivery: Delivery;
  readonly triggers: TriggerBook;
  readonly viewDesk: ViewDesk;
  readonly origin: () => string;
}
