import type { CodingOutcome } from '../../src/core/coding.ts';
import type { RefusedClaim } from '../../src/core/ports/coder.ts';
import { chance } from './chance.ts';
import type { Fault } from './fault.ts';
import { proposalOf } from './inject.ts';

/**
 * What the coder says when nothing of its first answer stood. It is no oracle: at the error rate it invents another cause,
 * and as often it finds nothing though something is there. What was refused it doesn't repeat, as in the real coder.
 */
export function readAgain(fault: Fault, refused: readonly RefusedClaim[], errorRate: number): CodingOutcome {
  const { interview, second, kind, claim } = fault;
  if (interview.doubt !== null) return { kind: 'unsure', why: interview.doubt };
  const drawn = chance(interview.id, kind, claim.code, 'again');
  const isInvented = drawn < errorRate && second.wrong !== null;
  const isOverlooked = !isInvented && drawn < 2 * errorRate;
  const said = isInvented && second.wrong !== null ? [second.wrong] : isOverlooked ? [] : second.right;
  if (said.length === 0) return { kind: 'none', special: 'no-cause-found', sentences: [] };
  const isRefused = (code: string) => refused.some((other) => other.code === code);
  const proposals = said.filter(({ code }) => !isRefused(code)).map(proposalOf);
  if (proposals.length === 0) return { kind: 'unsure', why: 'nothing-accepted' };
  return { kind: 'found', proposals, unsure: false };
}
