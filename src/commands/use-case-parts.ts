import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { Log } from '../core/ports/log.ts';
import type { FollowUp } from './follow-up.ts';
import type { Asker, CommandDeps } from './report.ts';
import type { Review } from './review.ts';

/** What every use case is given. */
export interface UseCaseParts {
  readonly deps: CommandDeps & { readonly desks: CodingDesks; readonly log: Log };
  readonly review: Review;
  readonly followUp: FollowUp;
  /** Tells one person something that only they see, where they asked. */
  readonly whisper: (asker: Asker, words: string) => Promise<void>;
}
