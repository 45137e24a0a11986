import type { SeparationFinding } from '../core/attribution.ts';
import type { Codebook, Separation } from '../core/codebook.ts';
import { foldForCues } from '../core/cues.ts';
import { type InterviewDraft, roleOf, sentenceText } from '../core/interview.ts';
import { oncePer } from '../core/once-per.ts';
import { createPhraseSearch, firstPhrase, foldPhrases } from './match-phrase.ts';
import { ANOTHER_PERSON, DOUBTED_RESIGNATION, NEGATED_FIELD, NOT_THIS_LEAVING } from './separation-words.ts';

/** A sentence in which the leaver tells a way of leaving. */
interface Told {
  readonly type: Separation;
  readonly sentence: number;
}

const BOXES = /(\[[xX√✓]\]|[☑☒√✓✔■●])|(\[\s?\]|[□☐○])/gu;

/**
 * Decides the way of leaving before any cause (R0): the document's own field first, then the leaver's own sentences.
 * A leaver who says nothing about it decided for themselves: that is what an exit interview is about, so the
 * codebook's first ranked type is the default; `unknown` is left for interviews in which the leaver says nothing.
 * Field and words against each other, or a resignation that was asked for, are a doubt.
 */
export function decideSeparation(interview: InterviewDraft, codebook: Codebook): SeparationFinding {
  const field = fieldType(interview.header.separation, codebook);
  const own = ownSentences(interview);
  const told = toldTypes(interview, own, codebook);
  const other = told.find(({ type }) => !type.ranked);
  const asked = own.find((id) => isDoubtful(sentenceText(interview, id)));
  if (field !== null && !field.ranked) return settled(field, null);
  if (asked !== undefined) return { ...settled(field ?? defaultType(interview, codebook), asked), doubt: true };
  if (other === undefined)
    return settled(field ?? told[0]?.type ?? defaultType(interview, codebook), told[0]?.sentence ?? null);
  const contradicted = field ?? told.find(({ type }) => type.ranked)?.type;
  if (contradicted !== undefined) return { ...settled(contradicted, other.sentence), doubt: true };
  return settled(other.type, other.sentence);
}

function settled(type: Separation, sentence: number | null): SeparationFinding {
  return { type: type.id, ranked: type.ranked, doubt: false, sentence };
}

function defaultType(interview: InterviewDraft, codebook: Codebook): Separation {
  const unknown = codebook.separations.find(({ id }) => id === 'unknown');
  const ranked = codebook.separations.find((type) => type.ranked);
  const speaks = ownSentences(interview).length > 0 || interview.ticks.length > 0;
  const type = (speaks ? ranked : unknown) ?? codebook.separations[0];
  if (type === undefined) throw new RangeError('a codebook has at least one separation type');
  return type;
}

/**
 * The type a filled-in field means: the longest of the codebook's values in it, so that "involuntary" isn't "voluntary".
 * "Other" and "not voluntary" leave it unknown: who fills that in has not simply resigned.
 */
function fieldType(value: string | undefined, codebook: Codebook): Separation | null {
  if (value === undefined) return null;
  const folded = foldForCues(tickedPart(value));
  let best: { readonly type: Separation; readonly length: number } | null = null;
  let tellsNothing = codebook.emptyTicks.some((option) => foldForCues(option) === folded.trim());
  for (const type of codebook.separations) {
    for (const field of type.fields.map(foldForCues)) {
      const at = folded.indexOf(field);
      if (at < 0) continue;
      if (NEGATED_FIELD.test(folded.slice(0, at))) tellsNothing = true;
      else if (best === null || field.length > best.length) best = { type, length: field.length };
    }
  }
  const unknown = tellsNothing ? codebook.separations.find(({ id }) => id === 'unknown') : undefined;
  return best?.type ?? unknown ?? null;
}

/** Of a line of boxes only what is ticked counts; the mark stands before its option. */
function tickedPart(value: string): string {
  const marks = [...value.matchAll(BOXES)];
  if (!marks.some((mark) => mark[1] !== undefined)) return value;
  return marks
    .map((mark, index) =>
      mark[1] === undefined ? '' : value.slice(mark.index + mark[0].length, marks[index + 1]?.index),
    )
    .join(' ');
}

function ownSentences(interview: InterviewDraft): readonly number[] {
  return interview.sentences.map(({ id }) => id).filter((id) => ['leaver', 'note'].includes(roleOf(interview, id)));
}

/** Hundreds of phrases on a hundred sentences: of nearly every sentence it is known in one pass that it holds none. */
const cueSearchOf = oncePer(({ separations }: Codebook) => {
  const cues = separations.flatMap((type) => foldPhrases(type.cues).map((parts) => ({ type, parts })));
  const search = createPhraseSearch(cues.map(({ parts }) => parts));
  return (folded: string) => search(folded).flatMap((at) => cues[at] ?? []);
});

function toldTypes(interview: InterviewDraft, own: readonly number[], codebook: Codebook): readonly Told[] {
  const search = cueSearchOf(codebook);
  return own.flatMap((id) => {
    const folded = foldForCues(sentenceText(interview, id));
    const likely = search(folded);
    if (likely.length === 0) return [];
    return [...Map.groupBy(likely, ({ type }) => type)].flatMap(([type, cues]) => {
      const found = firstPhrase(
        folded,
        cues.map(({ parts }) => parts),
      );
      if (found === null) return [];
      const isNote = roleOf(interview, id) === 'note';
      return isOwnLeaving(folded.slice(0, found.at), isNote) ? [{ type, sentence: id }] : [];
    });
  });
}

/** `thirdPerson`: a note speaks of the leaver as he or she, a request names its object. */
function isOwnLeaving(before: string, thirdPerson: boolean): boolean {
  const guards = thirdPerson ? NOT_THIS_LEAVING : [...NOT_THIS_LEAVING, ...ANOTHER_PERSON];
  return !guards.some((guard) => guard.test(before));
}

function isDoubtful(text: string): boolean {
  const found = DOUBTED_RESIGNATION.exec(text);
  return found !== null && isOwnLeaving(foldForCues(text.slice(0, found.index)), true);
}
