import { type Codebook, codebookKey } from '../core/codebook.ts';
import type { CodedSegment } from '../core/coding.ts';
import type { AttributedInterview, Findings } from '../core/findings.ts';
import type { Store } from '../core/ports/store.ts';
import type { ReportRequest } from '../core/report.ts';
import type { ReviewDecision } from '../core/review.ts';
import { sensitiveHidden } from '../findings/suppress.ts';

/** What files of a report are made from, beside its findings. */
export interface ShownMaterial {
  readonly interviews: readonly AttributedInterview[];
  readonly segments: ReadonlyMap<string, readonly CodedSegment[]>;
  readonly decisions: readonly ReviewDecision[];
}

/** What coders and people said of interviews, all of it. */
export type Coding = Pick<ShownMaterial, 'segments' | 'decisions'>;

/**
 * Loads what a report's files may show: without the codes that too few interviews stand behind, and without the
 * sentences that were set apart for a person. Whoever has the coding at hand passes it.
 */
export async function shownMaterial(
  interviews: readonly AttributedInterview[],
  codebook: Codebook,
  store: Pick<Store, 'coding' | 'reviews' | 'alerts'>,
  known?: Coding,
): Promise<ShownMaterial> {
  const ids = interviews.map(({ interview }) => interview.id);
  const hidden = sensitiveHidden(interviews, codebook);
  const apart = await store.alerts.sentences(ids);
  const all = known?.segments ?? (await store.coding.segments(ids, codebookKey(codebook)));
  const decisions = known?.decisions ?? (await store.reviews.decisions(ids, codebook.id));
  const isShown = (interviewId: string) => (segment: CodedSegment) =>
    !hidden.has(segment.code) && !segment.sentences.some((id) => apart.get(interviewId)?.includes(id));
  return {
    interviews: interviews.map(({ interview, attribution }) => ({
      interview,
      attribution: { ...attribution, causes: attribution.causes.filter(({ code }) => !hidden.has(code)) },
    })),
    segments: new Map([...all].map(([id, segments]) => [id, segments.filter(isShown(id))])),
    decisions: decisions.filter(({ code }) => !hidden.has(code ?? '')),
  };
}

/** Findings as their readers may have them: a line manager gets counts and nobody's words. */
export function findingsFor(request: ReportRequest, findings: Findings): Findings {
  if (request.audience === undefined) return findings;
  return { ...findings, table: findings.table.map((finding) => ({ ...finding, quotations: [] })) };
}
