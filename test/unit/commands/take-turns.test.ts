import { expect, test } from 'vitest';
import { createTurns } from '../../../src/commands/take-turns.ts';

test('works of one name run in order, others beside them, and a failed one stops nobody', async () => {
  const inTurn = createTurns();
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = inTurn('a', async () => {
    await gate.promise;
    done.push('a1');
    throw new Error('failed');
  });
  const second = inTurn('a', async () => done.push('a2'));
  await inTurn('b', async () => done.push('b'));
  gate.resolve();
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(done).toEqual(['b', 'a1', 'a2']);
});
