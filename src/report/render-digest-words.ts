import type { DigestContent } from '../core/digest.ts';
import type { Language } from '../core/language.ts';
import type { Recurrence } from '../core/recurrence.ts';

interface ChangeFigures {
  readonly name: string;
  readonly isUp: boolean;
  /** Whole percents, and whole points of their difference. */
  readonly before: number;
  readonly now: number;
  readonly low: number;
  readonly high: number;
  readonly counts: string;
}

const many = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
const signed = (points: number) => (points > 0 ? `+${points}` : `${points}`.replace('-', '−'));
const spans: Record<Recurrence['every'], string> = { day: 'today', week: 'this week', month: 'this month' };
const spansZh: Record<Recurrence['every'], string> = { day: '今天', week: '本周', month: '本月' };

const english = {
  title: 'Exit interviews',
  range: (since: string, until: string) => (since === until ? until : `${since} to ${until}`),
  head: ({ newInterviews, inPeriod, period }: DigestContent) =>
    `${many(newInterviews, 'new interview')}, ${inPeriod} in ${period}.`,
  rankingHead: (period: string, previous: string) => `**Causes in ${period}**, and in ${previous} where known:`,
  share: (x: number, n: number, percent: number, interval: string) =>
    `${x} of ${n} (${percent} %, 95 % interval ${interval})`,
  none: (n: number) => `0 of ${n}`,
  row: (rank: number | null, name: string, now: string, before: string | null) =>
    `${rank === null ? '-' : `- #${rank}`} ${name}: ${now}${before === null ? '' : `; before: ${before}`}`,
  hidden: (codes: number) => `${many(codes, 'cause')} not shown: the group is too small.`,
  tooFew: (n: number, min: number) =>
    `No ranking: ${many(n, 'interview')}, and fewer than ${min} could give a person away.`,
  change: ({ name, isUp, before, now, low, high, counts }: ChangeFigures) =>
    `**Reliable change:** ${name} ${isUp ? 'up' : 'down'}, ${before} → ${now} % (${counts}; 95 % interval of the difference ${signed(low)} to ${signed(high)} points).`,
  restUnchanged: 'No reliable change in the other causes.',
  noChange: (previous: string) => `No reliable change since ${previous}: the differences are within what chance does.`,
  notCompared: (previous: string) => `Not compared with ${previous}: too few interviews there.`,
  toReview: (count: number) => `Waiting for review: ${count}.`,
  failed: (count: number) => `**Not read:** ${many(count, 'file')}.`,
  moreFailed: (count: number) => `- and ${count} more.`,
  waiting: (count: number) => `Still being read: ${many(count, 'file')}.`,
  notCoded: (count: number) => `Not coded in time and not counted: ${many(count, 'interview')}.`,
  open: 'Open the report',
  review: (count: number) => `Review ${count}`,
  nothingNew: (title: string, every: Recurrence['every']) => `**${title}** No new exit interviews ${spans[every]}.`,
  cannotPost: 'I may not write there any more: I was removed, the channel was archived, or it is no longer allowed.',
  paused: (id: number, channel: string, reason: string) =>
    `Digest ${id} in <#${channel}> is paused. ${reason} When that is settled, type \`/attrition digest resume ${id}\` there.`,
};

const chinese: typeof english = {
  title: '离职访谈摘要',
  range: (since, until) => (since === until ? until : `${since} 至 ${until}`),
  head: ({ newInterviews, inPeriod, period }) => `新增 ${newInterviews} 份访谈，${period} 共 ${inPeriod} 份。`,
  rankingHead: (period, previous) => `**${period} 的离职原因**（已知时附 ${previous} 的数字）：`,
  share: (x, n, percent, interval) => `${n} 份中 ${x} 份（${percent} %，95 % 区间 ${interval}）`,
  none: (n) => `${n} 份中 0 份`,
  row: (rank, name, now, before) =>
    `${rank === null ? '-' : `- 第 ${rank} 位`} ${name}：${now}${before === null ? '' : `；此前：${before}`}`,
  hidden: (codes) => `另有 ${codes} 个原因因人数过少不显示。`,
  tooFew: (n, min) => `不排名：只有 ${n} 份访谈，少于 ${min} 份可能暴露个人。`,
  change: ({ name, isUp, before, now, low, high, counts }) =>
    `**可靠的变化：** ${name}${isUp ? '上升' : '下降'}，${before} → ${now} %（${counts}；差异的 95 % 区间 ${signed(low)} 至 ${signed(high)} 个百分点）。`,
  restUnchanged: '其他原因没有可靠的变化。',
  noChange: (previous) => `与 ${previous} 相比没有可靠的变化：差异在偶然范围之内。`,
  notCompared: (previous) => `未与 ${previous} 比较：当时的访谈太少。`,
  toReview: (count) => `待复核：${count} 条。`,
  failed: (count) => `**未能读取：** ${count} 个文件。`,
  moreFailed: (count) => `- 另有 ${count} 个。`,
  waiting: (count) => `仍在读取：${count} 个文件。`,
  notCoded: (count) => `未能及时编码、未计入：${count} 份访谈。`,
  open: '打开报告',
  review: (count) => `复核 ${count}`,
  nothingNew: (title, every) => `**${title}** ${spansZh[every]}没有新的离职访谈。`,
  cannotPost: '我已不能在那里发消息：可能被移出、频道已归档，或该频道不再被允许。',
  paused: (id, channel, reason) =>
    `<#${channel}> 的摘要 ${id} 已暂停。${reason}解决后请在该频道输入 \`/attrition 摘要 恢复 ${id}\`。`,
};

/** All wording of digests in a language. */
export function digestWords(language: Language): typeof english {
  return language === 'zh' ? chinese : english;
}
