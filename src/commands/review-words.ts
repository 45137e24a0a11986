import type { Bilingual } from '../core/language.ts';

/** What the review says. */
export const REVIEW_WORDS = {
  root: {
    en: 'Review · asked by <@{user}> · one claim at a time in this thread',
    zh: '复核 · <@{user}> 发起 · 在本消息串里逐条进行',
  },
  title: { en: 'Review', zh: '复核' },
  loading: { en: 'Looking for what waits…', zh: '正在查找待复核的内容…' },
  progress: {
    en: '**{position} of {total}** · {time} · interview {number}',
    zh: '**第 {position} 条，共 {total} 条** · {time} · 访谈 {number}',
  },
  minutes: { en: 'about {minutes} minutes left', zh: '约剩 {minutes} 分钟' },
  aMinute: { en: 'about a minute left', zh: '约剩 1 分钟' },
  claim: { en: '**Claim:** {cause} is stated here as a reason.', zh: '**待判断：** 这里把“{cause}”说成了原因。' },
  whichCause: { en: '**Which cause is stated here?**', zh: '**这里说的是哪个原因？**' },
  anotherCause: { en: '**Not {cause} – which cause is it?**', zh: '**不是“{cause}”——那是哪个原因？**' },
  choiceDoubt: {
    en: 'It isn’t sure that leaving was their own choice. If it was, which cause is stated here?',
    zh: '不确定离开是否出于本人意愿。如果是，这里说的是哪个原因？',
  },
  speakersDoubt: {
    en: 'It isn’t clear who speaks here.',
    zh: '这里分不清是谁在说话。',
  },
  accept: { en: 'Yes, a reason', zh: '是原因' },
  reject: { en: 'No', zh: '不是' },
  other: { en: 'Another cause…', zh: '另一个原因…' },
  noneNamed: { en: 'No cause stated', zh: '没有说原因' },
  notTheirChoice: { en: 'Not their choice', zh: '不是本人意愿' },
  skip: { en: 'Skip', zh: '跳过' },
  undo: { en: 'Undo', zh: '撤销' },
  back: { en: 'Back', zh: '返回' },
  anew: { en: 'Ask anew', zh: '重新生成' },
  done: {
    en: '**Review done:** {decided} claims decided, {skipped} skipped. The next report counts them.',
    zh: '**复核完成：** 判断了 {decided} 条，跳过 {skipped} 条。下一份报告会计入这些判断。',
  },
  escapes: {
    en: 'Of {n} claims that had been accepted without a person and were drawn for checking, {x} were wrong ({percent}; 95 % interval {low}–{high} %).',
    zh: '抽查了 {n} 条未经人工就采纳的判断，其中 {x} 条有误（{percent}，95% 置信区间 {low}%–{high}%）。',
  },
  nothingCoded: {
    en: 'No interview in this channel was coded yet. Type `/attrition report` first.',
    zh: '本频道还没有编码过的访谈，请先输入 `/attrition report`。',
  },
  nothingWaits: { en: 'Nothing waits for review.', zh: '没有待复核的内容。' },
  alreadyDecided: {
    en: 'Somebody else has decided this claim already. Here is the next one.',
    zh: '这一条已经由别人判断过了，下面是下一条。',
  },
  nothingToUndo: { en: 'You have decided nothing in this review yet.', zh: '您在这次复核里还没有作过判断。' },
  sessionGone: {
    en: 'This review is no longer known. Type `/attrition review` to begin a new one.',
    zh: '这次复核已失效。请输入 `/attrition 复核` 重新开始。',
  },
} as const satisfies Record<string, Bilingual>;
