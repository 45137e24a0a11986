import { LRUCache } from 'lru-cache';
import type { Interview } from '../core/interview.ts';
import { inTurns } from './in-turns.ts';
import { type SentenceHit, searchSentences } from './search-sentences.ts';
import { emptyIndex, readInto, type SentenceIndex, withoutGone } from './sentence-index.ts';

/** Channels whose index is kept in memory. */
const CHANNELS = 8;

/** What is searched: some of a channel's interviews. */
export interface Searched {
  readonly channel: string;
  readonly interviews: readonly Interview[];
  /** Tells the channel's interviews from those that it holds no longer. */
  readonly isThere: (interviewId: string) => boolean;
  readonly signal: AbortSignal;
}

/** Finds sentences by topic: the best first, each when it is asked for. */
export type FindSentences = (topic: string, searched: Searched) => Promise<IteratorObject<SentenceHit, undefined>>;

/**
 * Keeps an index per channel and reads into it what it doesn't hold yet, a few interviews at a time: the process answers
 * others meanwhile. Those who ask at once read together, and what one of them has read before it was stopped stays.
 */
export function createFindSentences(): FindSentences {
  const indexes = new LRUCache<string, SentenceIndex>({ max: CHANNELS });
  return async (topic, { channel, interviews, isThere, signal }) => {
    // Held here: another asker, who saw the channel earlier or later, may put a smaller one in its place.
    const index = withoutGone(indexes.get(channel) ?? emptyIndex(), isThere);
    indexes.set(channel, index);
    const unread = interviews.filter(({ id }) => !index.ordinals.has(id));
    for await (const interview of inTurns(unread, signal))
      if (!index.ordinals.has(interview.id)) readInto(index, interview);
    return searchSentences(index, topic, interviews);
  };
}
