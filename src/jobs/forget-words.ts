import type { Bilingual, Language } from '../core/language.ts';
import { plainView } from '../core/plain-view.ts';
import type { MessageView } from '../core/ports/conversation.ts';
import type { ForgetTally } from '../core/ports/privacy-store.ts';

/** What each count of a deletion is called; `{n}` is the count. */
const PARTS: Readonly<Record<keyof ForgetTally, Bilingual>> = {
  files: { en: 'files: {n}', zh: '文件：{n}' },
  interviews: { en: 'interviews with their text: {n}', zh: '访谈及其全文：{n}' },
  segments: { en: 'coded segments: {n}', zh: '编码片段：{n}' },
  ledger: { en: 'stored answers of models and readers: {n}', zh: '模型与阅读器的存档答复：{n}' },
  decisions: { en: 'review decisions: {n}', zh: '复核决定：{n}' },
  reports: { en: 'reports: {n}', zh: '报告：{n}' },
  turns: { en: 'questions and answers in threads: {n}', zh: '消息串中的问答：{n}' },
  digests: { en: 'digest schedules: {n}', zh: '摘要计划：{n}' },
  messages: {
    en: 'my messages in Slack (reports, answers, reviews, digests): {n}',
    zh: '我在 Slack 发的消息（报告、回答、复核、摘要）：{n}',
  },
  uploads: {
    en: 'files I uploaded to Slack (charts, reports, exports): {n}',
    zh: '我上传到 Slack 的文件（图表、报告、导出）：{n}',
  },
};

/** The counts as a list; what is zero is left out. */
export function tallyWords(tally: ForgetTally, language: Language): string {
  return (Object.keys(PARTS) as (keyof ForgetTally)[])
    .filter((part) => tally[part] > 0)
    .map((part) => `- ${PARTS[part][language].replace('{n}', String(tally[part]))}`)
    .join('\n');
}

const DONE: Bilingual = {
  en: 'Deleted for good. The audit log holds this proof, without content:\n{list}',
  zh: '已彻底删除。审计日志中保留以下证明，不含任何内容：\n{list}',
};
const NOTHING: Bilingual = {
  en: 'There was nothing left to delete.',
  zh: '已没有可删除的内容。',
};
const STANDS: Bilingual = {
  en: '\nSlack would not let me delete {n} of my messages or files. A workspace admin can.',
  zh: '\nSlack 不允许我删除其中 {n} 条消息或文件，请联系工作区管理员处理。',
};

/** What the one who asked is told at the end. */
export function deletedView(tally: ForgetTally, standing: number, language: Language): MessageView {
  const list = tallyWords(tally, language);
  const words = list === '' ? NOTHING[language] : DONE[language].replace('{list}', list);
  const markdown = words + (standing === 0 ? '' : STANDS[language].replace('{n}', String(standing)));
  return plainView(markdown);
}

const NOTE: Bilingual = { en: 'This message was deleted on request.', zh: '此消息已应要求删除。' };

/** What stands in place of a message that Slack doesn't let us delete. */
export function deletedNote(language: Language): MessageView {
  return { markdown: NOTE[language], notice: NOTE[language] };
}
