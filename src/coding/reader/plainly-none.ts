import type { Codebook } from '../../core/codebook.ts';
import type { CodingOutcome } from '../../core/coding.ts';
import { type CueTable, foldForCues, matchesAny } from '../../core/cues.ts';
import type { Line } from './lines.ts';

/** A formula with more than this beside it may name a fact. */
const BESIDE = { words: 7, han: 9 };

/**
 * `none` when the leaver was asked why and gave formulas only (R10) or declined to say, else null: an interview in
 * which nobody asked, or in which anything looks like a link to the leaving, is never called empty.
 */
export function plainlyNone(
  lines: readonly Line[],
  codebook: Codebook,
  cues: CueTable,
): Extract<CodingOutcome, { kind: 'none' }> | null {
  const answers = lines.filter(({ answersWhy }) => answersWhy);
  const { counterfactual, decision } = cues.links;
  if (lines.some((line) => [counterfactual, decision].some((link) => matchesAny(line.spoken, line.language, link))))
    return null;
  const kinds = answers.map((line) => kindOf(line, codebook, cues));
  if (kinds.includes('fact')) return null;
  const sentences = answers.filter((_, index) => kinds[index] !== 'empty').map(({ id }) => id);
  if (sentences.length === 0) return null;
  return { kind: 'none', special: kinds.includes('generic') ? 'generic-reason' : 'no-cause-found', sentences };
}

function kindOf(line: Line, codebook: Codebook, cues: CueTable): 'generic' | 'declined' | 'empty' | 'fact' {
  let rest = line.text;
  const formulas = [...codebook.generic.en, ...codebook.generic.zh].map(foldForCues);
  for (const formula of formulas.sort((a, b) => b.length - a.length)) rest = rest.replaceAll(formula, ' ');
  const declined = matchesAny(line.text, line.language, cues.talk.declines);
  const isShort =
    (rest.match(/[a-z']+/gu) ?? []).length <= BESIDE.words &&
    (rest.match(/\p{Script=Han}/gu) ?? []).length <= BESIDE.han;
  if (declined) return 'declined';
  if (!isShort) return 'fact';
  return rest === line.text ? 'empty' : 'generic';
}
