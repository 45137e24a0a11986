import { type CodedSegment, VERDICTS, type Verdict } from '../core/coding.ts';

/** Verdicts that deny a cause outright; "mentioned" only doubts the link, and the reader has seen one. */
const DENIALS: ReadonlySet<Verdict> = new Set(
  VERDICTS.filter((verdict) => verdict !== 'stated-reason' && verdict !== 'mentioned'),
);

/**
 * Gives the reader's accepted segments back to a person where a model, asked about the same code and sentence, denied
 * it: two readers of the same words disagree, and neither may win unseen.
 */
export function settleDisagreement(segments: readonly CodedSegment[]): readonly CodedSegment[] {
  const denied = segments.filter(
    ({ status, why, verdicts }) =>
      status === 'rejected' && verdicts.some((verdict) => verdict === why && DENIALS.has(verdict)),
  );
  const isDenied = ({ code, sentences }: CodedSegment) =>
    denied.some((other) => other.code === code && other.sentences.some((id) => sentences.includes(id)));
  return segments.map((segment) =>
    segment.coder === 'reader' && segment.status === 'accepted' && isDenied(segment)
      ? { ...segment, status: 'needs-person', why: 'low-margin' }
      : segment,
  );
}

/** True when a coder without a model accepted the same code in one of the same sentences, knowing nothing of the model. */
export function isSupported(claim: CodedSegment, others: readonly CodedSegment[]): boolean {
  return others.some(
    ({ code, sentences, status }) =>
      status === 'accepted' && code === claim.code && sentences.some((id) => claim.sentences.includes(id)),
  );
}
