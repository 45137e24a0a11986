import type { Bilingual } from './language.ts';

/** Faults of backups. */
export type BackupFault =
  | 'backup-of-nothing'
  | 'backup-exists'
  | 'backup-disk-full'
  | 'backup-not-written'
  | 'backup-not-opened'
  | 'backup-foreign'
  | 'backup-damaged'
  | 'backup-newer'
  | 'backup-encrypted'
  | 'backup-passphrase'
  | 'restore-deletions-only'
  | 'restore-not-empty'
  | 'restore-in-use'
  | 'restore-other-program'
  | 'restore-count'
  | 'move-nowhere';

/** What people read for them; filled as all fault sentences are. */
export const BACKUP_FAULTS: Readonly<Record<BackupFault, Bilingual>> = {
  'backup-of-nothing': {
    en: 'There is no database[ in {folder}], so nothing was done. Set DATA_DIR to the folder the bot uses, or DATABASE_URL to its server.',
    zh: '[{folder} ]没有数据库，什么也没有做。请把 DATA_DIR 设为机器人使用的目录，或把 DATABASE_URL 设为它的服务器。',
  },
  'backup-exists': {
    en: '{file} is there already and was left alone. Choose another name.',
    zh: '{file} 已经存在，没有改动。请换一个文件名。',
  },
  'backup-disk-full': {
    en: 'There is no room for {file}: the disk is full. No half backup was left behind. Make room or name another place, then try again.',
    zh: '磁盘已满，写不下 {file}。没有留下不完整的备份。请腾出空间或换个位置后再试。',
  },
  'backup-not-written': {
    en: '{file} could not be written[ ({reason})]. No half backup was left behind. Name another place, then try again.',
    zh: '{file} 无法写入[（{reason}）]。没有留下不完整的备份。请换个位置后再试。',
  },
  'backup-not-opened': {
    en: '{file} can’t be opened[ ({reason})]. Check the name and that you may read it.',
    zh: '{file} 打不开[（{reason}）]。请检查文件名和读取权限。',
  },
  'backup-foreign': {
    en: '{file} is no backup of Attrition. Nothing was changed.',
    zh: '{file} 不是 Attrition 的备份。没有做任何改动。',
  },
  'backup-damaged': {
    en: '{file} is cut off or was altered, so nothing of it was restored and nothing was changed. Take another backup.',
    zh: '{file} 不完整或被改动过，因此没有恢复其中任何内容，也没有做任何改动。请换一份备份。',
  },
  'backup-newer': {
    en: '{file} was made by a newer version of Attrition[ ({program})]. Install that version, then restore. Nothing was changed.',
    zh: '{file} 由更新版本的 Attrition[（{program}）]生成。请先安装该版本再恢复。没有做任何改动。',
  },
  'backup-encrypted': {
    en: '{file} is encrypted. Set BACKUP_PASSPHRASE to the passphrase it was made with.',
    zh: '{file} 已加密。请把 BACKUP_PASSPHRASE 设为生成它时所用的口令。',
  },
  'backup-passphrase': {
    en: 'BACKUP_PASSPHRASE doesn’t open {file}: it is another passphrase, or the file was altered. Nothing was changed.',
    zh: 'BACKUP_PASSPHRASE 打不开 {file}：口令不对，或文件被改动过。没有做任何改动。',
  },
  'restore-deletions-only': {
    en: '{file} holds deletions only, made with --deletions. Give it after --forgotten, beside a whole backup.',
    zh: '{file} 只含删除记录（用 --deletions 生成）。请把它放在 --forgotten 之后，与完整备份一起使用。',
  },
  'restore-not-empty': {
    en: 'The database already holds {rows} rows, so nothing was changed. Choose an empty one, or add --replace, which deletes what it holds.',
    zh: '数据库里已有 {rows} 行，因此没有做任何改动。请换一个空的数据库，或加上 --replace（会删除现有内容）。',
  },
  'restore-in-use': {
    en: 'A bot or worker is using this database[ ({count} connections)], so nothing was changed. Stop all of them first.',
    zh: '机器人或工作进程正在使用这个数据库[（{count} 个连接）]，因此没有做任何改动。请先全部停止。',
  },
  'restore-other-program': {
    en: 'The database holds a table “{table}” that is not Attrition’s, so nothing was changed. Give Attrition a database of its own.',
    zh: '数据库里有不属于 Attrition 的表“{table}”，因此没有做任何改动。请为 Attrition 准备单独的数据库。',
  },
  'restore-count': {
    en: 'Of {expected} rows of “{table}” {found} arrived, so everything was taken back and nothing was changed. Please report this.',
    zh: '“{table}”应有 {expected} 行，实到 {found} 行，因此已全部撤回，没有做任何改动。请报告此问题。',
  },
  'move-nowhere': {
    en: 'DATABASE_URL is not set: it says where to move to, for example postgres://user:password@host:5432/attrition.',
    zh: '没有设置 DATABASE_URL：它指明迁移到哪里，例如 postgres://user:password@host:5432/attrition。',
  },
};
