/** A half-open range of ISO dates [from, to). */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

const iso = (year: number, month: number) =>
  `${year + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;

/** The last twelve whole or begun months, "2025-12 – 2026-11", which `parsePeriod` reads. */
export function rollingYear(now: number): string {
  const today = new Date(now);
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()];
  return `${iso(year - 1, month + 1).slice(0, 7)} – ${iso(year, month).slice(0, 7)}`;
}

/**
 * Reads a period as people write it: "2026", "2026 Q3", "2026-07", "2026年7月", "2026年第三季度", "2026 H1",
 * "last quarter", "上个季度". Returns its normal form and its range, or null when it is no period.
 * `now` (milliseconds) is only needed for the relative ones.
 */
export function parsePeriod(text: string, now: number): { readonly name: string; readonly range: DateRange } | null {
  const words = text.normalize('NFKC').trim().toLowerCase();
  const span = (name: string, year: number, firstMonth: number, months: number) => ({
    name,
    range: { from: iso(year, firstMonth), to: iso(year, firstMonth + months) },
  });
  const quarter = (year: number, q: number) => span(`${year} Q${q}`, year, (q - 1) * 3, 3);

  const year = words.match(/^(\d{4})\s*年?$/);
  if (year) return span(`${year[1]}`, Number(year[1]), 0, 12);
  const month = words.match(/^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$/);
  if (month && Number(month[2]) >= 1 && Number(month[2]) <= 12) {
    return span(`${month[1]}-${String(month[2]).padStart(2, '0')}`, Number(month[1]), Number(month[2]) - 1, 1);
  }
  const named = words.match(/^(\d{4})\s*[-年]?\s*(?:q|第)?\s*([1-4一二三四])\s*(?:季度?)?$/);
  if (named && /q|季/.test(words))
    return quarter(Number(named[1]), '一二三四'.indexOf(named[2] ?? '') + 1 || Number(named[2]));
  const months = words.match(/^(\d{4})-(\d{2})\s*[–—~-]\s*(\d{4})-(\d{2})$/);
  if (months) {
    const [fromYear, fromMonth, toYear, toMonth] = months.slice(1).map(Number) as [number, number, number, number];
    const length = (toYear - fromYear) * 12 + toMonth - fromMonth + 1;
    if (length < 1 || fromMonth < 1 || fromMonth > 12 || toMonth < 1 || toMonth > 12) return null;
    return span(`${months[1]}-${months[2]} – ${months[3]}-${months[4]}`, fromYear, fromMonth - 1, length);
  }
  const half = words.match(/^(\d{4})\s*[-年]?\s*(?:h([12])|([上下])半年)$/);
  if (half)
    return span(
      `${half[1]} H${half[2] ?? (half[3] === '上' ? 1 : 2)}`,
      Number(half[1]),
      half[2] === '2' || half[3] === '下' ? 6 : 0,
      6,
    );

  const today = new Date(now);
  const thisQuarter = Math.floor(today.getUTCMonth() / 3) + 1;
  if (/^(this quarter|本季度|这个季度)$/.test(words)) return quarter(today.getUTCFullYear(), thisQuarter);
  if (/^(last quarter|上个?季度)$/.test(words)) {
    return thisQuarter === 1
      ? quarter(today.getUTCFullYear() - 1, 4)
      : quarter(today.getUTCFullYear(), thisQuarter - 1);
  }
  if (/^(this year|今年)$/.test(words)) return span(`${today.getUTCFullYear()}`, today.getUTCFullYear(), 0, 12);
  if (/^(last year|去年)$/.test(words)) return span(`${today.getUTCFullYear() - 1}`, today.getUTCFullYear() - 1, 0, 12);
  return null;
}

/** The period `by` steps of its own length later (earlier when negative), e.g. "2026 Q1" by -1 is "2025 Q4". */
export function shiftPeriod(name: string, by: number): string {
  const [, year = '', kind, number = '1'] = /^(\d{4})(?: (Q|H)|-)?(\d{1,2})?$/.exec(name) ?? [];
  const parts = kind === 'Q' ? 4 : kind === 'H' ? 2 : name.includes('-') ? 12 : 1;
  const index = Number(year) * parts + (parts === 1 ? 0 : Number(number) - 1) + by;
  const [inYear, part] = [Math.floor(index / parts), (index % parts) + 1];
  if (parts === 1) return `${inYear}`;
  return parts === 12 ? `${inYear}-${String(part).padStart(2, '0')}` : `${inYear} ${kind}${part}`;
}
