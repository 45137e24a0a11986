import { codebookKey } from '../core/codebook.ts';
import type { Interview } from '../core/interview.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CodingDesk, CodingDesks } from '../core/ports/coding-desk.ts';
import type { Store } from '../core/ports/store.ts';
import { codeInterview } from './code-interview.ts';
import type { CodingPayload, Queue } from './queue.ts';

/** Below this a report codes faster alone than the others can be called. */
const WORTH_SPREADING = 8;
const LOOK_EVERY_MS = 500;

export interface Spread {
  readonly interviews: readonly Interview[];
  readonly desk: CodingDesk;
  readonly fast: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number) => void;
}

/**
 * Lets all processes of the database code a report's new interviews, and waits for them. What they come to stands in
 * the ledger, from which the report then reads without a call; what none of them managed it codes itself.
 */
export async function spreadCoding(
  spread: Spread,
  { queue, store, clock }: { readonly queue: Queue; readonly store: Store; readonly clock: Clock },
): Promise<void> {
  const { interviews, desk, fast, signal, onProgress } = spread;
  const ids = interviews.map(({ id }) => id);
  const coded = await store.coding.attributions(ids, codebookKey(desk.codebook));
  const known = new Set(coded.map(({ interviewId }) => interviewId));
  const open = ids.filter((id) => !known.has(id));
  if (open.length < WORTH_SPREADING) return;
  const codebook = desk.codebook.id;
  const jobs = await queue.sendCoding(open.map((interviewId) => ({ interviewId, codebook, fast })));
  try {
    for (let left = open.length; left > 0; ) {
      await clock.sleep(LOOK_EVERY_MS, signal);
      left = await queue.unfinished(jobs);
      onProgress(interviews.length - left);
    }
  } finally {
    // Stopped: nobody needs what has not begun.
    if (signal.aborted) await queue.cancelCoding(jobs);
  }
}

/** Codes one interview for a report of any process; a model's failure is left to the report, which knows what to do. */
export async function runCoding(
  { interviewId, codebook, fast }: CodingPayload,
  { store, desks }: { readonly store: Store; readonly desks: CodingDesks },
  signal: AbortSignal,
): Promise<void> {
  const interview = await store.interviews.get(interviewId);
  // Forgotten meanwhile.
  if (interview === null) return;
  const desk = desks(codebook);
  await codeInterview(interview, { desk, store: store.coding, reviews: store.reviews, fast, useModel: true, signal });
}
