import { LRUCache } from 'lru-cache';
import type { Interview } from '../core/interview.ts';
import type { SecretStore } from '../core/ports/privacy-store.ts';
import { inTurns } from './in-turns.ts';
import { type SentenceHit, searchSentences } from './search-sentences.ts';
import { emptyIndex, readInto, type SentenceIndex } from './sentence-index.ts';

/** Channels whose index is kept in memory. */
const CHANNELS = 8;

/** What is searched: some of a channel's interviews. */
export interface Searched {
  readonly channel: string;
  /** The channel's secret from before the interviews were read. */
  readonly secret: string;
  readonly interviews: readonly Interview[];
  readonly signal: AbortSignal;
}

/** Search over the sentences of channels' interviews. */
export interface SentenceFinder {
  /** Finds sentences by topic: the best first, each when it is asked for. */
  find(topic: string, searched: Searched): Promise<IteratorObject<SentenceHit, undefined>>;
  /** Drops what was read of a channel. */
  forgetChannel(channel: string): void;
  /** Drops what was read before a deletion, whichever process carried it out. */
  sweep(): Promise<void>;
}

/**
 * Keeps an index per channel and reads into it what it doesn't hold yet, a few interviews at a time: the process answers
 * others meanwhile. Those who ask at once read together, and what one of them has read before it was stopped stays. A
 * deletion throws the channel's secret away and the index with it, so that no word of a deleted interview is kept.
 */
export function createSentenceFinder(secrets: Pick<SecretStore, 'among'>): SentenceFinder {
  const indexes = new LRUCache<string, { readonly secret: string; readonly index: SentenceIndex }>({ max: CHANNELS });
  return {
    async find(topic, { channel, secret, interviews, signal }) {
      const known = indexes.get(channel);
      // Held here: another asker may put a new one in its place.
      const index = known?.secret === secret ? known.index : emptyIndex();
      indexes.set(channel, { secret, index });
      const unread = interviews.filter(({ id }) => !index.ordinals.has(id));
      for await (const interview of inTurns(unread, signal))
        if (!index.ordinals.has(interview.id)) readInto(index, interview);
      return searchSentences(index, topic, interviews);
    },
    forgetChannel: (channel) => void indexes.delete(channel),
    async sweep() {
      const current = await secrets.among([...indexes.keys()]);
      for (const [channel, { secret }] of indexes) if (current.get(channel) !== secret) indexes.delete(channel);
    },
  };
}
