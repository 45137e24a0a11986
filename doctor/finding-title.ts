import type { ProbeName, State } from './finding.ts';
import type { WordKey } from './words/words.ts';

const capitalised = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/** The sentence key of a probe's name. */
export const probeTitle = (probe: ProbeName): WordKey => `probe${capitalised(probe)}` as WordKey;

/** The sentence key of a finding's mark. */
export const stateTitle = (state: State): WordKey => `state${capitalised(state)}` as WordKey;
