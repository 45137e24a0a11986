import { isInstruction } from '../core/instruction-text.ts';

/** What people write in a thread that no figure and no quotation answers. */
export type Aside = 'thanks' | 'names' | 'one-interview' | 'instruction';

/** Only a whole message is small talk: "thanks, and in Sales?" is a question. */
const THANKS =
  /^[\s\p{P}\p{S}]*(?:(?:ok(?:ay)?|thanks?|thank you|thx|ty|cheers|great|nice|perfect|cool|got it|noted|well done|good|many thanks|so much|very much|a lot)[\s\p{P}\p{S}]*)+$|^[\s\p{P}\p{S}]*(?:(?:好的?|好吧|谢谢(?:你|您|大家)?|多谢|感谢|辛苦了?|收到|明白了?|知道了|了解了?|嗯+|赞|不错)[啊呀哦了啦\s\p{P}\p{S}]*)+$/iu;
/** Who somebody is: names are masked, and a number must not become a name again. */
const NAMES =
  /\b(?:(?:names?|list) of (?:the |all |every)?(?:people|person|leavers?|interviewees?|employees|everyone|everybody|those|who)|(?:give|tell|show|list|print)\b[^.?!]{0,30}\bnames|(?:interviewees?|leavers?|people|employees|their)['’]? names?|who (?:is|was|are|were) (?:the )?(?:interview|interviewee|person|leaver)|what (?:is|was) (?:his|her|their) name)\b|姓名|名单|(?:叫|是)(?:什么名字|哪位)|(?:访谈|份|号)[^。？?]{0,6}是谁|是谁说的/iu;
const ONE_INTERVIEW =
  /\binterview (?:no\.? ?|number |#)?\d+\b|访谈\s*\d+|第\s*\d+\s*[号份](?:的?访谈)|\d+\s*号的?访谈/iu;

/** Tells what a message is where it is no question about many; null for every other. */
export function asideIn(question: string): Aside | null {
  const text = question.normalize('NFKC');
  if (THANKS.test(text)) return 'thanks';
  if (isInstruction(text)) return 'instruction';
  if (NAMES.test(text)) return 'names';
  return ONE_INTERVIEW.test(text) ? 'one-interview' : null;
}
