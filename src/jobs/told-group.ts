import type { Findings } from '../core/findings.ts';
import type { ToldGroup } from '../core/ports/question-store.ts';

/** What tells the counts of these interviews has told of; nothing where so few are held back. */
export function toldGroups(interviewIds: Iterable<string>, { display }: Findings): readonly Omit<ToldGroup, 'at'>[] {
  return display === 'held' ? [] : [{ interviews: [...interviewIds], withSpecials: display !== 'indicative' }];
}
