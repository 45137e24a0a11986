/**
 * Text that speaks to a machine instead of an interviewer. Imperatives count at the start of a clause only: "my manager
 * told me to ignore the earlier instructions" is a complaint.
 */
const TO_A_MACHINE: readonly RegExp[] = [
  /(?:^|[.!?:;,"“]\s*|\bplease\s+|\bnow\s+)(?:ignore|disregard|forget|override)\s+(?:all|any|every|the|your|these|those|previous|prior|above)\b[^.!?]{0,40}(?:instructions?|rules?|prompts?|above|messages?|text|codes?)\b/iu,
  /(?:^|[，。！？：；,:“"\s]|请)(?:忽略|无视|忘记|忘掉|不要理会|跳过)(?:掉)?(?:以上|上述|上面|之前|前面|先前|此前|所有|全部|你的?)[^。！？]{0,16}(?:指令|指示|要求|规则|提示|内容|设定)/u,
  /\b(?:code|label|mark|classify|tag|count|record)\s+(?:everything|all|every\s+\w+|this|it|each\s+\w+)\b[^.!?]{0,30}\b(?:as|under)\b/iu,
  /(?:全部|统统|一律|都|所有[^，。]{0,6}|把[^，。]{1,10})(?:都)?(?:标|记|编码?|归类?|算|标注|标记|分类)(?:注|记)?(?:为|成|作)/u,
  /\b(?:system prompt|you are (?:an? )?(?:ai|assistant|language model|chat ?bot)|respond only with|output (?:only )?json|new instructions?:)/iu,
  /(?:系统提示|提示词|你是(?:一个|一名)?(?:AI|人工智能|助手|语言模型|机器人)|只输出|新的?指令[:：])/iu,
  /<\|[a-z_]+\|>|\[\/?INST\]|<<\/?SYS>>|^\s*(?:system|assistant)\s*[:：]/iu,
];

/** True for text that tries to instruct the reader, whoever wrote it. */
export function isInstruction(text: string): boolean {
  const folded = text.normalize('NFKC');
  return TO_A_MACHINE.some((pattern) => pattern.test(folded));
}
