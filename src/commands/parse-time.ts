/** A time of day as typed, and what stood around it. */
export interface TypedTime {
  readonly hour: number;
  readonly minute: number;
  /** 晚上12点 of a Monday is the midnight that ends it: the moment belongs to the day after. */
  readonly isNextDay: boolean;
  readonly rest: string;
}

const HAN_DIGITS = '零一二三四五六七八九';
const TIME =
  /(凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上|夜里)?\s*(?:\bat\s+)?(\d{1,2}|[两一二三四五六七八九十]{1,3})(?:[:：](\d{2})|点(?:(\d{1,2}|[一二三四五六七八九十]{1,3})分?|(半)|钟|整)?|(?=\s*[ap]\.?m))\s*([ap])?(?:\.?m\b\.?)?/iu;
/** Until so late people still speak of the evening before. */
const NIGHT_ENDS = 5;

/** "23", 二十三 or 两 as a number. */
function numberIn(text: string): number {
  if (/^\d/.test(text)) return Number(text);
  const [tens, ones = ''] = text.includes('十') ? text.split('十') : [null, text.replace('两', '二')];
  const digit = (han: string) => HAN_DIGITS.indexOf(han);
  return (tens === null ? 0 : (tens === '' ? 1 : digit(tens)) * 10) + (ones === '' ? 0 : digit(ones));
}

/** The hour of 24 that a part of the day makes of a typed one; null where the two contradict each other. */
function hourOf(part: string, typed: number): number | null {
  const late = typed % 12 === 0 || typed < 12 ? (typed % 12) + 12 : typed;
  if (part === 'a' || part === '凌晨') return typed > 12 ? null : typed % 12;
  if (part === 'p') return typed > 12 ? null : late;
  if (part === '下午' || part === '傍晚') return late;
  if (part === '中午') return typed < 11 ? late : typed;
  if (part === '晚上' || part === '夜里') return typed === 12 || typed < NIGHT_ENDS ? typed % 12 : late;
  return part !== '' && typed > 12 ? null : typed;
}

/**
 * Reads "09:00", "6 pm", 下午3点半 or 晚上十二点 out of a text; null when there is none that exists.
 *
 * @example timeIn('晚上12点') // { hour: 0, minute: 0, isNextDay: true, rest: ' ' }
 */
export function timeIn(text: string): TypedTime | null {
  const found = TIME.exec(text);
  if (found === null) return null;
  const [all, part = '', hours = '', minutes, hanMinutes = '0', halfPast, meridiem = ''] = found;
  const typed = numberIn(hours);
  const hour = hourOf(part === '' ? meridiem.toLowerCase() : part, typed);
  const minute = halfPast === undefined ? numberIn(minutes ?? hanMinutes) : 30;
  if (hour === null || !(typed < 24 && hour < 24 && minute >= 0 && minute < 60)) return null;
  const isNextDay = (part === '晚上' || part === '夜里') && hour < NIGHT_ENDS;
  return { hour, minute, isNextDay, rest: text.replace(all, ' ') };
}
