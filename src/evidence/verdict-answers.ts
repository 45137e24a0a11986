import { addSpent, NOTHING_SPENT, type Spent } from '../core/spent.ts';

/** A question that was begun. */
interface Asked<Answer> {
  readonly answer: Promise<Answer>;
  spent(): Spent;
}

/** The answers to a list of questions, of which some may be begun before it is known that they are needed. */
export interface AnswersAhead<Answer> {
  /** Begins the first `count` questions; those that have begun go on. */
  begin(count: number): void;
  /** The answers to the first `count` questions, in the questions' order. */
  answers(count: number): Promise<readonly Answer[]>;
  /** What the first `count` took, and apart from it what was begun beyond them. */
  spent(count: number): { readonly spent: Spent; readonly unneeded?: Spent };
  /** Ends what still runs. */
  stop(): void;
}

/**
 * Asks questions in their order, ahead where the caller says so. What can be read hangs on that order alone, never on which
 * were begun early or answered first.
 *
 * @example const asked = askAhead(ids, signal, ask); asked.begin(3); const [first] = await asked.answers(1); asked.stop()
 */
export function askAhead<Id, Answer>(
  questions: readonly Id[],
  signal: AbortSignal,
  ask: (question: Id, until: AbortSignal) => Asked<Answer>,
): AnswersAhead<Answer> {
  const end = new AbortController();
  const until = AbortSignal.any([signal, end.signal]);
  const begun: Asked<Answer>[] = [];
  const begin = (count: number) => {
    for (const question of questions.slice(begun.length, count)) {
      const asked = ask(question, until);
      // Nobody waits for one that turns out not to be needed.
      asked.answer.catch(() => {});
      begun.push(asked);
    }
  };
  const sum = (some: readonly Asked<Answer>[]) => some.map(({ spent }) => spent()).reduce(addSpent, NOTHING_SPENT);
  return {
    begin,
    answers(count) {
      begin(count);
      return Promise.all(begun.slice(0, count).map(({ answer }) => answer));
    },
    spent(count) {
      const beyond = begun.slice(count);
      return { spent: sum(begun.slice(0, count)), ...(beyond.length > 0 && { unneeded: sum(beyond) }) };
    },
    stop: () => end.abort(),
  };
}
