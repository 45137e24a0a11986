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
/** Corpora whose index is kept in memory. */
const INDEXES = 8;

function buildIndex(interviews: readonly Interview[]): SentenceSearch {
  const index = new MiniSearch<{ id: string; text: string }>({
    fields: ['text'],
    tokenize: (text) => [...searchTokens(text)],
    processTerm: (term) => term,
  });
  for (const [position, interview] of interviews.entries()) {
    const said = interview.sentences
      .filter(({ id }) => roleOf(interview, id) === 'leaver')
      .map(({ id }) => ({ id: `${position}:${id}`, text: sentenceText(interview, id) }));
    index.addAll(said.filter(({ text }) => !isInstruction(text)));
  }
  return (topic) => {
    const wanted = new Set(searchTokens(topic)).size;
    if (wanted === 0) return [];
    const prefix = (term: string) => term.length >= PREFIX_FROM;
    return index
      .search(topic, { prefix })
      .filter(({ queryTerms }) => queryTerms.length >= wanted * WORDS_SHARE)
      .flatMap(({ id }) => {
        const [position, sentence] = String(id).split(':').map(Number);
        const interview = interviews[position ?? -1];
        return interview === undefined || sentence === undefined ? [] : [{ interviewId: interview.id, sentence }];
      });
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
