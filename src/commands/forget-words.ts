import type { Bilingual } from '../core/language.ts';

/** What is said around a deletion. */
export const FORGET_WORDS = {
  usage: {
    en: 'Say what to delete: a file by name or number (`/attrition forget 3`), an interview by its number in the last report (`/attrition forget interview 31`), or `/attrition forget all`. Files here:',
    zh: '请说明要删除什么：文件名或序号（`/attrition 忘记 3`）、上一份报告里的访谈编号（`/attrition 忘记 访谈 31`），或 `/attrition 忘记 全部`。本频道的文件：',
  },
  file: { en: 'the file {name}', zh: '文件 {name}' },
  interview: {
    en: 'interview {number} of the last report, from {name}',
    zh: '上一份报告的访谈 {number}（来自 {name}）',
  },
  all: { en: 'everything I hold of this channel', zh: '我保存的本频道全部内容' },
  confirm: {
    en: '**Delete {what}?** This can’t be undone. These go, since they hold, or may hold, its words or its figures:',
    zh: '**要删除{what}吗？** 此操作无法撤销。以下内容含有或可能含有其文字、统计数字，将一并删除：',
  },
  own: {
    en: 'Cached answers go too. Two things I can’t delete: the upload itself belongs to whoever posted it (open the message in Slack → ⋯ → Delete file), and what others copied or downloaded.',
    zh: '缓存的回答也会清除。有两样我无法删除：上传的原文件属于发送者本人（请在 Slack 中打开该消息 → ⋯ → 删除文件），以及他人复制或下载的内容。',
  },
  deleteButton: { en: 'Delete for good', zh: '彻底删除' },
  keepButton: { en: 'Keep', zh: '保留' },
  started: { en: 'Deleting. I’ll tell you here when it is done.', zh: '正在删除，完成后会在这里告诉您。' },
  kept: { en: 'Nothing was deleted.', zh: '没有删除任何内容。' },
  answered: { en: 'This question was answered before.', zh: '这个问题之前已经回答过了。' },
  tooOld: {
    en: 'This question is more than an hour old, and what it lists may have changed. Type `/attrition forget` again.',
    zh: '这个问题已超过一小时，清单可能已变化。请重新输入 `/attrition 忘记`。',
  },
  notYours: { en: 'Only the one who asked can answer this.', zh: '只有提出请求的人可以回答。' },
  nothing: { en: 'There is nothing of that to delete.', zh: '没有可删除的内容。' },
  noReport: {
    en: 'Interviews are numbered by a report, and there is none in this channel. Delete by file instead.',
    zh: '访谈编号来自报告，而本频道还没有报告。请按文件删除。',
  },
  noInterview: {
    en: 'The last report has no interview {number}: it has {count}.',
    zh: '上一份报告里没有编号 {number} 的访谈：共 {count} 份。',
  },
  noFile: { en: 'There is no file “{word}” in this channel.', zh: '本频道没有文件“{word}”。' },
  several: { en: 'Several files have this name; use the number.', zh: '有多个同名文件，请使用序号。' },
} as const satisfies Record<string, Bilingual>;
