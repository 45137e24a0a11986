/** Short forms that people type in a chat, and what they stand for. */
const SHORT_FORMS: Readonly<Record<string, string>> = {
  ppl: 'people',
  bc: 'because',
  cuz: 'because',
  abt: 'about',
  mgr: 'manager',
  mgrs: 'managers',
  dept: 'department',
  depts: 'departments',
  vs: 'versus',
  thx: 'thanks',
  pls: 'please',
  plz: 'please',
};

/** Ways of being dismissed by the word that forms use; codebooks know that one. */
const DISMISSED = /\b(?:fired|sacked|let go|laid off|made redundant)\b/giu;
const DISMISSED_HAN = /被(?:裁(?:掉|了|员)?|开(?:掉|了|除)?|辞退|优化)/gu;

/** What stands around a question and asks nothing. */
const POLITENESS =
  /^\s*(?:(?:hi|hello|hey|good (?:morning|afternoon)|dear \w+)(?: (?:there|all|team|attrition))?\b[\s,.!:]*)|\b(?:(?:can|could|would|will) you (?:please )?(?:tell|show|give|let)\b(?: me| us)?|(?:please )?(?:tell|show|give) (?:me|us)|i(?:['’]d| would) like to (?:know|see)|i want to (?:know|see)|do you know|let me know|just wondering|quick question)\b[\s,:]*|\b(?:thanks?(?: you)?|so much|very much|in advance|please|kindly)\b|[:;]-?[)D]/giu;
const POLITENESS_HAN =
  /^(?:你好|您好|大家好|hi|hello)[\s，,!！。]*|麻烦(?:你|您)?(?:问一下|看一下|帮忙)?|请?问一下|请问|想(?:问|知道|了解)(?:一下)?|帮(?:我|忙)(?:看|查)(?:看|查|一下)*|(?:给|让)我看看?|告诉我|谢谢(?:你|您)?|多谢/giu;

/** A question without its greetings, with its short forms written out; what asks nothing needs no understanding. */
export function tidyQuestion(question: string): string {
  return question
    .normalize('NFKC')
    .replace(/\b[a-z]{2,5}\b/giu, (word) => SHORT_FORMS[word.toLowerCase()] ?? word)
    .replace(DISMISSED, 'dismissed')
    .replace(DISMISSED_HAN, '辞退')
    .replace(POLITENESS, ' ')
    .replace(POLITENESS_HAN, ' ')
    .trim();
}
