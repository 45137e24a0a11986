import { describe, expect, it } from 'vitest';
import { INGEST_LIMITS } from '../../../../src/ingest/limits.ts';
import { faultOf, fixture, latin1, readBytes, utf8 } from './fixture.ts';

describe('zip', () => {
  it('reads names that Chinese Windows wrote in GBK', async () => {
    const read = await readBytes('访谈.zip', fixture('gbk-names.zip'));
    expect('inside' in read && read.inside.map(({ name }) => name)).toEqual(['访谈/张经理.txt', 'readme.txt']);
  });

  it('names the protected file inside and hands the other one on', async () => {
    const read = await readBytes('locked.zip', fixture('locked.zip'));
    expect(read).toMatchObject({
      document: null,
      inside: [
        { name: 'open.txt', bytes: utf8('Employee: I left for the pay.') },
        { name: 'shut.txt', fault: 'file-password' },
      ],
    });
  });

  it('refuses what unpacks out of proportion, too large, or into too many files', async () => {
    const limited = (limits: object) => readBytes('a.zip', fixture('gbk-names.zip'), { ...INGEST_LIMITS, ...limits });
    expect((await faultOf('bomb.zip', fixture('bomb.zip'))).detail).toEqual({ reason: 'ratio', limit: 200 });
    expect(await limited({ unzippedMegabytes: 0.00001 })).toMatchObject({ detail: { reason: 'size' } });
    expect(await limited({ archiveEntries: 1 })).toMatchObject({ detail: { reason: 'entries', limit: 1 } });
  });

  it('refuses names that climb out of the archive', async () => {
    const bytes = Buffer.from(fixture('gbk-names.zip'));
    const climbing = bytes.toString('latin1').replaceAll('readme.txt', '../adm.txt');
    expect(await faultOf('a.zip', latin1(climbing))).toEqual({
      fault: 'file-archive-unsafe',
      detail: { reason: 'path' },
    });
  });

  it('names a cut archive as damaged', async () => {
    expect((await faultOf('a.zip', fixture('locked.zip').subarray(0, 80))).fault).toBe('file-damaged');
  });
});

describe('kinds', () => {
  it('goes by content before name', async () => {
    const read = await readBytes('interview.docx', fixture('interview-en.pdf'));
    expect(read).toMatchObject({ document: { kind: 'pdf' } });
  });

  it.each([
    ['photo.png', latin1('\x89PNG\r\n\x1a\n')],
    ['photo', latin1('\xff\xd8\xff\xe0')],
    ['照片.heic', latin1('\x00\x00\x00\x18ftypheic')],
  ])('knows the picture %s', async (name, bytes) => {
    expect((await faultOf(name, bytes)).fault).toBe('file-picture');
  });

  it.each([
    ['talk.mp4', latin1('\x00\x00\x00\x18ftypmp42'), 'file-kind-unknown'],
    ['data.json', utf8('{}'), 'file-kind-unknown'],
    ['old.docx', utf8('plain words'), 'file-damaged'],
    ['blank.txt', utf8(' \n'), 'file-empty'],
    ['mail.msg', fixture('mail.msg'), 'file-kind-old'],
  ])('refuses %s', async (name, bytes, fault) => {
    expect((await faultOf(name, bytes)).fault).toBe(fault);
  });

  it('refuses a file above the size limit unread', async () => {
    const read = await readBytes('a.txt', utf8('The pay.'), { ...INGEST_LIMITS, fileMegabytes: 0.000001 });
    expect(read).toEqual({ fault: 'file-too-large', detail: { limit: 0.000001 } });
  });
});
