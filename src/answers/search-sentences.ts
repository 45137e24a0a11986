import { searchTokens } from '../core/search-tokens.ts';
import { bestFirst } from './best-first.ts';
import { PREFIX_FROM, type SentenceIndex } from './sentence-index.ts';

/** A leaver's sentence that fits a topic. */
export interface SentenceHit {
  readonly interviewId: string;
  readonly sentence: number;
}

/** A sentence must hold at least this share of the topic's words. */
const WORDS_SHARE = 0.5;
/** What a longer word counts beside the word itself, and how fast that falls with each further letter. */
const PREFIX_WEIGHT = 0.375;
const PREFIX_DECAY = 0.3;
/** A word that stands in more sentences than this, and in so many times as many as the rarest asked for, is left out. */
const FREQUENT_FROM = 1_000;
const FREQUENT_TIMES = 3;
/** BM25+: how soon a repeated word says nothing new, how much a sentence's length counts, and the least a word brings. */
const REPEATS = 1.2;
const LENGTH_SHARE = 0.7;
const LEAST = 0.5;

/** What a search is about: some of the index's interviews. */
interface Part {
  /** By interview: its position among those searched, or -1. */
  readonly rank: Int32Array;
  readonly sentences: number;
  /** Different words of a sentence, on average. */
  readonly meanLength: number;
}

function partOf(
  { ids, ordinals, sentencesOf, lengthsOf }: SentenceIndex,
  among: readonly { readonly id: string }[],
): Part {
  const rank = new Int32Array(ids.length).fill(-1);
  let [sentences, lengths] = [0, 0];
  for (const [position, { id }] of among.entries()) {
    const ordinal = ordinals.get(id);
    if (ordinal === undefined) continue;
    rank[ordinal] = position;
    sentences += sentencesOf[ordinal] ?? 0;
    lengths += lengthsOf[ordinal] ?? 0;
  }
  return { rank, sentences, meanLength: lengths / sentences };
}

/** Calls back for each sentence of the part that holds a word, with how often it does; gives their number. */
function each(
  holders: readonly number[],
  { interviewOf }: SentenceIndex,
  { rank }: Part,
  take?: (sentence: number, times: number) => void,
): number {
  let found = 0;
  for (let at = 0; at < holders.length; ) {
    const sentence = holders[at] ?? 0;
    const first = at;
    do at += 1;
    while (holders[at] === sentence);
    if ((rank[interviewOf[sentence] ?? 0] ?? -1) < 0) continue;
    found += 1;
    take?.(sentence, at - first);
  }
  return found;
}

/** "Two calendars" in a large corpus: nearly every sentence with "two" tells nothing, and weighing them takes long. */
function tellingWords(topic: string, index: SentenceIndex, part: Part): readonly string[] {
  const words = [...new Set(searchTokens(topic))];
  const found = words.map((word) => each(index.words.get(word) ?? [], index, part));
  const most = Math.max(FREQUENT_FROM, FREQUENT_TIMES * Math.min(...found.filter((count) => count > 0)));
  return words.filter((_, at) => (found[at] ?? 0) <= most);
}

/** The words that a word of a topic finds, and what each counts. */
function foundBy(word: string, { longer }: SentenceIndex): readonly (readonly [found: string, weight: number])[] {
  const near = word.length < PREFIX_FROM ? [] : (longer.get(word.slice(0, PREFIX_FROM)) ?? []);
  const beside = near.filter((other) => other !== word && other.startsWith(word));
  const weightOf = ({ length }: string) => (PREFIX_WEIGHT * length) / (length + PREFIX_DECAY * (length - word.length));
  return [[word, 1], ...beside.map((other) => [other, weightOf(other)] as const)];
}

/** Sentences found, in parallel lists. */
interface Found {
  readonly sentences: number[];
  readonly scores: number[];
  /** How many words of the topic each holds, and the last one of them. */
  readonly held: number[];
  readonly last: number[];
}

/** Weighs each sentence of the part that holds one of these words by BM25+. */
function weigh(words: readonly string[], index: SentenceIndex, part: Part): Found {
  const [sentences, scores, held, last]: [number[], number[], number[], number[]] = [[], [], [], []];
  if (index.notes.length < index.numberOf.length) index.notes = new Int32Array(index.numberOf.length);
  /** By sentence: its place in the lists and one more, or 0. */
  const { notes, lengthOf } = index;
  for (const [word, asked] of words.entries())
    for (const [other, weight] of foundBy(asked, index)) {
      const holders = index.words.get(other) ?? [];
      const count = each(holders, index, part);
      const rarity = Math.log(1 + (part.sentences - count + 0.5) / (count + 0.5));
      each(holders, index, part, (sentence, times) => {
        const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * (lengthOf[sentence] ?? 0)) / part.meanLength;
        const gain = weight * rarity * (LEAST + (times * (REPEATS + 1)) / (times + REPEATS * length));
        const place = (notes[sentence] ?? 0) - 1;
        if (place < 0) {
          notes[sentence] = sentences.push(sentence);
          scores.push(gain);
          held.push(1);
          last.push(word);
          return;
        }
        scores[place] = (scores[place] ?? 0) + gain;
        if (last[place] === word) return;
        last[place] = word;
        held[place] = (held[place] ?? 0) + 1;
      });
    }
  for (const sentence of sentences) notes[sentence] = 0;
  return { sentences, scores, held, last };
}

/**
 * The sentences of some interviews that fit a topic, the best first, each found when it is asked for. They are weighed
 * over these interviews alone, so that others change nothing; what the index doesn't hold is not found.
 */
export function searchSentences(
  index: SentenceIndex,
  topic: string,
  among: readonly { readonly id: string }[],
): IteratorObject<SentenceHit, undefined> {
  const { ids, interviewOf, numberOf } = index;
  const part = partOf(index, among);
  const words = tellingWords(topic, index, part);
  const { sentences, scores, held } = weigh(words, index, part);
  const places = [...sentences.keys()].filter((place) => (held[place] ?? 0) >= words.length * WORDS_SHARE);
  const scoreOf = (place: number) => (scores[place] ?? 0) * (held[place] ?? 0);
  const interviewAt = (place: number) => interviewOf[sentences[place] ?? 0] ?? 0;
  const rankOf = (place: number) => part.rank[interviewAt(place)] ?? 0;
  return bestFirst(places, (one, other) => {
    // Where two are equal, the interviews' own order decides.
    const ahead =
      scoreOf(one) - scoreOf(other) || rankOf(other) - rankOf(one) || (sentences[other] ?? 0) - (sentences[one] ?? 0);
    return ahead > 0;
  }).map((place) => ({ interviewId: ids[interviewAt(place)] ?? '', sentence: numberOf[sentences[place] ?? 0] ?? 0 }));
}
