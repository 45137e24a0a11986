import type { Recurrence } from '../core/recurrence.ts';
import { canonicalTimezone, SHORTEST_MONTH } from '../core/recurrence.ts';
import { timeIn } from './parse-time.ts';

/** What was typed after "digest". */
export type DigestWish =
  | {
      readonly act: 'create';
      readonly recurrence: Recurrence;
      /** Whether the time zone was typed, or is the one set for the program. */
      readonly isOwnZone: boolean;
      readonly department: string | null;
      readonly quiet: boolean;
    }
  | { readonly act: 'list' }
  | { readonly act: 'pause' | 'resume' | 'remove' | 'preview'; readonly id: number | null }
  /** The part that could not be read; empty when something is missing. */
  | { readonly act: 'unclear'; readonly word: string };

const ACTS: readonly (readonly [Exclude<DigestWish['act'], 'create' | 'list' | 'unclear'>, RegExp])[] = [
  ['pause', /^(?:pause|暂停)$/u],
  ['resume', /^(?:resume|恢复|继续)$/u],
  ['remove', /^(?:remove|delete|删除|取消)$/u],
  ['preview', /^(?:preview|预览)$/u],
];
const LIST = /^(?:list|列表|查看)?$/u;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const HAN_DAYS = '一二三四五六日';
const OPTION = /(dept|lang|部门)=(?:"([^"]*)"|“([^”]*)”|(\S+))/gu;
const ZONE = /(?<!\S)(?:[A-Za-z_]+\/[A-Za-z_/+-]+\d*|UTC|GMT)(?!\S)/iu;
const QUIET = /(?<!\S)(?:quiet|安静|静默)(?!\S)/u;

interface Rhythm {
  readonly every: Recurrence['every'];
  readonly day: number;
  readonly rest: string;
}

/** "weekly mon", 每周一, "monthly 1", 每月1日, "daily", 每天. */
function rhythmIn(text: string): Rhythm | null {
  const daily = /^(?:daily|every day|每天|每日)/u.exec(text);
  if (daily !== null) return { every: 'day', day: 0, rest: text.slice(daily[0].length) };
  const weekly =
    /^(?:weekly|every|每周|每星期)\s*(?:on\s+)?(?:(mon|tue|wed|thu|fri|sat|sun)[a-z]*|([一二三四五六日天]))/u.exec(
      text,
    );
  if (weekly !== null) {
    const [all, name, han = ''] = weekly;
    const day = name === undefined ? HAN_DAYS.indexOf(han === '天' ? '日' : han) : DAYS.indexOf(name);
    return { every: 'week', day: day + 1, rest: text.slice(all.length) };
  }
  const monthly = /^(?:monthly|每月)\s*(?:on\s+)?(\d{1,2})(?:st|nd|rd|th|日|号)?/u.exec(text);
  if (monthly === null) return null;
  const day = Number(monthly[1]);
  return day >= 1 && day <= 31 ? { every: 'month', day, rest: text.slice(monthly[0].length) } : null;
}

/** The day an occurrence falls on; null where it can't be said by a day of every month. */
function dayOf({ every, day }: Rhythm, isNextDay: boolean): number | null {
  if (!isNextDay || every === 'day') return day;
  if (every === 'week') return (day % 7) + 1;
  return day < SHORTEST_MONTH ? day + 1 : null;
}

/**
 * Reads `weekly mon 09:00 [Asia/Shanghai] [dept=…] [quiet]`, 每周一 9点, `list`, `pause 2` and the like.
 *
 * @example parseDigest('每月1日 09:00 Asia/Shanghai', 'UTC')
 */
export function parseDigest(words: string, zone: string): DigestWish {
  const typed = words.normalize('NFKC').trim();
  const [first = '', second = ''] = typed.toLowerCase().split(/\s+/u);
  if (LIST.test(first)) return { act: 'list' };
  const act = ACTS.find(([, pattern]) => pattern.test(first))?.[0];
  if (act !== undefined) {
    const id = /^\d{1,9}$/u.test(second) ? Number(second) : null;
    return id === null && (second !== '' || act !== 'preview') ? { act: 'unclear', word: second } : { act, id };
  }
  const options = new Map([...typed.matchAll(OPTION)].map(([, key = '', a, b, c]) => [key, a ?? b ?? c ?? '']));
  const plain = typed.replaceAll(OPTION, ' ').replace(/\s+/gu, ' ').trim();
  const quiet = QUIET.test(plain);
  const zoned = ZONE.exec(plain)?.[0] ?? null;
  const timezone = canonicalTimezone(zoned ?? zone);
  if (timezone === null) return { act: 'unclear', word: zoned ?? zone };
  const rest = plain
    .replace(QUIET, ' ')
    .replace(zoned ?? '', ' ')
    .trim()
    .toLowerCase();
  const rhythm = rhythmIn(rest);
  if (rhythm === null) return { act: 'unclear', word: first };
  const time = timeIn(rhythm.rest);
  if (time === null || time.rest.trim() !== '') return { act: 'unclear', word: (time ?? rhythm).rest.trim() };
  const { hour, minute } = time;
  const { every } = rhythm;
  const day = dayOf(rhythm, time.isNextDay);
  if (day === null) return { act: 'unclear', word: rhythm.rest.trim() };
  return {
    act: 'create',
    recurrence: { every, day, hour, minute, timezone },
    isOwnZone: zoned !== null,
    department: options.get('dept') ?? options.get('部门') ?? null,
    quiet,
  };
}
