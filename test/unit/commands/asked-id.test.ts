import { expect, it } from 'vitest';
import { askedId } from '../../../src/commands/asked-id.ts';

it('is the same for one message, another for every other, and new for each command', () => {
  const message = { channel: 'C1', message: '1790000000.000100' };
  expect(askedId(message)).toBe(askedId({ ...message }));
  const ids = [
    askedId(message),
    askedId({ ...message, channel: 'C2' }),
    askedId({ ...message, message: '1790000000.000200' }),
    askedId({ channel: 'C1' }),
    askedId({ channel: 'C1' }),
  ];
  expect(new Set(ids).size).toBe(ids.length);
  // PostgreSQL takes it as a UUID.
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
