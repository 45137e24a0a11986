import { expect, test } from 'vitest';
import { replaceSlots, slotsOf } from '../../../src/core/slots.ts';

test('slots are listed with kind and code, in order', () => {
  expect(slotsOf('{count:pay-level}的人提到{cause:pay-level}，共{n}份').map(({ kind, code }) => [kind, code])).toEqual([
    ['count', 'pay-level'],
    ['cause', 'pay-level'],
    ['n', null],
  ]);
});

test('what only looks like a slot stays text', () => {
  expect(slotsOf('{sum:pay-level} {count:} {N} { n }')).toEqual([]);
});

test('every slot is replaced once, and a filling is not filled again', () => {
  expect(replaceSlots('{cause:pay-level} in {n}', (slot) => (slot.kind === 'n' ? '{n}' : 'Pay'))).toBe('Pay in {n}');
});
