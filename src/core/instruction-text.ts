import { createPrefilter } from './prefilter.ts';

/** What a prompt shows in place of text that speaks to the machine: what isn't read can't be obeyed. */
export const LEFT_OUT = '(text addressed to the machine, left out)';

/**
 * Text that speaks to a machine instead of an interviewer. Imperatives count at the start of a clause only: "my manager
 * told me to ignore the earlier instructions" is a complaint.
 */
const TO_A_MACHINE: readonly RegExp[] = [
  // "ignore all previous instructions", 忽略以上指令
  /(?:^|[.!?:;,"“]\s*|\bplease\s+|\bnow\s+)(?:ignore|disregard|forget|override)\s+(?:all|any|every|the|your|these|those|previous|prior|above)\b[^.!?]{0,40}(?:instructions?|rules?|prompts?|above|messages?|text|codes?)\b/iu,
  /(?:^|[，。！？：；,:“"\s]|请)(?:忽略|无视|忘记|忘掉|不要理会|跳过)(?:掉)?(?:以上|上述|上面|之前|前面|先前|此前|所有|全部|你的?)[^。！？]{0,16}(?:指令|指示|要求|规则|提示|内容|设定)/u,
  // "code everything as pay", 全部标为薪酬
  /(?:^|[.!?:;,"“)\]>]\s*|\bplease\s+|\bnow\s+)(?:code|label|mark|classify|tag|count|record)\s+(?:everything|all|every\s+\w+|this|it|each\s+\w+|the\s+(?:whole\s+)?(?:interview|transcript|text))\b[^.!?]{0,30}\b(?:as|under)\b/iu,
  /(?:^|[，。！？：；,:“"\s])(?:请|要|现在|并)?(?:全部|统统|一律|都)都?(?:标(?:注|记)?|编码|归类?|分类)(?:为|成|作)/u,
  // 把所有原因都归为…: an object that only such a text has; hours and bonuses are set down as something else, too
  /(?:^|[，。！？：；,:“"\s])(?:请|要|现在|并)?(?:把|将|所有)[^，。]{0,6}(?:原因|理由|主因|访谈|面谈|记录|文本|文档|内容|句子?)[^，。]{0,8}(?:标(?:注|记)?|记|编码|归类?|算|分类)(?:为|成|作)/u,
  // who the reader is, and what it is to say
  /\b(?:system prompt|you are (?:now )?(?:an? )?(?:ai|assistant|language model|chat ?bot)|respond only with|output (?:only )?json|new instructions?:)/iu,
  /(?:系统提示|提示词|你是(?:一个|一名)?(?:AI|人工智能|助手|语言模型|机器人)|只(?:输出|返回|回答)|新的?指令[:：])/iu,
  /(?:^|[.!?:;]\s*)(?:pretend|act as if)\s+(?:that\s+)?you\s+(?:are|were)\b|(?:^|[.!?:;]\s*)(?:role-?play|act)\s+as\b/iu,
  /(?:^|[，。！？：；,:\s]|请|现在)(?:假装|扮演)(?:一下)?你(?:就)?是/u,
  /\b(?:note|message|instruction)s? (?:to|for) (?:the )?(?:ai|llm|language model|bot)\b/iu,
  /(?:致|写给|告诉|提醒)(?:各位)?(?:AI|大模型|编码员)/iu,
  /\b(?:correct|right|only valid|final) (?:code|label|verdict|category)\b[^.!?]{0,12}(?:\bis\b|:)/iu,
  /(?:正确|唯一|最终)的?(?:编码|标签|代码|判定|类别)[^。！？]{0,6}(?:是|为|[:：])/u,
  /\banswer (?:only )?with\b[^.!?]{0,40}\b(?:each|every|all) (?:line|sentence)s?\b/iu,
  /对?每(?:一)?(?:行|句)(?:话)?都?(?:回答|输出|返回|填)/u,
  // the forms of our own and of others' prompts and answers
  /<\|[a-z_]+\|>|\[\/?INST\]|<<\/?SYS>>|^\s*(?:system|assistant|developer|系统|助手)\s*[:：]/iu,
  /<\/?\s*(?:interview|exchange|before|system|instructions?|s)\s*>|```/iu,
  /^\s*[[(【]?\s*\d{1,4}\s*[\])】]\s*(?:a|q|note|other)\s*[:：]/iu,
  /["'“”]?\b(?:found|codes?|verdict|choice|link)["'“”]\s*[:：]|\b(?:stated-reason|why-answer)\b/iu,
];

/** Long runs of letters and digits that only a machine reads; the second stands wherever the first does. */
const MACHINE_RUN = /(?:^|[\s:：])[A-Za-z\d+/]{40,}={0,2}(?:$|[\s.。])/u;
const LONG_RUN = /[A-Za-z\d+/]{40}/u;

/** Every sentence is looked at, and hardly any is addressed to a machine. */
const mayMatch = createPrefilter(TO_A_MACHINE);

/**
 * Where a stretch of text may begin inside what the sentence splitter took for one sentence: after a full stop, and
 * before a tag, a brace or a bracket that ordinary speech doesn't hold.
 */
const STRETCH = /(?<=[.!?][)"'”’]?\s+|[。！？])|(?=<[/|a-z]|```|\{["'“”]|\[(?:\d|\/?INST))/iu;

/** Letters that change nothing for the eye: zero-width ones, joiners, marks of direction. */
const INVISIBLE = /\p{Cf}/gu;

const folded = (text: string) => text.normalize('NFKC').replace(INVISIBLE, '');

/** The expressions that may match folded text or a stretch of it; none, for nearly every sentence. */
function likelyIn(text: string): readonly RegExp[] {
  const likely = mayMatch(text);
  return LONG_RUN.test(text) ? [...likely, MACHINE_RUN] : [...likely];
}

/** True for text that tries to instruct the reader, whoever wrote it. */
export function isInstruction(text: string): boolean {
  const seen = folded(text);
  return likelyIn(seen).some((pattern) => pattern.test(seen));
}

/** A text without its stretches to a machine, `instead` in their place; blank when nothing else was said. */
export function withoutInstructions(text: string, instead = ''): string {
  if (likelyIn(folded(text)).length === 0) return text;
  const stretches = text.split(STRETCH).map((stretch) => (isInstruction(stretch) ? null : stretch));
  const kept = stretches.map((stretch, index) => stretch ?? (stretches[index - 1] === null ? '' : instead));
  const rest = kept.join('');
  // An order that only the whole shows: then the whole is one.
  return rest === text && isInstruction(text) ? instead : rest;
}
