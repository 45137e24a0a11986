import { readFile } from 'node:fs/promises';
import { estimateTokens } from '../src/core/estimate-tokens.ts';
import { type InterviewDraft, roleOf } from '../src/core/interview.ts';
import { toOriginal } from '../src/ingest/structure/original-offset.ts';
import type { Labelled } from './labelled-set.ts';
import { draftsOf } from './structure-labelled.ts';

/** The lengths an interview can be padded to, in tokens: a usual one, and one that no model reads at once. */
export const PAD_TOKENS = { '2k': 2_000, '50k': 50_000 } as const;

/** A question and its answer. */
export interface Exchange {
  readonly question: string;
  readonly answer: string;
}

/** Exchanges without any cause, by language. */
export type NeutralExchanges = Readonly<Record<'en' | 'zh', readonly Exchange[]>>;

/** A place where padding may stand, as an offset in the original text, and what stands before its words. */
interface Gap {
  readonly at: number;
  readonly beforeQuestion: string | null;
  readonly beforeAnswer: string;
  readonly afterAnswer: string;
  /** A sentence ends here: of a form, often without its full stop. */
  readonly endsSentence: boolean;
}

/** Reads the shipped neutral exchanges: `Q:`/`A:` or 问：/答： blocks with a blank line between. */
export async function readNeutralExchanges(): Promise<NeutralExchanges> {
  const read = async (language: 'en' | 'zh') =>
    (await readFile(new URL(`neutral.${language}.txt`, import.meta.url), 'utf8')).split(/\n\s*\n/u).flatMap((block) => {
      const [question, answer] = block
        .trim()
        .split('\n')
        .map((line) => line.replace(/^(?:[QA]:|[问答]：)\s*/u, ''));
      return question === undefined || answer === undefined ? [] : [{ question, answer }];
    });
  const [en, zh] = await Promise.all([read('en'), read('zh')]);
  return { en, zh };
}

/**
 * Pads an interview to so many tokens with exchanges that hold no cause. They are spread in proportion to the text, so
 * that every sentence keeps its order and its relative depth, and every labelled span stays findable. Text that ingest
 * does not read as one interview is given back unchanged.
 */
export function padTo(tokens: number, labelled: Labelled, neutral: NeutralExchanges): Labelled {
  const gaps = gapsIn(labelled);
  const needed = tokens - estimateTokens(labelled.text);
  const exchanges = neutral[labelled.language === 'en' ? 'en' : 'zh'];
  let [text, from, added, used] = ['', 0, 0, 0];
  for (const [index, gap] of gaps.entries()) {
    text += labelled.text.slice(from, gap.at);
    from = gap.at;
    if (gap.endsSentence && added < needed * shareUpTo(index, gaps)) text += stopAfter(text);
    while (added < needed * shareUpTo(index, gaps)) {
      const exchange = exchanges[used % exchanges.length];
      if (exchange === undefined) break;
      const words = wordsOf(exchange, gap);
      text += words;
      added += estimateTokens(words);
      used += 1;
    }
  }
  return { ...labelled, text: text + labelled.text.slice(from) };
}

/** Puts one exchange into the middle of an interview, in its own form; null where there is no place for it. */
export function plant(exchange: Exchange, labelled: Labelled): Labelled | null {
  const gaps = gapsIn(labelled);
  const gap = gaps[Math.floor(gaps.length / 2)];
  if (gap === undefined) return null;
  const { text } = labelled;
  return { ...labelled, text: text.slice(0, gap.at) + wordsOf(exchange, gap) + text.slice(gap.at) };
}

function gapsIn(labelled: Labelled): readonly Gap[] {
  const [draft, second] = draftsOf(labelled);
  return draft === undefined || second !== undefined ? [] : gapsOf(draft, labelled.text);
}

/** What a gap's neighbours hold is divided between them: so much of the padding stands up to this gap. */
function shareUpTo(index: number, gaps: readonly Gap[]): number {
  const [first, here, next, last] = [gaps[0], gaps[index], gaps[index + 1], gaps.at(-1)].map((gap) => gap?.at ?? 0);
  if (next === undefined || index === gaps.length - 1) return 1;
  return ((here ?? 0) + next - 2 * (first ?? 0)) / (2 * ((last ?? 0) - (first ?? 0)));
}

function wordsOf({ question, answer }: Exchange, { beforeQuestion, beforeAnswer, afterAnswer }: Gap): string {
  return (beforeQuestion === null ? '' : beforeQuestion + question) + beforeAnswer + answer + afterAnswer;
}

/** In a conversation whole exchanges stand between exchanges; elsewhere answers stand at the end of the leaver's lines. */
function gapsOf(draft: InterviewDraft, text: string): readonly Gap[] {
  const between = (end: number, start: number) => text.slice(toOriginal(draft, end), toOriginal(draft, start));
  const answers = draft.turns.filter(
    ({ role, index }) => role === 'leaver' && roleAt(draft, index - 1) === 'interviewer',
  );
  if (answers.length === 0) return lineEndsOf(draft, text);
  return answers.flatMap((answer): readonly Gap[] => {
    const [before, question] = [draft.turns[answer.index - 2], draft.turns[answer.index - 1]];
    const next = draft.turns[answer.index + 1];
    if (question === undefined || (next !== undefined && next.role !== 'interviewer')) return [];
    const asked = before ?? answer;
    const following = before === undefined ? next : question;
    return following === undefined
      ? []
      : [
          {
            at: toOriginal(draft, answer.end),
            beforeQuestion: between(asked.end, following.start),
            beforeAnswer: between(question.end, answer.start),
            afterAnswer: '',
            endsSentence: false,
          },
        ];
  });
}

function roleAt(draft: InterviewDraft, turn: number): string | undefined {
  return draft.turns[turn]?.role;
}

function lineEndsOf(draft: InterviewDraft, text: string): readonly Gap[] {
  const ticked = new Set(draft.ticks.map(({ sentence }) => sentence));
  const blank = draft.language === 'en' ? ' ' : '';
  const gap = (at: number, isBefore: boolean): Gap => {
    // An interviewer's notes stay notes: what is added is told of the leaver.
    const isNote = roleOf(draft, draft.sentences.find(({ end }) => end >= at)?.id ?? 1) === 'note';
    const [open, close] = isNote
      ? draft.language === 'en'
        ? ['On this the leaver said: "', '"']
        : ['谈到交接，员工说：“', '”']
      : ['', ''];
    return {
      at: toOriginal(draft, at),
      beforeQuestion: null,
      beforeAnswer: (isBefore ? '' : blank) + open,
      afterAnswer: close + (isBefore ? blank : ''),
      endsSentence: !isBefore,
    };
  };
  const told = draft.sentences.filter(({ id }) => ['leaver', 'note'].includes(roleOf(draft, id)) && !ticked.has(id));
  const ends = told.filter(({ end }) => /^\s*(?:\n|$)/u.test(text.slice(toOriginal(draft, end)).slice(0, 20)));
  const [first] = told;
  return [...(first === undefined ? [] : [gap(first.start, true)]), ...ends.map(({ end }) => gap(end, false))];
}

/** Two sentences must not become one. */
function stopAfter(text: string): string {
  if (/[.!?。！？…”"』」]$/u.test(text)) return '';
  return /\p{Script=Han}$/u.test(text) ? '。' : '.';
}
