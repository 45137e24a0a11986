import { describe, expect, it } from 'vitest';
import { createPrefilter } from '../../../src/core/prefilter.ts';
import { requiredLiterals } from '../../../src/core/required-literals.ts';

describe('the literals that a match must hold', () => {
  it.each([
    [/\b(?:pay|salary)\b.{0,9}\blow\b/iu, [['pay', 'salary'], ['low']]],
    [/\bpay (?:rise|raise)\b/iu, [['pay rise', 'pay raise']]],
    [/工资…?(?:低|少)/u, [['工资低', '工资少', '工资…低', '工资…少']]],
    [
      /(?:工资|薪).{0,4}[一二三]成/u,
      [
        ['工资', '薪'],
        ['一成', '二成', '三成'],
      ],
    ],
    [/(?<!not )(?:paid|payment)(?= late)/iu, [['paid', 'payment']]],
    [/raises?\b.{0,9}(?:never|not ever)/iu, [['raise'], ['never', 'not ever']]],
    [/\bN\.?B\b|ps/iu, [['nb', 'n.b', 'ps']]],
    [/(?:ha){2}/iu, [['haha']]],
    [/\bno\b.{0,9}\bof\b.{0,9}\bpay\b/iu, [['pay']]],
  ])('%s', (expression, expected) => {
    expect(requiredLiterals(expression)).toEqual(expected);
  });

  it.each([
    ['an alternative without any', /pay|\d\d/iu],
    ['what may be left out', /(?:pay)?/iu],
    ['what may be left out, or come often', /\d(?:pay){0,9}/iu],
    ['a look-ahead only', /(?=pay)/iu],
    ['a negated class', /[^p]/iu],
    ['letters with other cases beyond ASCII', /é|ß/iu],
    ['a back reference', /(.)\1/iu],
    ['a syntax that the parser does not know', { source: '(?new:pay)', flags: 'u' } as RegExp],
  ])('are none for %s', (_, expression) => {
    expect(requiredLiterals(expression)).toEqual([]);
  });
});

describe('a prefilter', () => {
  const pay = /\bpay\b.{0,9}\blow\b/iu;
  const risk = /risk/iu;
  const digits = /\d/u;
  const mayMatch = createPrefilter([pay, risk, digits]);

  it('names those whose literals all stand in the text, wherever', () => {
    expect(mayMatch('Low? My pay?')).toEqual(new Set([pay, digits]));
    expect(mayMatch('My pay is a risk.')).toEqual(new Set([risk, digits]));
  });

  it('names one that requires nothing for every text', () => {
    expect(mayMatch('')).toEqual(new Set([digits]));
  });

  it('folds letters as the expressions do', () => {
    expect(risk.test('RIſ\u212a')).toBe(true);
    expect(mayMatch('RIſ\u212a')).toContain(risk);
  });

  it('forgets a text when it reads the next one', () => {
    mayMatch('pay');
    expect(mayMatch('low')).not.toContain(pay);
  });
});
