import { describe, expect, it } from 'vitest';
import { readDate, readTenure } from '../../../../src/ingest/structure/read-values.ts';

describe('length of service', () => {
  it.each([
    ['2 years 3 months', 27],
    ['27 months', 27],
    ['2y 3m', 27],
    ['1.5 years', 18],
    ['2年3个月', 27],
    ['1.5年', 18],
    ['9个月', 9],
    ['半年', 6],
    ['一年半', 18],
    ['两年多', 24],
    ['不足三个月', 3],
    ['十一个月', 11],
  ])('%s is %i months', (words, months) => {
    expect(readTenure(words)).toBe(months);
  });

  it.each(['明年三月', 'soon', '', '三', 'years ago'])('is not: %s', (words) => {
    expect(readTenure(words)).toBeNull();
  });
});

describe('dates', () => {
  it.each([
    ['2024-03-15', '2024-03-15'],
    ['2024/3/5', '2024-03-05'],
    ['2024.3.15', '2024-03-15'],
    ['入职日期：2021年3月15日', '2021-03-15'],
    ['2021年3月', '2021-03'],
    ['15 Mar 2024', '2024-03-15'],
    ['March 3rd, 2024', '2024-03-03'],
    ['January 2015', '2015-01'],
    ['31/12/2024', '2024-12-31'],
    ['08/2012', '2012-08'],
    ['1984', '1984'],
  ])('%s is %s', (words, date) => {
    expect(readDate(words)).toBe(date);
  });

  it.each(['03/04/2024', '2024-13-01', 'next May', '三月'])('cannot be told: %s', (words) => {
    expect(readDate(words)).toBeNull();
  });
});
