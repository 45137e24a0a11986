import { expect, test } from 'vitest';
import { auditCsv } from '../../../src/commands/audit.ts';

test('one row an entry, zeros left out, and no cell is a formula', () => {
  const csv = auditCsv([
    {
      at: 0,
      user: 'U1',
      channel: 'C1',
      act: 'deleted',
      subject: 'file f1',
      counts: { files: 1, reports: 0, uploads: 2 },
    },
    { at: 1_000, user: '=cmd', channel: 'a,"b"', act: 'asked', subject: 'report', counts: {} },
  ]);
  expect(csv.split('\r\n')).toEqual([
    'at,user,channel,act,subject,counts',
    '1970-01-01T00:00:00.000Z,U1,C1,deleted,file f1,files=1 uploads=2',
    `1970-01-01T00:00:01.000Z,'=cmd,"a,""b""",asked,report,`,
    '',
  ]);
});
