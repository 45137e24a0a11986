import type { Bilingual, Language } from '../src/core/language.ts';

const WORDS = {
  backupUsage: {
    en: [
      'npm run backup [-- FILE] [--deletions] [--lang en|zh]',
      '',
      'Writes everything that is stored (DATA_DIR, or DATABASE_URL) into one file, by default',
      'backups/attrition-DATE.backup. On PostgreSQL bots may go on working meanwhile.',
      'BACKUP_PASSPHRASE encrypts it. --deletions: only the requests for deletion, without any',
      'text, for restore --forgotten.',
      'Exit code: 0 written, 1 not written, 2 wrong options.',
    ].join('\n'),
    zh: [
      'npm run backup [-- 文件] [--deletions] [--lang en|zh]',
      '',
      '把所有存储的内容（DATA_DIR 或 DATABASE_URL）写入一个文件，默认为',
      'backups/attrition-日期.backup。使用 PostgreSQL 时机器人可以照常工作。',
      '设置 BACKUP_PASSPHRASE 则加密。--deletions：只写删除记录（不含任何文字），',
      '供 restore --forgotten 使用。',
      '退出码：0 已写好，1 没有写成，2 参数有误。',
    ].join('\n'),
  },
  restoreUsage: {
    en: [
      'npm run restore -- FILE [--replace] [--forgotten FILE]… [--check] [--lang en|zh]',
      '',
      'Fills an empty database (DATA_DIR, or DATABASE_URL) from a backup of either engine, all',
      'of it or nothing. --replace: deletes what the database holds first. --forgotten: repeats',
      'the deletions that a later backup knows. --check: only reads the file to its end.',
      'Exit code: 0 restored, 1 nothing changed, 2 wrong options.',
    ].join('\n'),
    zh: [
      'npm run restore -- 文件 [--replace] [--forgotten 文件]… [--check] [--lang en|zh]',
      '',
      '用备份（任一种数据库的均可）填充空数据库（DATA_DIR 或 DATABASE_URL），要么全部恢复，',
      '要么什么都不改。--replace：先删除现有内容。--forgotten：重做较新备份里记录的删除。',
      '--check：只把文件从头读到尾检查一遍。',
      '退出码：0 已恢复，1 没有改动，2 参数有误。',
    ].join('\n'),
  },
  moveUsage: {
    en: [
      'npm run move [-- --replace] [--lang en|zh]',
      '',
      'Copies the embedded database in DATA_DIR into the PostgreSQL of DATABASE_URL and compares',
      'the rows. The folder stays as it is.',
      'Exit code: 0 moved, 1 nothing changed, 2 wrong options.',
    ].join('\n'),
    zh: [
      'npm run move [-- --replace] [--lang en|zh]',
      '',
      '把 DATA_DIR 里的内置数据库复制到 DATABASE_URL 的 PostgreSQL，并核对行数。',
      '原目录保持不变。',
      '退出码：0 已迁移，1 没有改动，2 参数有误。',
    ].join('\n'),
  },
  table: { en: 'table', zh: '表' },
  inBackup: { en: 'backup', zh: '备份' },
  inFolder: { en: 'folder', zh: '目录' },
  inDatabase: { en: 'database', zh: '数据库' },
  backedUp: {
    en: 'Backed up to {file}: {rows} rows of {tables} tables, {jobs} of them waiting jobs; {bytes} bytes.',
    zh: '已备份到 {file}：{tables} 张表共 {rows} 行，其中 {jobs} 个为等待中的任务；{bytes} 字节。',
  },
  encrypted: {
    en: 'It is encrypted. Without BACKUP_PASSPHRASE nobody can read it, nor can you.',
    zh: '文件已加密。没有 BACKUP_PASSPHRASE 谁也读不了，您自己也不例外。',
  },
  plain: {
    en: 'It is not encrypted and holds interviews: keep it where only you can read it, or set BACKUP_PASSPHRASE.',
    zh: '文件没有加密，含有访谈内容：请放在只有您能读的地方，或设置 BACKUP_PASSPHRASE。',
  },
  plainDeletions: {
    en: 'It holds ids, people’s ids and counts, and no word of an interview.',
    zh: '文件只含编号、用户编号和数量，不含任何访谈文字。',
  },
  taken: {
    en: '{file}: taken {time} ({days} days ago) by Attrition {program} on {engine}.',
    zh: '{file}：由 Attrition {program} 于 {time}（{days} 天前）备份，数据库为 {engine}。',
  },
  whole: {
    en: 'The file is whole: {rows} rows of {tables} tables, {jobs} of them waiting jobs.',
    zh: '文件完整：{tables} 张表共 {rows} 行，其中 {jobs} 个为等待中的任务。',
  },
  replaced: { en: '{rows} rows that were there before were deleted.', zh: '已删除原有的 {rows} 行。' },
  restored: {
    en: 'Restored {rows} rows of {tables} tables; every count is the same. Waiting jobs that go on at the next start: {jobs}.',
    zh: '已恢复 {tables} 张表的 {rows} 行，各表行数一致。下次启动后继续的任务：{jobs} 个。',
  },
  moved: {
    en: 'Moved {rows} rows of {tables} tables; every count is the same. Waiting jobs that go on at the next start: {jobs}.',
    zh: '已迁移 {tables} 张表的 {rows} 行，各表行数一致。下次启动后继续的任务：{jobs} 个。',
  },
  migrated: { en: 'The schema was brought up to date: {names}.', zh: '数据库结构已更新：{names}。' },
  repeated: {
    en: 'Deletions asked for after the backup and repeated now: {count}.',
    zh: '备份之后提出、现已重做的删除：{count} 次。',
  },
  deletionsKnown: {
    en: 'Deletions are known up to {time}; what was deleted later is back. Delete it again before anybody asks for a report.',
    zh: '已知的删除截至 {time}；此后删除的内容又回来了。请在有人要求报告之前重新删除。',
  },
  deletionsReplaced: {
    en: 'Deletions were taken from the database that was replaced. If the bot used another one after {time}, delete again what was deleted there.',
    zh: '删除记录取自被替换的数据库。如果 {time} 之后机器人用的是另一个数据库，请重新删除在那里删除过的内容。',
  },
  keepUrl: {
    en: 'Keep DATABASE_URL set and start the bot. {folder} was left as it is and still holds the interviews: delete it when all is well.',
    zh: '请保留 DATABASE_URL 并启动机器人。{folder} 保持原样，仍含有访谈内容：确认一切正常后请删除。',
  },
  stopped: { en: 'Stopped. Nothing was left behind.', zh: '已停止，没有留下任何文件。' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type Say = (key: keyof typeof WORDS, blanks?: Readonly<Record<string, string | number>>) => string;

/** The words of these commands in one language; figures are grouped. */
export function sayIn(language: Language): Say {
  return (key, blanks = {}) =>
    WORDS[key][language].replace(/\{(\w+)\}/gu, (whole, name: string) => {
      const value = blanks[name];
      return typeof value === 'number' ? value.toLocaleString('en-US') : (value ?? whole);
    });
}
