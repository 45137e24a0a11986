import type { Blanks, WordKey } from './words/words.ts';

/** What is looked at on every server. */
export type ProbeName =
  | 'reachable'
  | 'model'
  | 'window'
  | 'speaks'
  | 'health'
  | 'system'
  | 'finish'
  | 'usage'
  | 'utf8'
  | 'choice'
  | 'regex'
  | 'schema'
  | 'logprobs'
  | 'cache'
  | 'abort'
  | 'priority'
  | 'sampling';

/** `bad` must be mended before the bot can be trusted with it; `note` costs speed or a feature. */
export type State = 'good' | 'note' | 'bad' | 'unknown';

/** What one probe found. */
export interface Finding {
  readonly probe: ProbeName;
  readonly state: State;
  readonly says: WordKey;
  readonly blanks: Blanks;
}

/** Builds a finding. */
export function finding(probe: ProbeName, state: State, says: WordKey, blanks: Blanks = {}): Finding {
  return { probe, state, says, blanks };
}
