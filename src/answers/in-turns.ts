import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Interview } from '../core/interview.ts';

/** Sentences looked at before everybody else has a turn: some milliseconds' work. */
const SENTENCES_A_TURN = 500;

/** Goes through interviews and lets the process do other work in between; throws the signal's reason when it fires. */
export async function* inTurns(interviews: readonly Interview[], signal: AbortSignal): AsyncGenerator<Interview> {
  let sentences = 0;
  for (const interview of interviews) {
    yield interview;
    sentences += interview.sentences.length;
    if (sentences < SENTENCES_A_TURN) continue;
    sentences = 0;
    await nextTurn();
    signal.throwIfAborted();
  }
}
