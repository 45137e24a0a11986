import type { CodedSegment } from '../core/coding.ts';
import type { Interview } from '../core/interview.ts';
import type { SegmentVerifier, VerifiedSegment } from '../core/ports/coding-desk.ts';
import { addSpent, NOTHING_SPENT, type Spent } from '../core/spent.ts';

/** A claim as it is put to the verifier. */
export interface Claim {
  readonly segment: CodedSegment;
  readonly isSupported: boolean;
}

/** A verifier of one interview whose verdicts may be begun while the coder still reads. */
export interface VerdictsAhead extends SegmentVerifier {
  /** Begins verdicts on the claims as they stand so far, where the verifier's servers would idle otherwise. */
  begin(claims: readonly Claim[]): void;
  /** Waits for verdicts on claims that became others since; gives what they took. */
  unneeded(): Promise<Spent>;
}

interface Begun {
  readonly claim: string;
  readonly verdict: Promise<VerifiedSegment>;
  isTaken: boolean;
}

/**
 * Puts verdicts ahead before a verifier. A claim that a later window adds sentences to is another claim: its early verdict
 * is thrown away, nothing of it is recorded, and no second one is begun before all windows are read. So what is asked in
 * vain is one verdict a code at most, and what comes out never hangs on which window was read first.
 */
export function verdictsAhead(verifier: SegmentVerifier, interview: Interview, signal: AbortSignal): VerdictsAhead {
  const begun = new Map<string, Begun>();
  const topicOf = ({ code, link, model }: CodedSegment) => [code, link, model].join(' ');
  const claimOf = (segment: CodedSegment, isSupported: boolean) => JSON.stringify([segment, isSupported]);
  return {
    version: verifier.version,
    begin(claims) {
      for (const { segment, isSupported } of claims) {
        if (begun.has(topicOf(segment)) || verifier.hasRoom?.() !== true) continue;
        const verdict = verifier.verify(interview, segment, signal, isSupported);
        // Whoever takes it hears of its fault.
        verdict.catch(() => {});
        begun.set(topicOf(segment), { claim: claimOf(segment, isSupported), verdict, isTaken: false });
      }
    },
    verify(of, segment, until, isSupported = false) {
      const early = begun.get(topicOf(segment));
      if (early?.claim !== claimOf(segment, isSupported)) return verifier.verify(of, segment, until, isSupported);
      early.isTaken = true;
      return early.verdict;
    },
    async unneeded() {
      const vain = [...begun.values()].filter(({ isTaken }) => !isTaken);
      const verdicts = await Promise.all(vain.map(({ verdict }) => verdict));
      return verdicts
        .flatMap(({ spent, unneeded }) => [spent ?? NOTHING_SPENT, unneeded ?? NOTHING_SPENT])
        .reduce(addSpent, NOTHING_SPENT);
    },
  };
}
