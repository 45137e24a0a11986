import type { ChatBody } from './scripted-model-server/check-request.ts';

/** What a diligent small model would say: a coder, a judge and a writer, told apart by what they are asked. */
export interface ScriptedPeople {
  readonly codes: readonly { readonly code: string; readonly words: RegExp }[];
  /** The report's prose, e.g. "CORE\n{cause:pay-level} weighs most." */
  readonly prose: (chat: ChatBody) => string;
  readonly verdict?: (topic: string, marked: string) => string;
}

/** What a small model finds in `EXIT_TEXTS`, by their words. */
export const EXIT_CODES: ScriptedPeople['codes'] = [
  { code: 'pay-level', words: /\bpay\b|salary|工资/i },
  { code: 'family-care', words: /care for|look after|照顾|带，我得回去/ },
  { code: 'manager-behavior', words: /my manager|组长|主管/ },
];

const numbered = /^\[(\d+)\] (?:NOTE: )?(.*)$/;

function answerCoder(chat: ChatBody, people: ScriptedPeople): string {
  const lines = (chat.messages.at(-1)?.content ?? '').split('\n').map((line) => numbered.exec(line));
  const found = people.codes.flatMap(({ code, words }) => {
    const sentences = lines.flatMap((line) => (line !== null && words.test(line[2] ?? '') ? [Number(line[1])] : []));
    return sentences.length === 0 ? [] : [{ code, stated: sentences }];
  });
  return JSON.stringify(found);
}

/** Answers each of the judge's questions by one opinion on topic and marked sentence. */
function answerJudge(chat: ChatBody, people: ScriptedPeople): string {
  const content = chat.messages.map((message) => message.content).join('\n');
  const choice = chat.choice ?? [];
  const marked = content
    .split('\n')
    .filter((line) => line.startsWith('>>'))
    .join('\n');
  const opinionOn = (topic: string) => people.verdict?.(topic, marked) ?? 'stated-reason';
  if (choice.includes('none-of-these')) {
    const named = people.codes.filter(({ code, words }) => choice.includes(code) && words.test(marked));
    const lineOf = (code: string) => content.split('\n').find((line) => line.startsWith(`${code}: `)) ?? '';
    return named.find(({ code }) => opinionOn(lineOf(code)) === 'stated-reason')?.code ?? 'none-of-these';
  }
  const topic = /^(?:Topic|Matter|Statement): (.*)$/m.exec(content)?.[1] ?? '';
  const opinion = opinionOn(topic);
  if (choice.includes(opinion)) return opinion;
  return opinion === 'stated-reason' ? (choice[0] ?? '') : (choice.at(-1) ?? '');
}

/** A script for the scripted model server. */
export function playPeople(people: ScriptedPeople): (chat: ChatBody) => string {
  return (chat) => {
    if (chat.schema === 'codes') return answerCoder(chat, people);
    if (chat.choice !== null) return answerJudge(chat, people);
    return people.prose(chat);
  };
}
