const DIGITS = '零一二三四五六七八九十';

/** Reads 1-99 written in digits or Chinese numerals; 两 is two, 半 a half. Null when it is no number. */
function readNumber(text: string): number | null {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (text === '半') return 0.5;
  const numerals = text.replaceAll('两', '二').replaceAll('〇', '零');
  if (!/^[零一二三四五六七八九十]{1,3}$/.test(numerals)) return null;
  const [tens, ones] = numerals.includes('十') ? numerals.split('十') : ['零', numerals];
  const value = (digit: string | undefined, empty: number) =>
    digit === undefined || digit === '' ? empty : DIGITS.indexOf(digit);
  return value(tens, 1) * 10 + value(ones, 0);
}

const TENURE_EN =
  /^(?:about |approx\.? |~)?(?:(\d+(?:\.\d+)?)\s*(?:y|yr|yrs|year|years))?(?:[\s,]*(?:and\s+)?(\d+)\s*(?:m|mo|mos|month|months))?$/i;
const TENURE_ZH =
  /^(?:约|大约|近|不足|不到)?(?:(\d+(?:\.\d+)?|[一二两三四五六七八九十半]+)\s*年)?(?:零|又|(半))?(?:(\d+|[一二两三四五六七八九十]+)\s*个?月)?(?:多)?$/u;

/** Reads a length of service in either language into whole months; null when it is none. */
export function readTenure(text: string): number | null {
  const words = text.normalize('NFKC').trim();
  if (words === '') return null;
  const english = words.match(TENURE_EN);
  if (english) return months(english[1], english[2], undefined);
  const chinese = words.match(TENURE_ZH);
  return chinese ? months(chinese[1], chinese[3], chinese[2]) : null;
}

function months(years: string | undefined, rest: string | undefined, half: string | undefined): number | null {
  if (years === undefined && rest === undefined) return null;
  const whole = years === undefined ? 0 : readNumber(years);
  const part = rest === undefined ? 0 : readNumber(rest);
  if (whole === null || part === null) return null;
  return Math.round(whole * 12 + part + (half === undefined ? 0 : 6));
}

const DATE = /(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?(?!\d)/u;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`;
const DATE_EN = [
  new RegExp(String.raw`\b(?:(?<day>\d{1,2})(?:st|nd|rd|th)?\s+)?${MONTH},?\s+(?<year>\d{4})\b`, 'i'),
  new RegExp(String.raw`\b${MONTH}\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})\b`, 'i'),
];
const MONTH_YEAR = /^\s*(\d{1,2})\/(\d{4})\s*$/;
const YEAR = /^\s*((?:19|20)\d{2})\s*年?\s*$/;
const SLASHED = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/;

/** Finds a date in a text as ISO date, year-month or year; null when there is none or when 03/04 could be either. */
export function readDate(text: string): string | null {
  const words = text.normalize('NFKC');
  const plain = words.match(DATE);
  if (plain) return iso(plain[1], plain[2], plain[3]);
  for (const shape of DATE_EN) {
    const groups = words.match(shape)?.groups;
    if (groups) return iso(groups.year, String(MONTHS.indexOf((groups.month ?? '').toLowerCase()) + 1), groups.day);
  }
  const slashed = words.match(SLASHED);
  if (slashed && Number(slashed[1]) > 12) return iso(slashed[3], slashed[2], slashed[1]);
  if (slashed && Number(slashed[2]) > 12) return iso(slashed[3], slashed[1], slashed[2]);
  const monthYear = words.match(MONTH_YEAR);
  if (monthYear) return iso(monthYear[2], monthYear[1], undefined);
  return words.match(YEAR)?.[1] ?? null;
}

function iso(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  if (Number(month) < 1 || Number(month) > 12 || Number(day ?? 1) < 1 || Number(day ?? 1) > 31) return null;
  const parts = [month, day].filter((part) => part !== undefined).map((part) => part.padStart(2, '0'));
  return [year, ...parts].join('-');
}
