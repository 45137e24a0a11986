import { parsePeriod } from '../core/period.ts';

const PERIOD =
  /\d{4}\s*年?\s*-?\s*[qh][1-4]|\d{4}\s*年\s*(?:第?\s*[一二三四1-4]\s*季度?|\d{1,2}\s*月|[上下]半年)?|\d{4}-\d{1,2}(?!\d)|\b(?:last|this) (?:quarter|year)\b|上个?季度|本季度|这个季度|去年|今年|\bq[1-4]\b|第?[一二三四]季度|\b20\d{2}\b/giu;
/** Months by name; "may" and "march" are months only where something says so. */
const MONTH =
  /\b(?<sure>jan|feb|apr|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|il|e|y|ust|t(?:ember)?|tember|ober|ember)?\b(?:,? (?<year>20\d{2}))?|(?<=\b(?:in|for|of|during|since|and|versus|to) )(?<likely>may|mar)(?:ch)?\b(?:,? (?<likelyYear>20\d{2}))?|(?<![\d年-])(?<han>1[0-2]|[1-9])月份?/giu;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WITHOUT_YEAR = /^(?:q([1-4])|第?([一二三四])季度)$/iu;

export interface NamedPeriods {
  /** In normal form, in the order of the text. */
  readonly names: readonly string[];
  /** True where the only one is relative ("last quarter"): it may mean "the one before". */
  readonly isPrevious: boolean;
  readonly rest: string;
}

/** "July" as "2026-07". */
function withMonths(text: string, year: number): string {
  return text.replace(MONTH, (...found) => {
    const { sure, likely, han, year: named, likelyYear } = found.at(-1) as Readonly<Record<string, string | undefined>>;
    const month = han === undefined ? MONTHS.indexOf((sure ?? likely ?? '').toLowerCase()) + 1 : Number(han);
    return ` ${named ?? likelyYear ?? year}-${String(month).padStart(2, '0')} `;
  });
}

/** Finds the periods that a text names; a quarter without a year is of `year`. `now` in milliseconds. */
export function periodsIn(text: string, now: number, year: number): NamedPeriods {
  const names: string[] = [];
  let isPrevious = false;
  const dated = withMonths(text.normalize('NFKC'), year);
  const rest = dated.replace(PERIOD, (found) => {
    const [, digit, han] = WITHOUT_YEAR.exec(found.trim()) ?? [];
    const quarter = digit ?? (han === undefined ? undefined : String('一二三四'.indexOf(han) + 1));
    const period = parsePeriod(quarter === undefined ? found : `${year} Q${quarter}`, now);
    if (period === null) return found;
    if (/^(?:last|上|去)/iu.test(found)) isPrevious = true;
    names.push(period.name);
    return ' ';
  });
  return { names, isPrevious: isPrevious && names.length === 1, rest };
}
