import type { Clock } from '../core/ports/clock.ts';
import type { Claim, MessageStore } from '../core/ports/store.ts';
import { CLAIM_LOOK_MS, CLAIM_MS, CLAIM_RENEWED_MS } from './limits.ts';

export interface ClaimParts {
  readonly messages: Pick<MessageStore, 'claim' | 'hold'>;
  readonly clock: Clock;
}

/**
 * Waits while another process does the work of this id, or died over it less than CLAIM_MS ago. Resolves with what
 * `look` finds of the other's work, or with our claim to it.
 */
export async function untilOurs<Found extends object>(
  id: string,
  { messages, clock }: ClaimParts,
  look: () => Promise<Found | null> = async () => null,
): Promise<Found | Exclude<Claim, 'busy'>> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    const claim = await messages.claim(id, clock.now(), CLAIM_MS);
    if (claim !== 'busy') return claim;
    await clock.sleep(CLAIM_LOOK_MS);
  }
}

/** Does claimed work and keeps it from the others as long as it lasts. */
export async function whileHeld<Result>(
  id: string,
  { messages, clock }: ClaimParts,
  work: () => Promise<Result>,
): Promise<Result> {
  const ended = new AbortController();
  const renewed = (async () => {
    for (;;) {
      await clock.sleep(CLAIM_RENEWED_MS, ended.signal);
      await messages.hold(id, clock.now() + CLAIM_MS);
    }
  })().catch(() => {});
  try {
    return await work();
  } finally {
    ended.abort();
    // A renewal under way must not undo what is noted next.
    await renewed;
  }
}
