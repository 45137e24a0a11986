import type { ChatBody } from '../../test/support/scripted-model-server/check-request.ts';
import { playPeople } from '../../test/support/scripted-people.ts';
import { CAUSES, COMPLAINTS } from '../corpus/causes.ts';
import { countTokens } from './count-tokens.ts';

/** Words by which the peers' prompts are known from ours. */
export const PLAIN_PROMPT = 'Read this exit interview.';
export const PLAIN_SUMMARY = 'Below are summaries of exit interviews.';
/** The first words of LangChain's own summary prompt. */
const CONCISE = 'Write a concise summary of the following';
const DISTIL = 'The following is a set of summaries';

/**
 * Tokens that a model takes for what it was asked. A list of reasons with a verbatim quotation each and a summary takes
 * 350 (facts-model-server.md, section 2, in order of effect, 3); a concise summary of 2K tokens about a paragraph; a
 * report, ours or a peer's, 600 (the job's own figure there).
 */
const PLAIN_TOKENS = 350;
const CONCISE_TOKENS = 130;
const REPORT_TOKENS = 600;
/** "Two to five short plain sentences" (answers/answer-prompt.ts). */
const ANSWER_SENTENCES = 4;

/** Our report's prose as a model that keeps the rules writes it: a sentence for each thing asked for. */
function proseFor(chat: ChatBody): string {
  const words = chat.messages.at(-1)?.content ?? '';
  const codes = [...words.matchAll(/\{cause:([a-z-]+)\}/gu)].map(([, code]) => code).slice(0, 3);
  const zh = /占位符/.test(words);
  const line = (code: string | undefined) =>
    zh
      ? `{cause:${code}}在{count:${code}}份访谈中被提到，占{percent:${code}}。`
      : `{cause:${code}} is named in {count:${code}} interviews, that is {percent:${code}} ({interval:${code}}).`;
  const advice = (code: string | undefined) =>
    zh ? `可以考虑先看{cause:${code}}。` : `It may help to look at {cause:${code}} first.`;
  return [
    'CORE',
    line(codes[0]),
    'CAUSES',
    ...codes.map((code) =>
      zh
        ? `{cause:${code}}排在前面，占{percent:${code}}。`
        : `{cause:${code}} ranks high and weighs {percent:${code}}.`,
    ),
    'PREVENTABLE',
    zh
      ? '可以改变的占{yes}，部分可以改变的占{partly}。'
      : 'Causes that can be changed weigh {yes}, those that can be changed in part {partly}.',
    'SUGGESTIONS',
    ...codes.map(advice),
  ].join('\n');
}

/** Text of a model that goes on until it has said so much: quotations from the prompt first. */
function proseOf(tokens: number, said: string): string {
  const filler =
    'The person describes the situation calmly and in some detail, comes back to it twice, and makes clear that the decision was taken after a long time. ';
  let text = said;
  while (countTokens(text) < tokens) text += filler;
  return text;
}

function plainAnswer(chat: ChatBody): string {
  const words = chat.messages.at(-1)?.content ?? '';
  const quoted = words.split('\n').filter((line) => CAUSES.some((cause) => cause.words.test(line)));
  const list = quoted.map(
    (line, index) => `${index + 1}. Reason with quotation: "${line.replace(/^(?:A: |答：)/u, '')}"\n`,
  );
  return proseOf(PLAIN_TOKENS, `${list.join('')}\nSummary: `);
}

/** A summary of numbered sentences that keeps to the rules: each sentence says again what it cites. */
function citedAnswer(chat: ChatBody): string {
  const words = chat.messages.at(-1)?.content ?? '';
  const said = [...words.matchAll(/^\[(\d+)\] (.*)$/gmu)].slice(0, ANSWER_SENTENCES);
  const line = ([, number, sentence = '']: readonly string[]) =>
    `${sentence
      .replace(/\d+|[.。()]|"|“|”/gu, ' ')
      .replace(/\s+/gu, ' ')
      .trim()} [${number}].`;
  return said.map(line).join('\n');
}

/** Plays every model of the bench: coder, judge and writer of ours, and the peers'. */
export function createScript(): (chat: ChatBody) => string {
  const people = playPeople({
    codes: CAUSES,
    prose: proseFor,
    verdict: (_, marked) =>
      marked.includes(COMPLAINTS.en) || marked.includes(COMPLAINTS.zh) ? 'mentioned' : 'stated-reason',
  });
  return (chat) => {
    const words = chat.messages.map(({ content }) => content).join('\n');
    if (words.includes(PLAIN_PROMPT)) return plainAnswer(chat);
    if (words.includes(PLAIN_SUMMARY) || words.includes(DISTIL)) return proseOf(REPORT_TOKENS, '');
    if (words.includes(CONCISE)) return proseOf(CONCISE_TOKENS, '');
    if (/^(?:You sum up|你根据离职者)/u.test(words)) return citedAnswer(chat);
    return people(chat);
  };
}
