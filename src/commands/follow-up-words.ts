import type { Bilingual } from '../core/language.ts';
import type { Fallback } from '../core/ports/language-model.ts';
import type { QueryForm, TenureBand } from '../core/query-form.ts';

/** Texts of follow-up answers. */
export const FOLLOW_UP = {
  askedBy: { en: '<@{user}> asks: {question}', zh: '<@{user}> 提问：{question}' },
  reading: { en: 'Looking it up…', zh: '正在查找…' },
  cut: {
    en: 'The question was longer than {limit} characters: only its beginning was read.',
    zh: '问题超过 {limit} 个字符，只读了开头部分。',
  },
  empty: { en: 'Ask something after `ask`. {examples}', zh: '请在 `提问` 后面写上问题。{examples}' },
  examples: {
    en: 'For example: "how many of them in Sales?", "what did they say about managers?", "compare with last quarter", "top causes in Q3".',
    zh: '例如：“销售部有多少人？”“他们怎么说直属上级的？”“和上季度比有变化吗？”“第三季度的主要原因”。',
  },
  notAbout: {
    en: 'I answer only questions about the exit interviews of this channel. {examples}',
    zh: '我只回答与本频道离职访谈有关的问题。{examples}',
  },
  notUnderstood: {
    en: 'I don\'t know what to make of "{words}": no cause, department or period of these interviews is called so.{nearest} {examples}',
    zh: '没有读懂“{words}”：这些访谈里没有这样的原因、部门或时间段。{nearest}{examples}',
  },
  nearest: { en: ' Did you mean "{nearest}"?', zh: '您是不是想问“{nearest}”？' },
  names: {
    en: 'I name nobody: names are masked, and answers are about groups. {examples}',
    zh: '我不提供姓名：姓名已隐去，回答只针对群体。{examples}',
  },
  oneInterview: {
    en: 'What one interview says is shown to one person alone, not in a thread: `/attrition why 31`, by its number in the report.',
    zh: '单份访谈的内容只对提问者本人展示，不在消息串里展示：`/attrition 为什么 31`（报告中的编号）。',
  },
  setApart: {
    en: 'Statements of this kind (harassment, discrimination, danger, corruption, self-harm) are set apart for a named person, if there are any: they are neither counted nor quoted here.',
    zh: '这类陈述（骚扰、歧视、人身危险、贪腐、自伤）如果存在，会单独交给指定负责人：这里既不计数，也不引用。',
  },
  people: { en: '{n} interviews', zh: '{n} 份访谈' },
  held: {
    en: 'Fewer than {min} people fit this: nothing is shown, since one of them could be recognised.',
    zh: '符合条件的不足 {min} 人：可能认出其中某个人，因此不展示。',
  },
  isolates: {
    en: 'Beside what reports and answers of this channel have told already, this would single out fewer than {min} people: it is not shown.',
    zh: '与本频道此前的报告和回答对照，这一结果会暴露不足 {min} 人的小群体，因此不展示。',
  },
  leftOut: {
    en: 'Left out: {n} newer interviews. The change since the earlier answer would single out fewer than {min} people; they are counted here once more have come.',
    zh: '未计入较新的 {n} 份访谈：与此前的回答相比，这一变化会暴露不足 {min} 人；待访谈更多时再计入。',
  },
  countOf: {
    en: '**{count}** ({share}interval {interval}) name {cause}',
    zh: '**{count}**（{share}区间 {interval}）提到{cause}',
  },
  groupSize: { en: '**{n}** interviews are counted here.', zh: '这里共计入 **{n}** 份访谈。' },
  hiddenCause: {
    en: '{cause}: hidden, since fewer than {min} people could be recognised.',
    zh: '{cause}：不展示，因为不足 {min} 人的群体可能被认出。',
  },
  hiddenCauses: {
    en: 'Causes hidden because fewer than {min} people could be recognised: {n}.',
    zh: '因不足 {min} 人的群体可能被认出而不展示的原因：{n} 个。',
  },
  hiddenDepartments: {
    en: 'Departments hidden because fewer than {min} people could be recognised: {n}.',
    zh: '因不足 {min} 人可能被认出而不展示的部门：{n} 个。',
  },
  noDepartment: { en: 'no department given', zh: '未注明部门' },
  departmentRow: {
    en: '{department}: {count} ({share}interval {interval})',
    zh: '{department}：{count}（{share}区间 {interval}）',
  },
  noCauses: { en: 'No cause is named here.', zh: '这里没有提到任何原因。' },
  tooFew: { en: 'Too few interviews for shares: under {min}.', zh: '访谈少于 {min} 份，不计算占比。' },
  coverage: {
    en: '{n} interviews: {coded} coded, {noCause} without a stated cause, {review} waiting for a person, {failed} failed.',
    zh: '{n} 份访谈：已编码 {coded}，未说明原因 {noCause}，待人工复核 {review}，失败 {failed}。',
  },
  filesFailed: { en: 'Files that could not be read: {n}.', zh: '未能读取的文件：{n} 个。' },
  notCoded: {
    en: 'Not counted: {n} interviews that no report has coded yet. A new `/attrition report` takes them in.',
    zh: '另有 {n} 份访谈尚未编码，未计入；重新生成报告即可纳入。',
  },
  separation: { en: '**{n}** of {total} left this way.', zh: '{total} 份访谈中有 **{n}** 份属于这种离职方式。' },
  up: { en: 'up', zh: '上升' },
  down: { en: 'down', zh: '下降' },
  change: {
    en: 'Reliable change: **{cause} {direction}**, {earlier} → {later} (difference {low} to {high} points)',
    zh: '可靠的变化：**{cause}{direction}**，{earlier} → {later}（差值区间 {low} 至 {high} 个百分点）',
  },
  noChange: { en: 'No reliable change: {causes}.', zh: '没有可靠变化：{causes}。' },
  everything: { en: 'in any cause', zh: '所有原因' },
  smallPeriods: {
    en: '{earlier} has {first} interviews and {later} has {second}: a change can only be called reliable from ten in each on.',
    zh: '{earlier} 有 {first} 份访谈，{later} 有 {second} 份：双方都达到十份才能判断变化是否可靠。',
  },
  noQuotes: {
    en: 'Quotations are shown from {min} interviews on; here there are {n}.',
    zh: '满 {min} 份访谈才展示原话；这里只有 {n} 份。',
  },
  hiddenQuotes: {
    en: 'Quotations on this are hidden: the people behind them could be recognised.',
    zh: '相关原话不展示：可能认出说话的人。',
  },
  notSaid: {
    en: 'No leaver in these {n} interviews mentions {topic}. {asked}',
    zh: '这 {n} 份访谈里没有离职者提到{topic}。{asked}',
  },
  notAsked: { en: 'No interviewer asked about it either.', zh: '访谈者也没有问过。' },
  askedOnce: { en: 'Interviewers asked about it once; the answer was {no}.', zh: '访谈者问过一次；回答{no}。' },
  askedTwice: { en: 'Interviewers asked about it twice; {no}.', zh: '访谈者问过两次；{no}。' },
  askedOften: { en: 'Interviewers asked about it {n} times; {no}.', zh: '访谈者问过 {n} 次；{no}。' },
  no: { en: '"no"', zh: '是“没有”' },
  notNo: { en: 'not a plain "no"', zh: '不是直接的“没有”' },
  bothNo: { en: 'both answers were "no"', zh: '两次回答都是“没有”' },
  allNo: { en: 'all answers were "no"', zh: '每次回答都是“没有”' },
  someNo: { en: 'answers that were a plain "no": {n}', zh: '其中直接回答“没有”的有 {n} 次' },
  quote: { en: '{number}. “{text}” · interview {interview}', zh: '{number}. “{text}” · 访谈 {interview}' },
  quoteElsewhere: { en: '{number}. “{text}”', zh: '{number}. “{text}”' },
  written: { en: 'Written by {model}', zh: '撰写：{model}' },
  insteadOf: { en: 'instead of {from}: {why}', zh: '代替 {from}：{why}' },
  listOnly: { en: 'Quotations alone: {from}: {why}', zh: '仅列原话：{from}：{why}' },
  dropped: { en: 'sentences left out because the check refused them: {n}', zh: '未通过核对而略去的句子：{n}' },
  fast: { en: 'fast mode', zh: '快速模式' },
  fromCache: { en: 'From cache, asked {n} min ago.', zh: '来自缓存，{n} 分钟前问过。' },
  fromCacheNow: { en: 'From cache, asked just now.', zh: '来自缓存，刚刚问过。' },
  anew: { en: 'Ask anew', zh: '重新提问' },
  fastButton: { en: 'Fast mode', zh: '快速模式' },
  stop: { en: 'Stop', zh: '停止' },
  stopped: { en: 'Stopped.', zh: '已停止。' },
  interrupted: {
    en: 'This answer was interrupted and is too old to go on with. Ask again if you still want it.',
    zh: '回答曾中断，现已过时，不再继续。如仍需要，请重新提问。',
  },
  notRunning: { en: 'That answer is no longer being written.', zh: '该回答已不在生成中。' },
  gone: { en: 'The interview of this quotation is no longer there.', zh: '这条原话所在的访谈已不存在。' },
} as const satisfies Record<string, Bilingual>;

/** What a question was taken for, said above its answer. */
export const KIND_NAMES: Readonly<Record<QueryForm['kind'], Bilingual>> = {
  count: { en: 'How many', zh: '人数' },
  ranking: { en: 'Ranking', zh: '排序' },
  trend: { en: 'Change', zh: '变化' },
  quotations: { en: 'In their words', zh: '原话' },
  preventable: { en: 'Preventable', zh: '可避免的部分' },
  coverage: { en: 'Coverage', zh: '覆盖情况' },
  'not-about-interviews': { en: '', zh: '' },
};

export const TENURE_NAMES: Readonly<Record<TenureBand, Bilingual>> = {
  'under-1-year': { en: 'under a year of service', zh: '入职不到一年' },
  '1-to-2-years': { en: 'one to two years of service', zh: '入职一到两年' },
  '2-to-5-years': { en: 'two to five years of service', zh: '入职两到五年' },
  'over-5-years': { en: 'over five years of service', zh: '入职五年以上' },
};

/** Why a model did not answer, or another one did. */
export const WHY_NOT: Readonly<Record<Fallback['why'], Bilingual>> = {
  slow: { en: 'too slow', zh: '响应太慢' },
  stalled: { en: 'stopped in mid-answer', zh: '中途停住' },
  unreachable: { en: 'could not be reached', zh: '无法连接' },
  refused: { en: 'refused', zh: '拒绝应答' },
  'cut-off': { en: 'was cut off', zh: '被截断' },
  looping: { en: 'repeated itself', zh: '陷入重复' },
  invalid: { en: 'gave no sentence that stood up to the check', zh: '没有通过核对的句子' },
  'too-small': { en: 'is too small for this', zh: '模型太小' },
};
