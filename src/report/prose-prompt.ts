import { type Codebook, codeById } from '../core/codebook.ts';
import type { Finding } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import type { ChatMessage } from '../core/ports/language-model.ts';
import type { ReportContext } from '../core/report.ts';
import { rankedFindings } from './table-parts.ts';
import { nameOf, wordsIn } from './words.ts';

/** Causes the model is told about: more than it will write about. */
const CAUSES = 8;

const RULES: Record<Language, string> = {
  en: `You write the prose of a report on why people left. You know the counted causes only by the list you are given.
Rules:
- Write in English, in short plain sentences, each on its own line and ending with a full stop.
- Never write a digit, a number word for a count, or a percentage. Where a number belongs, write its slot exactly as listed, in braces.
- Name a cause only by its slot {cause:CODE}. Every sentence holds at least one slot.
- Use plain reporting words only (is named, is mentioned, weighs, ranks, follows, lies close to, can be changed, may help, consider) and the words of a cause's own line. Sentences with other words are thrown away, and so is every sentence on why a cause arose or what it leads to.
- State nothing that the list does not say. Do not guess motives, give no names, ask no questions, give no introduction.
- Write four parts, each begun by its label on a line of its own: CORE, CAUSES, PREVENTABLE, SUGGESTIONS.
  CORE: one or two sentences on what stands out.
  CAUSES: one sentence for each of the first three causes.
  PREVENTABLE: one sentence with {yes} and {partly}, the weight of causes the organisation can change wholly or in part.
  SUGGESTIONS: up to three sentences, each on one cause that can be changed, worded as a suggestion.`,
  zh: `你为一份“离开原因”报告撰写文字。你只知道下面列出的、已统计好的原因。
规则：
- 用中文写，句子短而平实，每句单独一行，以句号结束。
- 不写任何数字、表示数量的汉字数词或百分比。需要数字的地方，原样写出列表中的花括号占位符。
- 原因只用占位符 {cause:CODE} 来指称。每句至少包含一个占位符。
- 只用平实的陈述用语（提到、提及、占、排在、其次、接近、可以改变、建议、可以考虑）和该原因那一行里的词。用了别的词的句子会被丢弃，说某个原因为何产生、会导致什么的句子也会被丢弃。
- 列表没有说的一律不写。不猜测动机，不写人名，不提问，不写开场白。
- 分四部分，每部分以单独一行的标签开头：CORE、CAUSES、PREVENTABLE、SUGGESTIONS。
  CORE：一到两句，说最突出的是什么。
  CAUSES：对前三个原因各写一句。
  PREVENTABLE：一句，包含 {yes} 和 {partly}，即组织可以完全或部分改变的原因所占权重。
  SUGGESTIONS：至多三句，每句针对一个可以改变的原因，写成建议的口气。`,
};

/** Words for places in the table, so that the model sees an order and no number it could copy. */
const PLACES: Record<Language, readonly string[]> = {
  en: ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'],
  zh: ['第一', '第二', '第三', '第四', '第五', '第六', '第七', '第八'],
};

const LABELS = {
  en: {
    tied: 'not reliably apart from the one before',
    frequency: 'frequency',
    changeable: { yes: 'can be changed', partly: 'can be changed in part', no: 'cannot be changed' },
    slots: 'slots',
  },
  zh: {
    tied: '与前一个无法可靠区分',
    frequency: '频率',
    changeable: { yes: '可以改变', partly: '部分可以改变', no: '难以改变' },
    slots: '占位符',
  },
} as const;

/** The messages that ask a model for the report's prose: ranks and levels in words, numbers by slot only. */
export function proseMessages(context: ReportContext, codebook: Codebook): readonly ChatMessage[] {
  const { language } = context.request;
  const named = rankedFindings(context.findings).slice(0, CAUSES);
  const lines = named.map((finding, index) => lineOf(finding, index, { codebook, language }));
  return [
    { role: 'system', content: RULES[language] },
    { role: 'user', content: [...lines, `${LABELS[language].slots}: {n} {yes} {partly} {no}`].join('\n') },
  ];
}

function lineOf(finding: Finding, index: number, about: { codebook: Codebook; language: Language }): string {
  const { codebook, language } = about;
  const labels = LABELS[language];
  const words = wordsIn(language);
  const code = codeById(codebook, finding.code);
  const facts = [
    PLACES[language][index] ?? '',
    ...(finding.tiedWithPrevious ? [labels.tied] : []),
    ...(finding.frequency === null ? [] : [`${labels.frequency}: ${words.frequency[finding.frequency]}`]),
    labels.changeable[code?.controllable ?? 'no'],
    // A lever with a digit would tempt the model to copy it.
    ...(code?.levers[language] ?? []).filter((lever) => !/\p{N}/u.test(lever)).slice(0, 2),
  ];
  const slots = ['cause', 'count', 'percent', 'interval'].map((kind) => `{${kind}:${finding.code}}`);
  const name = nameOf(codebook, finding.code, language);
  return `- ${name}: ${facts.join('; ')}. ${labels.slots}: ${slots.join(' ')}`;
}
