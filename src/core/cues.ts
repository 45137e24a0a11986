import { z } from 'zod';
import type { Verdict } from './coding.ts';
import { type InterviewLanguage, type Language, languagesOf } from './language.ts';
import { oncePer } from './once-per.ts';
import { createPrefilter } from './prefilter.ts';
import { compilePattern } from './safe-pattern.ts';

/** What can make a clause no reason of this leaver, at this employer, now. */
const CUE_KINDS = [
  'denied',
  'negated',
  'hypothetical',
  'other-person',
  'other-employer',
  'resolved',
  'praised',
  'next-job',
  'reported',
  'suggestion',
  'own-work',
] as const;
export type CueKind = (typeof CUE_KINDS)[number];

/** The verdict a cue amounts to, for coded segments that it rejects. */
export const CUE_VERDICTS: Readonly<Record<CueKind, Exclude<Verdict, 'stated-reason'>>> = {
  denied: 'denied',
  negated: 'denied',
  hypothetical: 'hypothetical',
  'other-person': 'other-person',
  'other-employer': 'other-employer',
  resolved: 'resolved',
  praised: 'praised',
  'next-job': 'unrelated',
  reported: 'other-person',
  suggestion: 'mentioned',
  'own-work': 'unrelated',
};

/** What an interviewer may ask for instead of this leaver's reasons; what is answered amounts to the cue's verdict. */
const ASKED_FOR = ['other-employer', 'next-job', 'suggestion', 'praised'] as const satisfies readonly CueKind[];
type AskedFor = (typeof ASKED_FOR)[number];

const pattern = z.string().transform((source, context) => {
  try {
    return compilePattern(source);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

/** Patterns of both languages, compiled. */
export const bilingualPatterns = z.strictObject({ en: z.array(pattern), zh: z.array(pattern) });
export type BilingualPatterns = z.infer<typeof bilingualPatterns>;

/** The file `reader-cues.yml`. */
export const cueTableSchema = z.strictObject({
  version: z.string().min(1),
  cues: z.strictObject(
    Object.fromEntries(CUE_KINDS.map((kind) => [kind, bilingualPatterns])) as Record<CueKind, typeof bilingualPatterns>,
  ),
  /** Questions for something else than this leaver's reasons, by what their answers are. */
  asks: z.strictObject(
    Object.fromEntries(ASKED_FOR.map((kind) => [kind, bilingualPatterns])) as Record<
      AskedFor,
      typeof bilingualPatterns
    >,
  ),
  links: z.strictObject({
    /** Ties words to the leaving by itself: "that's why I'm leaving", 真正让我走的. */
    stated: bilingualPatterns,
    /** Gives a ground, of whatever: "because", 主要是; counts in an answer to "why are you leaving?". */
    ground: bilingualPatterns,
    /** "I would have stayed if", 要是…我就不走. */
    counterfactual: bilingualPatterns,
    /** "so I handed in my notice", 当天就写了辞职信. */
    decision: bilingualPatterns,
  }),
  talk: z.strictObject({
    /** A question why this person leaves. */
    asksWhy: bilingualPatterns,
    /** "What would have kept you?" */
    asksWhatKeeps: bilingualPatterns,
    /** Asks for more of the same answer: "go on", 然后呢. */
    followsUp: bilingualPatterns,
    /** The heading of a passage that tells why: "Reason for leaving:", 离职原因：. */
    headsWhy: bilingualPatterns,
    /** A question about somebody else, another employer, advice. */
    asksElsewhere: bilingualPatterns,
    /** A plain yes. */
    affirms: bilingualPatterns,
    /** A plain no, at the head of an answer. */
    denies: bilingualPatterns,
    /** "I'd rather not say". */
    declines: bilingualPatterns,
    /** The speaker turns back to this employer: "but here", 来这边以后. */
    returns: bilingualPatterns,
  }),
});
export type CueTable = z.infer<typeof cueTableSchema>;

const TYPED_DIFFERENTLY = /[’‘“”\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/gu;
const MARKS: Readonly<Record<string, string>> = { '’': "'", '‘': "'", '“': '"', '”': '"' };

/** Folds what people type differently: case, curly marks, wide letters and digits. Length and Chinese marks stay. */
export function foldForCues(text: string): string {
  return text.replace(TYPED_DIFFERENTLY, (letter) => MARKS[letter] ?? letter.normalize('NFKC')).toLowerCase();
}

/** True when a pattern of the language (of both, in a mixed interview) stands in folded text. */
export function matchesAny(text: string, language: InterviewLanguage, patterns: BilingualPatterns): boolean {
  return languagesOf(language).some((each) => patterns[each].some((expression) => expression.test(text)));
}

/** Takes what patterns of the language match out of folded text; a gap stays where it stood. */
export function withoutMatches(text: string, language: InterviewLanguage, patterns: BilingualPatterns): string {
  return languagesOf(language)
    .flatMap((each) => patterns[each])
    .reduce((rest, expression) => rest.replace(expression, ' … '), text);
}

/** Cuts a sentence into clauses: at its commas, and where a contrast begins ("not the pay but …", 不是…而是). */
export function clausesOf(sentence: string): readonly string[] {
  return sentence
    .split(/[,;，；]|(?:\s[-–]\s)|[—–]+|\bbut\b|(?=而是|但是?|不过|可是|只是)/iu)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

/** Names what a question asks for instead of this leaver's reasons, or null; the kinds stand in the order in which they are looked for. */
export function askedFor(question: string, language: InterviewLanguage, table: CueTable): AskedFor | null {
  const text = foldForCues(question);
  return ASKED_FOR.find((kind) => matchesAny(text, language, table.asks[kind])) ?? null;
}

/**
 * Names what makes a clause no reason: that it is denied, imagined, somebody else's, another employer's, settled,
 * praise, about the next job, hearsay, advice or a task ("I led the relocation of the data centre"). Pure: the cues are data
 * (`codebooks/reader-cues.yml`, loaded with the codebook), so the codebook reader and the evidence checks judge alike.
 * An empty answer is no proof of a reason.
 *
 * `denied` says that it was no reason ("it wasn't the pay"); `negated` is a bare "not", which a complaint holds as often
 * ("the pay isn't fair"): enough for a reader of patterns to keep silent, not enough to overrule a model.
 *
 * Give it a clause (`clausesOf`) for `denied`, `negated`, `praised` and `next-job`, whose reach ends at a comma; give it the whole
 * sentence for the others, whose subject carries on. `hypothetical` doesn't know counterfactuals ("I would have stayed
 * if …" is strong evidence): ask `matchesAny(text, language, table.links.counterfactual)` first.
 *
 * @example findCues("it wasn't the pay", 'en', cues) // ['denied']
 */
export function findCues(clause: string, language: InterviewLanguage, table: CueTable): readonly CueKind[] {
  const text = foldForCues(clause);
  const search = cueSearchOf(table.cues);
  const found = new Set(languagesOf(language).flatMap((each) => search[each](text)));
  return CUE_KINDS.filter((kind) => found.has(kind));
}

/** Two hundred expressions of a language, of which a clause may match one or two. */
const cueSearchOf = oncePer((cues: CueTable['cues']) => {
  const prepare = (language: Language) => {
    const kinds = new Map(CUE_KINDS.flatMap((kind) => cues[kind][language].map((expression) => [expression, kind])));
    const mayMatch = createPrefilter([...kinds.keys()]);
    return (text: string) => [...mayMatch(text)].flatMap((cue) => (cue.test(text) ? (kinds.get(cue) ?? []) : []));
  };
  return { en: prepare('en'), zh: prepare('zh') };
});
