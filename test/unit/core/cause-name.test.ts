import { expect, test } from 'vitest';
import { z } from 'zod';
import { causeName } from '../../../src/core/cause-name.ts';
import { AttritionError } from '../../../src/core/errors.ts';

const SAID = 'My manager Zhang Wei shouted at me, 她说工资太低';

test('classes and codes are named, from the outside in', () => {
  const refused = Object.assign(new Error(`connect to ${SAID}`), { code: 'ECONNREFUSED' });
  expect(causeName(new TypeError(SAID, { cause: refused }))).toBe('TypeError < Error < ECONNREFUSED');
  const both = new AggregateError([new AttritionError('model-slow', { name: SAID }), new Error(SAID)], SAID);
  expect(causeName(both)).toBe('AggregateError < AttritionError < model-slow');
});

test.each([
  ['a message', new Error(SAID)],
  ['a parser that quotes what it could not read', parseFault()],
  ['a schema that lists what it got', z.enum(['a']).safeParse(SAID).error],
  ['a code that is no code', Object.assign(new Error('x'), { code: SAID })],
  ['a thrown text', SAID],
])('no text gets through: %s', (_name, thrown) => {
  expect(causeName(thrown)).not.toMatch(/manager|Zhang|shouted|工资/);
});

test('a chain that bites its own tail ends', () => {
  const first = new Error('first');
  first.cause = first;
  expect(causeName(first)).toBe('Error < Error < Error < Error');
  expect(causeName(undefined)).toBe('');
});

function parseFault(): unknown {
  try {
    return JSON.parse(SAID);
  } catch (error) {
    return error;
  }
}
