import type { Codebook } from '../core/codebook.ts';
import { toAttritionError } from '../core/errors.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import type { Claim, ReportContext } from '../core/report.ts';
import type { DraftClaim } from '../core/slots.ts';
import { countSpent, NOTHING_SPENT, type Spent } from '../core/spent.ts';
import { checkClaim } from '../evidence/check-claims.ts';
import { canFill, fillClaim } from '../report/fill-slots.ts';
import { writeWithModel } from '../report/model-writer.ts';
import { writeTemplate } from '../report/template-writer.ts';

interface Prose {
  readonly claims: readonly Claim[];
  /** Label of the model that wrote them, or null for the template. */
  readonly writer: string | null;
  /** Why another than the first choice wrote, e.g. "Qwen2.5-7B-Instruct: slow"; null when none stepped in. */
  readonly fallback: string | null;
  /** Sentences dropped by the claim check. */
  readonly dropped: number;
}

export interface WrittenReport extends Prose {
  /** What was asked of models, also where the template wrote in the end. */
  readonly spent: Spent;
}

export interface WritingRun {
  readonly context: ReportContext;
  readonly codebook: Codebook;
  readonly model: LanguageModel | null;
  readonly signal: AbortSignal;
  /** Called with every checked claim so far; never with anything unchecked. */
  readonly onClaims: (claims: readonly Claim[]) => void;
}

/** Checks a draft and fills its slots; null when the check drops it. */
function settle(draft: DraftClaim, run: WritingRun): Claim | null {
  const { findings, request } = run.context;
  const source = { findings, codebook: run.codebook, language: request.language };
  return checkClaim(draft, source).ok && canFill(draft, source) ? fillClaim(draft, source) : null;
}

function writeByTemplate(run: WritingRun, fallback: string | null, droppedBefore: number): Prose {
  const settled = writeTemplate(run.context, run.codebook).map((draft) => settle(draft, run));
  const claims = settled.filter((claim) => claim !== null);
  run.onClaims(claims);
  return { claims, writer: null, fallback, dropped: droppedBefore + settled.length - claims.length };
}

async function writeByModel(model: LanguageModel, run: WritingRun): Promise<Prose> {
  let claims: Claim[] = [];
  let dropped = 0;
  let fallback: string | null = null;
  let writer = model.label;
  for await (const event of writeWithModel(model, run.context, run.codebook, run.signal)) {
    if (event.type === 'restart') {
      // Two models are never spliced: what the first one wrote is void.
      claims = [];
      fallback = event.fallback === null ? fallback : `${event.fallback.from}: ${event.fallback.why}`;
    } else if (event.type === 'done') {
      writer = event.model;
    } else if (event.type === 'dropped') {
      dropped += 1;
    } else {
      const claim = settle(event.draft, run);
      // Small models say the same sentence again and again.
      if (claim === null || claims.some(({ text }) => text === claim.text)) dropped += 1;
      else {
        claims = [...claims, claim];
        run.onClaims(claims);
      }
    }
  }
  return { claims, writer, fallback, dropped };
}

/**
 * Writes the report's prose, sentence by sentence through the claim check: by the model when there is one, by the
 * template otherwise, and by the template too when the model fails or leaves no core sentence standing.
 * Throws only when aborted.
 */
export async function writeReport(run: WritingRun): Promise<WrittenReport> {
  const counted = run.model === null ? null : countSpent(run.model);
  const prose = await write({ ...run, model: counted?.model ?? null });
  return { ...prose, spent: counted?.spent() ?? NOTHING_SPENT };
}

async function write(run: WritingRun): Promise<Prose> {
  // Too few interviews for a ranking: there is nothing a model could say that the template doesn't.
  if (run.model === null || run.context.findings.table.length === 0) return writeByTemplate(run, null, 0);
  try {
    const written = await writeByModel(run.model, run);
    if (written.claims.some((claim) => claim.section === 'core')) return written;
    return writeByTemplate(run, `${written.writer}: invalid`, written.dropped);
  } catch (error) {
    run.signal.throwIfAborted();
    const fault = toAttritionError(error);
    return writeByTemplate(run, `${run.model.label}: ${fault.code.replace('model-', '')}`, 0);
  }
}
