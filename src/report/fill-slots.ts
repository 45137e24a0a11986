import type { Codebook } from '../core/codebook.ts';
import type { Findings } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import type { Claim } from '../core/report.ts';
import { type DraftClaim, replaceSlots, type Slot, slotsOf } from '../core/slots.ts';
import { intervalText, percentOf, reachOf } from './numbers.ts';
import { nameOf, wordsIn } from './words.ts';

/** What slots are filled from. */
export interface SlotSource {
  readonly findings: Findings;
  readonly codebook: Codebook;
  readonly language: Language;
}

/**
 * Fills every slot of a checked sentence. Throws RangeError for a code that the table doesn't show or a quotation that
 * may not be shown: `canFill` tells beforehand.
 */
export function fillClaim(draft: DraftClaim, source: SlotSource): Claim {
  const codes = slotsOf(draft.text).flatMap((slot) => slot.code ?? []);
  return {
    section: draft.section,
    text: replaceSlots(draft.text, (slot) => {
      const value = fillSlot(slot, source);
      if (value === null) throw new RangeError(`nothing to fill ${slot.source} with`);
      return value;
    }),
    codes: [...new Set(codes)],
  };
}

/** True when every slot of a sentence has something to stand for. */
export function canFill(draft: DraftClaim, source: SlotSource): boolean {
  return slotsOf(draft.text).every((slot) => fillSlot(slot, source) !== null);
}

function fillSlot(slot: Slot, { findings, codebook, language }: SlotSource): string | null {
  const words = wordsIn(language);
  if (slot.kind === 'n') return String(findings.n);
  if (slot.kind === 'yes' || slot.kind === 'partly' || slot.kind === 'no') {
    return words.percent(reachOf(findings)[slot.kind]);
  }
  const finding = findings.table.find((each) => each.code === slot.code);
  if (finding === undefined) return null;
  const count = words.count(finding.interviews, findings.n);
  const [quotation] = finding.quotations;
  const fills = {
    cause: nameOf(codebook, finding.code, language),
    count,
    // Percentages of fewer than ten interviews promise more than they hold: the count says it all.
    percent: findings.display === 'indicative' ? count : words.percent(percentOf(finding.prevalence)),
    interval: intervalText(finding, language),
    quote: quotation === undefined ? null : words.quoted(quotation.text),
  };
  return fills[slot.kind];
}
