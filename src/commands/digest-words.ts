import type { Digest } from '../core/digest.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import type { Bilingual, Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import { nextSlot, type Recurrence } from '../core/recurrence.ts';
import { fill } from './words.ts';

export const DIGEST_WORDS = {
  created: {
    en: 'Digest {id} is set: {when}. The next one comes on {next}.{zone} `/attrition digest preview {id}` shows it now.',
    zh: '已设置摘要 {id}：{when}，下一次在 {next}。{zone}输入 `/attrition 摘要 预览 {id}` 可立即查看。',
  },
  defaultZone: {
    en: ' No time zone was named, so {zone} counts; name one like `Asia/Shanghai` to change that.',
    zh: '未指定时区，按 {zone} 计；可加上如 `Asia/Shanghai`。',
  },
  none: {
    en: 'This channel has no digest. Example: `/attrition digest weekly mon 09:00 Asia/Shanghai`.',
    zh: '本频道还没有摘要。示例：`/attrition 摘要 每周一 09:00 Asia/Shanghai`。',
  },
  unclear: {
    en: 'I can\'t read "{word}". Examples: `/attrition digest weekly mon 09:00 Asia/Shanghai`, `daily 18:30`, `monthly 1 09:00`; `list`, `preview 1`, `pause 1`, `resume 1`, `remove 1`.',
    zh: '无法识别“{word}”。示例：`/attrition 摘要 每周一 09:00 Asia/Shanghai`、`每天 18:30`、`每月1日 09:00`；`列表`、`预览 1`、`暂停 1`、`恢复 1`、`删除 1`。',
  },
  unknown: {
    en: 'This channel has no digest {id}. `/attrition digest list` shows them.',
    zh: '本频道没有摘要 {id}，输入 `/attrition 摘要 列表` 查看。',
  },
  paused: { en: 'Digest {id} is paused.', zh: '摘要 {id} 已暂停。' },
  resumed: { en: 'Digest {id} goes on; the next one comes on {next}.', zh: '摘要 {id} 已恢复，下一次在 {next}。' },
  removed: { en: 'Digest {id} is removed.', zh: '摘要 {id} 已删除。' },
  preview: { en: 'The preview follows; only you will see it.', zh: '预览随后发送，仅您可见。' },
  same: {
    en: 'Digest {id} does that already: {when}.',
    zh: '摘要 {id} 已是如此：{when}。',
  },
  isPaused: { en: ' · paused', zh: ' · 已暂停' },
  isQuiet: { en: ' · silent when nothing is new', zh: ' · 没有新内容时不发送' },
  line: { en: 'Digest {id}: {when}{more}', zh: '摘要 {id}：{when}{more}' },
} as const satisfies Record<string, Bilingual>;

const DAY_NAMES: Readonly<Record<Language, readonly string[]>> = {
  en: ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  zh: ['', '一', '二', '三', '四', '五', '六', '日'],
};

/** "every Monday at 09:00 (Asia/Shanghai)". */
export function whenWords({ every, day, hour, minute, timezone }: Recurrence, language: Language): string {
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  const name = DAY_NAMES[language][day] ?? '';
  const en = { day: 'every day', week: `every ${name}`, month: `on day ${day} of every month` };
  const zh = { day: '每天', week: `每周${name}`, month: `每月 ${day} 日` };
  return language === 'en' ? `${en[every]} at ${time} (${timezone})` : `${zh[every]} ${time}（${timezone}）`;
}

/** The local date of the next occurrence. */
export const nextDay = (recurrence: Recurrence, now: number): string => nextSlot(recurrence, now)?.period ?? '–';

/** One line of the list, as App Home shows it too. */
export function digestLine(digest: Digest, language: Language): string {
  const department = digest.department === null ? '' : ` · ${escapeMarkdown(digest.department)}`;
  const more = [
    department,
    digest.quiet ? DIGEST_WORDS.isQuiet[language] : '',
    digest.state === 'paused' ? DIGEST_WORDS.isPaused[language] : '',
    digest.pausedFor === null ? '' : ` (${faultSentence(digest.pausedFor, {}, language)})`,
  ].join('');
  return fill(DIGEST_WORDS.line[language], { id: digest.id, when: whenWords(digest.recurrence, language), more });
}
