import type { Attribution } from '../core/attribution.ts';
import { codebookKey } from '../core/codebook.ts';
import type { CodingOutcome } from '../core/coding.ts';
import type { Interview } from '../core/interview.ts';
import type { Coder } from '../core/ports/coder.ts';
import type { CodingDesk } from '../core/ports/coding-desk.ts';
import type { Store } from '../core/ports/store.ts';
import { attribute } from '../evidence/attribute.ts';
import { decideSeparation } from '../evidence/separation.ts';
import { ledgerKey, secondReadingParts } from './code-interview.ts';
import { applyDecisions } from './review-decisions.ts';

/** What the coders answered when the interview was coded, a second reading before a first; nobody is asked again. */
async function knownOutcomes(interview: Interview, desk: CodingDesk, store: Store): Promise<readonly CodingOutcome[]> {
  const known = async (coder: Coder, parts: readonly string[]) => {
    const entry = await store.coding.ledger(ledgerKey(interview, codebookKey(desk.codebook), [coder.id, ...parts]));
    return entry === null || entry.outcome.kind === 'verdict' || entry.outcome.kind === 'failed' ? null : entry.outcome;
  };
  const byModel = async (fast: boolean) => {
    const coder = desk.model(fast);
    if (coder === null) return null;
    return (await known(coder, secondReadingParts(coder, desk, fast))) ?? (await known(coder, [coder.version]));
  };
  // Where fast and primary are the same coder, its answer counts once.
  const models = await Promise.all((desk.model(false) === desk.model(true) ? [false] : [false, true]).map(byModel));
  const others = await Promise.all([desk.reader, desk.tick].map((coder) => known(coder, [coder.version])));
  return [...models, ...others].filter((outcome) => outcome !== null);
}

/**
 * Attributes one interview anew from its stored segments and people's decisions; costs no model call.
 * Returns null when the interview was never coded under this codebook.
 */
export async function reattribute(interview: Interview, desk: CodingDesk, store: Store): Promise<Attribution | null> {
  const { codebook } = desk;
  const key = codebookKey(codebook);
  const [known] = await store.coding.attributions([interview.id], key);
  if (known === undefined) return null;
  const segments = (await store.coding.segments([interview.id], key)).get(interview.id) ?? [];
  const decisions = await store.reviews.decisions([interview.id], codebook.id);
  const coded = {
    interview,
    codebook,
    separation: decideSeparation(interview, codebook),
    outcomes: await knownOutcomes(interview, desk, store),
    segments,
  };
  const reviewed = applyDecisions(coded, decisions);
  const attribution = attribute(reviewed);
  await store.coding.save(attribution, reviewed.segments);
  return attribution;
}
