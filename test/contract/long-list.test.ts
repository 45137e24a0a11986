import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { draftOf } from '../support/interviews.ts';
import { migratedFolder } from '../support/migrated-folder.ts';

const MANY = 230;

test('many interviews are listed in order, and others have their turn meanwhile', async () => {
  const { store } = await openStore({ kind: 'pglite', folder: await migratedFolder() });
  onTestFinished(() => store.close());
  const file = { channel: 'C1', externalId: 'F1', name: 'all.csv', uploadedBy: 'U1', uploadedAt: 100 };
  const record = await store.files.register(file);
  const drafts = Array.from({ length: MANY }, (_, index) => {
    return { ...draftOf([['leaver', `Person ${index} left. 第${index}人走了。`]]), position: index + 1 };
  });
  await store.interviews.save(record, drafts);
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  });
  const listed = await store.interviews.list({ channel: 'C1' });
  clearInterval(timer);
  expect(listed.map(({ position }) => position)).toEqual(drafts.map(({ position }) => position));
  expect(turns).toBeGreaterThan(0);
});
