import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostedMessages } from '../../src/bot/posted-messages.ts';
import { systemClock } from '../../src/core/ports/clock.ts';
import type { Store } from '../../src/core/ports/store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { migratedFolder } from '../support/migrated-folder.ts';
import { reportJob } from '../support/report-job.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';
import { createFakeSlack } from '../unit/bot/fake-slack.ts';

const postgres = postgresForTests();
const NOW = 1_790_000_000_000;
const LEASE = 3_000;

interface TwoProcesses {
  readonly stores: readonly [Store, Store];
  close(): Promise<void>;
}

/** What two processes see of one database; on the embedded one there is only one process. */
function claimContract(open: () => Promise<TwoProcesses>): void {
  let opened: TwoProcesses | null = null;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());
  const both = () => opened?.stores ?? expect.fail('not opened');

  test('is of one of all who want it at the same time', async () => {
    const ids = Array.from({ length: 20 }, () => randomUUID());
    const asked = ids.map((id) => Promise.all(both().map(({ messages }) => messages.claim(id, NOW, LEASE))));
    for (const pair of await Promise.all(asked)) expect([...pair].sort()).toEqual(['busy', 'first']);
  });

  test('goes to one other when its time is up, or as soon as it is given up', async () => {
    const [one, other] = both();
    const [late, given] = [randomUUID(), randomUUID()];
    for (const id of [late, given]) await one.messages.claim(id, NOW, LEASE);
    const claim = (id: string, after: number) =>
      Promise.all([one, other].map(({ messages }) => messages.claim(id, NOW + after, LEASE)));
    expect(await claim(late, LEASE - 1)).toEqual(['busy', 'busy']);
    await one.messages.hold(late, NOW + LEASE + 500);
    expect(await claim(late, LEASE + 499), 'still at it').toEqual(['busy', 'busy']);
    expect([...(await claim(late, LEASE + 500))].sort()).toEqual(['again', 'busy']);
    await one.messages.hold(given, 0);
    expect([...(await claim(given, 1))].sort()).toEqual(['again', 'busy']);
  });

  test('is of nobody once it is done, for a day', async () => {
    const [one, other] = both();
    const id = randomUUID();
    await one.messages.claim(id, NOW, LEASE);
    await one.messages.hold(id, null);
    expect(await other.messages.claim(id, NOW + LEASE, LEASE)).toBe('settled');
    expect(await other.messages.claim(id, NOW + 24 * 60 * 60 * 1_000 + 1, LEASE)).toBe('first');
    const seen = randomUUID();
    await one.messages.firstSight(seen, NOW);
    expect(await other.messages.claim(seen, NOW, LEASE), 'by an earlier version').toBe('settled');
  });

  test('that was made before a clock was set back is waited for no longer than twice its time', async () => {
    const [one, other] = both();
    const id = randomUUID();
    await one.messages.claim(id, NOW, LEASE);
    expect(await other.messages.claim(id, NOW - LEASE, LEASE), 'clocks differ a little').toBe('busy');
    expect(await other.messages.claim(id, NOW - LEASE - 1, LEASE)).toBe('again');
  });

  test('lets two processes post a new message at the same moment once', async () => {
    const slack = createFakeSlack();
    slack.rule = () => systemClock.sleep(150).then(() => undefined);
    const key = randomUUID();
    const posting = {
      place: { channel: 'C1' },
      key,
      view: { markdown: '十二', notice: '' },
      format: 'blocks',
    } as const;
    const posted = await Promise.all(
      both().map(({ messages }) =>
        createPostedMessages({ call: slack.call, messages, clock: systemClock }).post(posting),
      ),
    );
    expect(slack.of('chat.postMessage')).toHaveLength(1);
    expect(posted.map(({ ref }) => ref.ts)).toEqual(['17.1', '17.1']);
  });

  test('or not: a report and a question are kept once under one id, with one job', async () => {
    const channel = randomUUID();
    const request = { period: null, department: null, language: 'zh', codebook: 'b', fast: false } as const;
    const report = { id: randomUUID(), channel, thread: '1.0', askedBy: 'U1', askedAt: NOW, request };
    const created = both().map(({ reports }) => reports.create(report, reportJob(report.id)));
    expect([...(await Promise.all(created))].sort()).toEqual([false, true]);
    const manner = { language: 'zh', anew: false, fast: false, isCut: false } as const;
    const turn = { id: randomUUID(), reportId: report.id, channel, thread: '1.0', askedBy: 'U1', askedAt: NOW, manner };
    const job = { id: turn.id, queue: 'question', payload: { turnId: turn.id } } as const;
    const asked = both().map(({ turns }) => turns.ask({ ...turn, question: '多少人？' }, job));
    expect([...(await Promise.all(asked))].sort()).toEqual([false, true]);
    expect(await both()[1].turns.list(channel, '1.0')).toHaveLength(1);
  });
}

describe('what is to be done once', () => {
  describe('on PGlite', () =>
    claimContract(async () => {
      const folder = await migratedFolder();
      const { store } = await openStore({ kind: 'pglite', folder });
      const close = async () => {
        await store.close();
        await rm(folder, { recursive: true, force: true });
      };
      return { stores: [store, store], close };
    }));

  describe.skipIf(postgres.url === null)(`on PostgreSQL${postgres.reason}`, () =>
    claimContract(async () => {
      const { url, drop } = await temporaryDatabase(postgres.url ?? '');
      const place = { kind: 'postgres', url } as const;
      const [one, other] = [await openStore(place), await openStore(place)];
      const close = async () => {
        await Promise.all([one.store.close(), other.store.close()]);
        await drop();
      };
      return { stores: [one.store, other.store], close };
    }),
  );
});
