import { afterEach, describe, expect, it } from 'vitest';
import type { FileReader } from '../../../../src/core/file.ts';
import { createFileReader } from '../../../../src/ingest/file-reader.ts';
import { INGEST_LIMITS, type IngestLimits } from '../../../../src/ingest/limits.ts';
import { fixture, latin1, utf8 } from './fixture.ts';

const open: FileReader[] = [];

function reader(limits: Partial<IngestLimits> = {}): FileReader {
  const created = createFileReader({ limits: { ...INGEST_LIMITS, ...limits } });
  open.push(created);
  return created;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((created) => created.close()));
});

const ENGLISH = utf8('HR: Why did you leave?\nEmployee: The pay never moved in three years.\n');
const CHINESE = utf8('HR：为什么离职？\n员工：主要是通勤太远，每天要四个小时。\n');

describe('createFileReader', () => {
  it('reads a file into interviews', async () => {
    const outcomes = await reader().read({ name: '访谈.txt', bytes: CHINESE });
    expect(outcomes).toMatchObject([{ kind: 'read', name: '访谈.txt', interviews: [{ language: 'zh' }] }]);
  });

  it('forwards what was remarked while reading', async () => {
    const outcomes = await reader().read({ name: 'footnotes.docx', bytes: fixture('footnotes.docx') });
    expect(outcomes).toMatchObject([{ kind: 'read', remarks: [{ code: 'comments-kept', detail: { comments: 1 } }] }]);
  });

  it('gives one outcome per file of an archive and goes on after one it cannot read', async () => {
    const outcomes = await reader().read({ name: 'locked.zip', bytes: fixture('locked.zip') });
    expect(outcomes.map(({ name }) => name)).toEqual(['locked.zip/open.txt', 'locked.zip/shut.txt']);
    expect(outcomes[1]).toEqual({ kind: 'not-read', name: 'locked.zip/shut.txt', fault: 'file-password', detail: {} });
  });

  it('refuses an archive inside a file', async () => {
    const zip = Buffer.from(fixture('gbk-names.zip')).toString('latin1').replaceAll('readme.txt', 'nested.zip');
    const outcomes = await reader().read({ name: 'a.zip', bytes: latin1(zip) });
    expect(outcomes[1]).toMatchObject({ name: 'a.zip/nested.zip', fault: 'file-archive-unsafe' });
  });

  it('names the file that used up the memory and reads the next one in a new thread', async () => {
    const small = reader({ workerMegabytes: 64, tableRows: 5_000_000 });
    const huge = utf8(`Id,Why\n${'1,the commute was long\n'.repeat(900_000)}`);
    const [first, second] = await Promise.all([
      small.read({ name: 'huge.csv', bytes: huge }),
      small.read({ name: 'b.txt', bytes: ENGLISH }),
    ]);
    expect(first).toMatchObject([{ kind: 'not-read', name: 'huge.csv', fault: 'file-too-large' }]);
    expect(second).toMatchObject([{ kind: 'read', name: 'b.txt' }]);
  });

  it('names the file that used up its time and still answers for the next one', async () => {
    const hasty = reader({ workerMilliseconds: 1, tableRows: 5_000_000 });
    const slow = utf8(`Id,Why\n${'1,the commute was long\n'.repeat(200_000)}`);
    for (const name of ['a.csv', 'b.csv']) {
      expect(await hasty.read({ name, bytes: slow })).toEqual([
        { kind: 'not-read', name, fault: 'file-too-slow', detail: { seconds: 0.001 } },
      ]);
    }
  });

  it('refuses files beyond its queue instead of holding them all in memory', async () => {
    const narrow = reader({ waitingFiles: 1 });
    const [first, second] = await Promise.all([
      narrow.read({ name: 'a.txt', bytes: ENGLISH }),
      narrow.read({ name: 'b.txt', bytes: ENGLISH }),
    ]);
    expect(first[0]?.kind).toBe('read');
    expect(second).toEqual([
      { kind: 'not-read', name: 'b.txt', fault: 'file-not-available', detail: { reason: 'busy' } },
    ]);
  });
});
