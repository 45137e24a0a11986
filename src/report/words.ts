import type { Codebook } from '../core/codebook.ts';
import type { Language } from '../core/language.ts';
import { english, type Words } from './words.en.ts';
import { chinese } from './words.zh.ts';

/** All wording of reports in a language; no sentence of a report stands anywhere else. */
export function wordsIn(language: Language): Words {
  return language === 'zh' ? chinese : english;
}

/** The name of a code, a special code or a separation type; its id when the codebook has none. */
export function nameOf(codebook: Codebook, id: string, language: Language): string {
  const named = [...codebook.codes, ...codebook.specials, ...codebook.separations].find((each) => each.id === id);
  return named?.name[language] ?? id;
}

/** A name without the list that its definition adds in brackets: "Involuntary exit (dismissal, …)". */
export function shortNameOf(codebook: Codebook, id: string, language: Language): string {
  return nameOf(codebook, id, language).replace(/\s*[(（].*$/u, '');
}
