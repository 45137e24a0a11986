import type { Language } from '../language.ts';
import type { QueryForm } from '../query-form.ts';
import type { OutboxJob } from './outbox.ts';

/** How a question is to be answered. */
export interface AskingManner {
  readonly language: Language;
  /** Not from the cache. */
  readonly anew: boolean;
  readonly fast: boolean;
  /** Only the beginning of what was written is kept as the question. */
  readonly isCut: boolean;
}

/** `open`: somebody waits for the answer. `ended`: without one, which was said in its place. */
export type TurnState = 'open' | 'answered' | 'ended';

/** A question asked in a thread, and what came of it. */
export interface ThreadTurn {
  readonly id: string;
  readonly channel: string;
  /** Null while nothing of a thread stands yet: the answer's own message begins one. */
  readonly thread: string | null;
  /** The report whose interviews and codebook it is about. */
  readonly reportId: string;
  readonly askedBy: string;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  readonly question: string;
  readonly manner: AskingManner;
  readonly state: TurnState;
  /** What the question was taken for; null until answered. */
  readonly query: QueryForm | null;
  /** The answer's Markdown; null until answered. */
  readonly answer: string | null;
}

/** The questions of threads: what "and in Sales?" follows on. */
export interface TurnStore {
  /** Keeps a question, with the job that answers it; false when it was kept before. */
  ask(turn: Omit<ThreadTurn, 'state' | 'query' | 'answer'>, job: OutboxJob): Promise<boolean>;
  /** `thread`: the one the answer stands in or begins. */
  answer(id: string, query: QueryForm, answer: string, thread: string): Promise<void>;
  /** It was stopped, failed or came too late. */
  end(id: string): Promise<void>;
  get(id: string): Promise<ThreadTurn | null>;
  /** In the order they were asked. */
  list(channel: string, thread: string): Promise<readonly ThreadTurn[]>;
  /** Asks whichever process answers it to stop; false when nobody does. */
  askStop(id: string): Promise<boolean>;
  isStopAsked(id: string): Promise<boolean>;
}

/** Interviews whose counts have been told together in a channel. */
export interface ToldGroup {
  readonly interviews: readonly string[];
  /** When it was told first, milliseconds since the epoch. */
  readonly at: number;
  /** The causes of the most sensitive kind were told with the others. */
  readonly withSpecials: boolean;
}

/** What a channel has been told under a codebook, by reports and answers: what an answer must not be subtracted from. */
export interface ToldStore {
  /**
   * Lets `decide` see everything told so far, the first told first, and keeps the groups that it is going to tell; no
   * other caller decides about the channel meanwhile.
   */
  tell<Decision extends { readonly groups: readonly Omit<ToldGroup, 'at'>[] }>(
    about: { readonly channel: string; readonly codebook: string; readonly at: number },
    decide: (told: readonly ToldGroup[]) => Decision,
  ): Promise<Decision>;
}
