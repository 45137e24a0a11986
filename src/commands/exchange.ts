import { type Interview, questionTextOf, type SpeakerRole, type Turn } from '../core/interview.ts';
import type { Bilingual, Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';

/** Answers shown of one claim: more are not read before deciding. */
const TURNS_SHOWN = 3;
/** Sentences shown before and after a marked one. */
const CONTEXT_SENTENCES = 2;
/** Sentences shown of one answer, and characters of one sentence: every exchange has room within one message. */
const SENTENCES_SHOWN = 10;
const LONGEST = 300;
const MARK = '▌ ';
/** An em space: as wide as the mark, and what follows it can't become a heading or a list. */
const NO_MARK = '\u2003';

const SPEAKERS: Readonly<Record<SpeakerRole, Bilingual>> = {
  interviewer: { en: 'Q: ', zh: '问：' },
  leaver: { en: 'A: ', zh: '答：' },
  note: { en: 'Note: ', zh: '记录：' },
  other: { en: 'Other: ', zh: '他人：' },
  unknown: { en: '', zh: '' },
};

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()}…`;
}

function answerLines(interview: Interview, turn: Turn, marked: ReadonlySet<number>): readonly string[] {
  const sentences = interview.sentences.filter((sentence) => sentence.turn === turn.index);
  const near = sentences.filter(({ id }) => [...marked].some((other) => Math.abs(other - id) <= CONTEXT_SENTENCES));
  const shown = near.slice(0, SENTENCES_SHOWN);
  const lines = shown.map(({ id, start, end }, index) => {
    const gap = id - (shown[index - 1]?.id ?? sentences[0]?.id ?? id) > (index === 0 ? 0 : 1) ? '… ' : '';
    const text = escapeMarkdown(shorten(interview.text.slice(start, end)));
    return gap + (marked.has(id) ? MARK : NO_MARK) + text;
  });
  return shown.at(-1)?.id === sentences.at(-1)?.id ? lines : [...lines, '…'];
}

/** Shows sentences in their exchange: the question before, their neighbours, and a bar before each of them. */
export function showExchange(interview: Interview, ids: readonly number[], language: Language): string {
  const marked = new Set(ids);
  const turns = interview.turns.filter(({ index }) =>
    interview.sentences.some(({ id, turn }) => turn === index && marked.has(id)),
  );
  const lines = turns.slice(0, TURNS_SHOWN).flatMap((turn) => {
    const question = questionTextOf(interview, turn);
    const asked = question === null ? [] : [SPEAKERS.interviewer[language] + escapeMarkdown(shorten(question))];
    const [first = '', ...rest] = answerLines(interview, turn, marked);
    return [...asked, SPEAKERS[turn.role][language] + first, ...rest];
  });
  const more = turns.length > TURNS_SHOWN ? ['…'] : [];
  return [...lines, ...more].map((line) => `> ${line}`).join('\n>\n');
}
