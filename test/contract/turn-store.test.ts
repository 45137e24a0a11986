import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/core/ports/store.ts';
import { EMPTY_FORM, type QueryForm } from '../../src/core/query-form.ts';
import type { StoreLocation } from '../../src/store/open-database.ts';
import { openStore } from '../../src/store/open-store.ts';
import { draftOf } from '../support/interviews.ts';
import { emptyFolder } from '../support/migrated-folder.ts';
import { reportJob } from '../support/report-job.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';

const postgres = postgresForTests();

function turnContract(location: () => Promise<StoreLocation>): void {
  let store: Store;

  beforeAll(async () => {
    ({ store } = await openStore(await location()));
  });
  afterAll(async () => store?.close());

  async function threadOf(channel: string) {
    const report = { id: randomUUID(), channel, thread: '1.0', askedBy: 'U1', askedAt: 500 };
    const request = { period: null, department: null, language: 'zh', codebook: 'b', fast: false } as const;
    await store.reports.create({ ...report, request }, reportJob(report.id));
    const manner = { language: 'zh', anew: true, fast: false, isCut: true } as const;
    return (question: string, thread: string | null = '1.0', askedAt = 1_000) => {
      const turn = { id: randomUUID(), channel, thread, reportId: report.id, askedBy: 'U2', askedAt, question, manner };
      const job = { id: turn.id, queue: 'question', payload: { turnId: turn.id } } as const;
      return store.turns.ask(turn, job).then(() => turn);
    };
  }

  test('a question is kept before its answer, and the answer with its query', async () => {
    const ask = await threadOf(`C-${randomUUID()}`);
    const turn = await ask("and in 'Sales'? 那研发呢？ \u{1F642}");
    expect(await store.turns.get(turn.id)).toEqual({ ...turn, state: 'open', query: null, answer: null });
    const query: QueryForm = { ...EMPTY_FORM, kind: 'quotations', department: '研发部', topic: `it's "停车"` };
    await store.turns.answer(turn.id, query, '**3 of 12** 份', '1.0');
    expect(await store.turns.get(turn.id)).toEqual({ ...turn, state: 'answered', query, answer: '**3 of 12** 份' });
    expect(await store.turns.get(randomUUID())).toBeNull();
  });

  test('a question outside threads stands in the one that its answer begins', async () => {
    const channel = `C-${randomUUID()}`;
    const ask = await threadOf(channel);
    const [turn, other] = [await ask('how many? 多少人？', null), await ask('and why?', null)];
    expect(await store.turns.get(turn.id)).toMatchObject({ thread: null, state: 'open' });
    await store.turns.answer(turn.id, EMPTY_FORM, 'twelve', '7.0');
    expect(await store.turns.get(turn.id)).toMatchObject({ thread: '7.0', state: 'answered' });
    expect((await store.turns.list(channel, '7.0')).map(({ id }) => id)).toEqual([turn.id]);
    expect(await store.turns.get(other.id)).toMatchObject({ thread: null, state: 'open' });
  });

  test('a question is open until it is answered or ended, and only then can it be stopped', async () => {
    const ask = await threadOf(`C-${randomUUID()}`);
    const [first, second, third] = [await ask('first'), await ask('第二个'), await ask('third')];
    const states = () => Promise.all([first, second, third].map(async ({ id }) => (await store.turns.get(id))?.state));
    expect(await states()).toEqual(['open', 'open', 'open']);
    expect(await store.turns.askStop(second.id)).toBe(true);
    await store.turns.answer(first.id, EMPTY_FORM, 'answered', '1.0');
    await store.turns.end(second.id);
    expect(await states()).toEqual(['answered', 'ended', 'open']);
    expect(await store.turns.get(second.id)).toMatchObject({ state: 'ended', answer: null });
    expect([await store.turns.isStopAsked(second.id), await store.turns.isStopAsked(third.id)]).toEqual([true, false]);
    expect(await store.turns.askStop(first.id), 'answered').toBe(false);
    expect(await store.turns.askStop(randomUUID()), 'unknown').toBe(false);
  });

  test('a thread lists its own questions in the order they came, whatever their clocks say', async () => {
    const channel = `C-${randomUUID()}`;
    const ask = await threadOf(channel);
    const elsewhere = await threadOf(`C-${randomUUID()}`);
    const first = await ask('first', '1.0', 3_000);
    await ask('another thread', '2.0');
    await elsewhere('another channel');
    const second = await ask('第二个', '1.0', 2_000);
    const third = await ask('third', '1.0', 2_000);
    await store.turns.answer(first.id, EMPTY_FORM, 'answered last', '1.0');
    const listed = await store.turns.list(channel, '1.0');
    expect(listed.map(({ id }) => id)).toEqual([first.id, second.id, third.id]);
    expect(listed.map(({ answer }) => answer)).toEqual(['answered last', null, null]);
    expect(await store.turns.list(channel, '3.0')).toEqual([]);
  });

  async function storedIn(channel: string, count: number): Promise<readonly string[]> {
    const file = { channel, externalId: randomUUID(), name: 'a.txt', uploadedBy: 'U1', uploadedAt: 100 };
    const record = await store.files.register(file);
    const drafts = Array.from({ length: count }, (_, index) => draftOf([['leaver', `${channel} ${index}`]]));
    return (await store.interviews.save(record, drafts)).saved.map(({ id }) => id);
  }

  test('what a channel was told is kept once, per codebook, and deleted interviews leave it', async () => {
    const [channel, other] = [`C-${randomUUID()}`, `C-${randomUUID()}`];
    const ids = await storedIn(channel, 4);
    const about = { channel, codebook: 'b', at: 1_000 };
    const tell = (interviews: readonly string[], withSpecials: boolean, more = about) =>
      store.told.tell(more, () => ({ groups: [{ interviews, withSpecials }] }));
    await tell(ids, false);
    await tell(ids.slice(0, 3), true, { ...about, at: 2_000 });
    await tell(ids.toReversed(), true, { ...about, at: 3_000 });
    await tell([...ids.slice(1), 'gone'], false, { ...about, codebook: 'c' });
    const seen = async (more = about) =>
      (await store.told.tell(more, (told) => ({ told, groups: [] }))).told.map((group) => ({
        ...group,
        interviews: [...group.interviews].sort(),
      }));
    const sorted = (some: readonly string[]) => [...some].sort();
    expect(await seen()).toEqual([
      { interviews: sorted(ids), at: 1_000, withSpecials: true },
      { interviews: sorted(ids.slice(0, 3)), at: 2_000, withSpecials: true },
    ]);
    expect(await seen({ ...about, codebook: 'c' })).toMatchObject([{ interviews: sorted(ids.slice(1)) }]);
    expect(await seen({ ...about, channel: other })).toEqual([]);

    const asked = { id: randomUUID(), askedBy: 'U1', askedAt: 2_000, language: 'en' } as const;
    await store.forget.ask({ ...asked, channel, scope: 'interview', targetId: ids[0] ?? '', since: 0, until: null });
    await store.forget.answer(asked.id, 'confirmed');
    const request = await store.forget.get(asked.id);
    if (request === null) throw new Error('kept above');
    await store.forget.erase(request);
    expect((await seen()).map(({ interviews }) => interviews)).toEqual([sorted(ids.slice(1)), sorted(ids.slice(1, 3))]);
  });

  test('those who tell at the same moment see each other', async () => {
    const channel = `C-${randomUUID()}`;
    const ids = await storedIn(channel, 8);
    const about = { channel, codebook: 'b', at: 1_000 };
    const seen = await Promise.all(
      ids.map((one) =>
        store.told.tell(about, (told) => ({
          groups: [{ interviews: [one], withSpecials: false }],
          before: told.length,
        })),
      ),
    );
    expect(seen.map(({ before }) => before).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('forgetting a channel takes its questions and answers along, and no others', async () => {
    const [channel, other] = [`C-${randomUUID()}`, `C-${randomUUID()}`];
    const [turn, kept] = [await (await threadOf(channel))('why? 为什么？'), await (await threadOf(other))('stays')];
    const asked = { id: randomUUID(), askedBy: 'U1', askedAt: 2_000, language: 'en' } as const;
    await store.forget.ask({ ...asked, channel, scope: 'channel', targetId: null, since: 0, until: null });
    await store.forget.answer(asked.id, 'confirmed');
    const request = await store.forget.get(asked.id);
    if (request === null) throw new Error('kept above');
    await store.forget.erase(request);
    expect(await store.turns.get(turn.id)).toBeNull();
    expect(await store.turns.get(kept.id)).not.toBeNull();
  });
}

describe('embedded', () => {
  let folder: string;
  turnContract(async () => {
    folder = await emptyFolder();
    return { kind: 'pglite', folder };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
});

describe.skipIf(postgres.url === null)(`PostgreSQL${postgres.reason}`, () => {
  let drop = async () => {};
  turnContract(async () => {
    const database = await temporaryDatabase(postgres.url ?? '');
    drop = database.drop;
    return { kind: 'postgres', url: database.url };
  });
  afterAll(() => drop());
});
