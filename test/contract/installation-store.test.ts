import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InstallationStore } from '../../src/core/ports/installation-store.ts';
import type { Store } from '../../src/core/ports/store.ts';
import type { StoreLocation } from '../../src/store/open-database.ts';
import { openStore } from '../../src/store/open-store.ts';
import { emptyFolder } from '../support/migrated-folder.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';

const postgres = postgresForTests();

function installationContract(location: () => Promise<StoreLocation>): void {
  let store: Store;
  let installations: InstallationStore;
  beforeAll(async () => {
    store = (await openStore(await location())).store;
    ({ installations } = store);
  });
  afterAll(() => store.close());

  test('keeps one installation a workspace, and leaves only what is not newer than the leaving', async () => {
    await installations.keep('T1', 'sealed 1', 1_000);
    await installations.keep('T1', 'sealed 2', 2_000);
    await installations.keep('E1', 'org', 2_000);
    expect([await installations.sealed('T1'), await installations.sealed('T9')]).toEqual(['sealed 2', null]);
    expect(await installations.installed()).toEqual(['E1', 'T1']);
    // An event that comes late must not take a new token away.
    expect(await installations.leave('T1', 1_999)).toBe(false);
    expect(await installations.leave('T1', 2_000)).toBe(true);
    expect(await installations.leave('T1', 2_000)).toBe(false);
    expect(await installations.sealed('T1')).toBeNull();
    expect(await installations.leftBefore(2_001)).toEqual(['T1']);
    expect(await installations.leftBefore(2_000)).toEqual([]);
    await installations.keep('T1', 'sealed 3', 3_000);
    expect(await installations.leftBefore(9_000)).toEqual([]);
    await installations.forget('T1');
    expect(await installations.sealed('T1')).toBe('sealed 3');
  });

  test('remembers the first workspace of a channel, unless another is sure or the first has left', async () => {
    const see = (workspace: string, proven: boolean, id = 'C1') =>
      installations.see({ id, kind: 'channel', workspace, proven });
    await installations.keep('T2', 'sealed', 1_000);
    await see('T1', false);
    await see('T2', false);
    expect(await installations.workspaceOf('C1')).toBe('T1');
    await see('T2', true);
    await see('T1', true);
    expect(await installations.workspaceOf('C1')).toBe('T2');
    await installations.leave('T2', 5_000);
    await see('T1', false);
    expect(await installations.workspaceOf('C1')).toBe('T1');
    await installations.see({ id: 'U1', kind: 'person', workspace: 'T1', proven: true });
    expect(await installations.channels('T1')).toEqual(['C1']);
    expect(await installations.workspaceOf('C9')).toBeNull();
    await installations.leave('T1', 5_000);
    await installations.forget('T1');
    expect([await installations.workspaceOf('C1'), await installations.workspaceOf('U1')]).toEqual([null, null]);
  });

  test('an audit asked for in a channel holds its own workspace only', async () => {
    await installations.see({ id: 'CA', kind: 'channel', workspace: 'TA', proven: true });
    await installations.see({ id: 'UA', kind: 'person', workspace: 'TA', proven: true });
    await installations.see({ id: 'CB', kind: 'channel', workspace: 'TB', proven: true });
    const noted = [
      ['UA', 'CA'],
      ['UB', 'CB'],
      ['UA', ''],
      ['UB', ''],
      ['slack', 'TA'],
    ] as const;
    for (const [user, channel] of noted)
      await store.audit.note({ at: 1, user, channel, act: 'asked', subject: 'x', counts: {} });
    const seen = (await store.audit.list('CA')).map(({ user, channel }) => `${user} ${channel}`);
    expect(seen).toEqual(['UA CA', 'UA ', 'slack TA']);
    expect(await store.audit.list('C-unknown')).toEqual([]);
    expect(await store.audit.list()).toHaveLength(5);
  });
}

describe('the installation store on PGlite', () => {
  let folder: string;
  installationContract(async () => {
    folder = await emptyFolder();
    return { kind: 'pglite', folder };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
});

describe.skipIf(postgres.url === null)(`the installation store on PostgreSQL${postgres.reason}`, () => {
  let drop: () => Promise<void>;
  installationContract(async () => {
    const database = await temporaryDatabase(postgres.url ?? '');
    drop = database.drop;
    return { kind: 'postgres', url: database.url };
  });
  afterAll(() => drop());
});
