import { LRUCache } from 'lru-cache';
import MiniSearch from 'minisearch';
import { isInstruction } from '../core/instruction-text.ts';
import { type Interview, roleOf, sentenceText } from '../core/interview.ts';
import { searchTokens } from '../core/search-tokens.ts';

/** A leaver's sentence that fits a topic. */
export interface SentenceHit {
  readonly interviewId: string;
  readonly sentence: number;
}

/** Finds sentences by topic, the best first. */
export type SentenceSearch = (topic: string) => readonly SentenceHit[];

/** A sentence must hold at least this share of the topic's words. */
const WORDS_SHARE = 0.5;
/** From this length on a word also finds words that begin with it. */
const PREFIX_FROM = 4;
/** A word that stands in more sentences than this, and in so many times as many as the rarest asked for, is left out. */
const FREQUENT_FROM = 1_000;
const FREQUENT_TIMES = 3;
/** Corpora whose index is kept in memory. */
const INDEXES = 8;

function buildIndex(interviews: readonly Interview[]): SentenceSearch {
  const sentencesWith = new Map<string, number>();
  const index = new MiniSearch<{ id: number; text: string }>({
    fields: ['text'],
    // Searches bring their own: this is asked once for each sentence that is added.
    tokenize(text) {
      const words = searchTokens(text);
      for (const word of new Set(words)) sentencesWith.set(word, (sentencesWith.get(word) ?? 0) + 1);
      return [...words];
    },
    processTerm: (term) => term,
  });
  /** By the index's own ids. */
  const hits: SentenceHit[] = [];
  for (const interview of interviews)
    for (const { id: sentence } of interview.sentences) {
      const text = sentenceText(interview, sentence);
      if (roleOf(interview, sentence) !== 'leaver' || isInstruction(text)) continue;
      index.add({ id: hits.push({ interviewId: interview.id, sentence }) - 1, text });
    }

  /** "Two calendars" in a large corpus: nearly every sentence with "two" tells nothing, and weighing them takes long. */
  function telling(topic: string): readonly string[] {
    const words = [...new Set(searchTokens(topic))];
    const found = words.map((word) => sentencesWith.get(word) ?? 0);
    const most = Math.max(FREQUENT_FROM, FREQUENT_TIMES * Math.min(...found.filter((count) => count > 0)));
    return words.filter((_, at) => (found[at] ?? 0) <= most);
  }

  return (topic) => {
    const words = telling(topic);
    const wanted = words.length;
    if (wanted === 0) return [];
    const prefix = (term: string) => term.length >= PREFIX_FROM;
    return index
      .search(topic, { prefix, tokenize: () => [...words] })
      .filter(({ queryTerms }) => queryTerms.length >= wanted * WORDS_SHARE)
      .flatMap(({ id }) => hits[id] ?? []);
  };
}

/** Keeps an index per revision of a corpus; interviews never change, so their ids are the revision. */
export function createSentenceIndexes(): (interviews: readonly Interview[]) => SentenceSearch {
  const indexes = new LRUCache<string, SentenceSearch>({ max: INDEXES });
  return (interviews) => {
    const key = interviews.map(({ id }) => id).join(' ');
    const search = indexes.get(key) ?? buildIndex(interviews);
    indexes.set(key, search);
    return search;
  };
}
