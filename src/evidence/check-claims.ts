import { type Codebook, codeById } from '../core/codebook.ts';
import type { Findings } from '../core/findings.ts';
import { isInstruction } from '../core/instruction-text.ts';
import type { Language } from '../core/language.ts';
import { type DraftClaim, replaceSlots, type Slot, slotsOf } from '../core/slots.ts';
import { orderFault } from './claim-order.ts';
import { keepsToRegister } from './claim-register.ts';
import { FORBIDDEN_WORDS } from './claim-words.ts';
import { hasPhrase } from './match-phrase.ts';

/** Characters of a sentence outside its slots; longer ones are no sentence. */
const LENGTH_MAX = 400;
/** Least share of Han among the letters of a Chinese sentence: product names may be Latin. */
const HAN_SHARE_MIN = 0.6;

export interface ClaimContext {
  readonly findings: Findings;
  readonly codebook: Codebook;
  readonly language: Language;
}

/** What the claim check says; `why` is a name to count by. */
export type ClaimVerdict = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** Checks one sentence of prose, a model's or the template's, before anybody sees it. */
export function checkClaim(draft: DraftClaim, context: ClaimContext): ClaimVerdict {
  const words = replaceSlots(draft.text, () => ' ');
  const own = withoutLevers(words, context);
  const why =
    slotFault(slotsOf(draft.text), context) ??
    (isInstruction(own) ? 'instruction-text' : null) ??
    FORBIDDEN_WORDS.find(({ pattern }) => pattern.test(own.trim()))?.why ??
    lengthFault(draft.text, words) ??
    languageFault(words, context.language) ??
    causeFault(own, context) ??
    registerFault(draft.text, context) ??
    orderFault(draft, context);
  return why === null ? { ok: true } : { ok: false, why };
}

/** A codebook's levers are its author's words, checked when it was written: "once two people of a team have left". */
function withoutLevers(words: string, { codebook, language }: ClaimContext): string {
  const levers = codebook.codes.flatMap((code) => code.levers[language]);
  return levers.reduce((rest, lever) => rest.replaceAll(lever, ' '), words);
}

/** Whether the words around the slots stay with what was counted; a named cause's own levers were weighed when written. */
function registerFault(text: string, { codebook, language }: ClaimContext): string | null {
  const named = slotsOf(text).flatMap(({ code }) => (code === null ? [] : (codeById(codebook, code) ?? [])));
  const levers = named.flatMap((code) => code.levers[language]);
  const words = levers.reduce(
    (rest, lever) => rest.replaceAll(lever, ' '),
    replaceSlots(text, () => ' '),
  );
  const own = [...levers, ...named.flatMap(({ name, definition }) => [name[language], definition[language]])];
  return keepsToRegister(words, own.join('\n'), language) ? null : 'beyond-the-findings';
}

/** Every slot must have something to stand for, and every number must belong to the cause it follows. */
function slotFault(slots: readonly Slot[], { findings }: ClaimContext): string | null {
  const named = slots.filter(({ kind }) => kind === 'cause').map(({ code }) => code);
  let last: string | null = null;
  for (const { kind, code } of slots) {
    if (code === null) continue;
    const finding = findings.table.find((each) => each.code === code);
    if (finding === undefined) return 'no-such-finding';
    if (kind === 'quote' && finding.quotations.length === 0) return 'no-such-quotation';
    if (kind === 'cause') last = code;
    else if (!named.includes(code) || (last !== null && last !== code)) return 'number-of-another-cause';
  }
  return null;
}

function lengthFault(text: string, words: string): string | null {
  if (words.length > LENGTH_MAX) return 'too-long';
  const isEmpty = !/\p{L}/u.test(words) && slotsOf(text).length === 0;
  return isEmpty ? 'empty' : null;
}

function languageFault(words: string, language: Language): string | null {
  const han = words.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = words.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return null;
  const isRight = language === 'zh' ? han / letters >= HAN_SHARE_MIN : han === 0 && /\p{Script=Latin}/u.test(words);
  return isRight ? null : 'wrong-language';
}

/** A cause of the codebook in plain words, though the findings don't hold it. */
function causeFault(words: string, { findings, codebook }: ClaimContext): string | null {
  const found = new Set(findings.table.map(({ code }) => code));
  const absent = codebook.codes.filter(({ id }) => !found.has(id));
  return absent.some(({ name }) => hasPhrase(words, { en: [name.en], zh: [name.zh] })) ? 'cause-without-finding' : null;
}
