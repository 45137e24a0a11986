import type { FaultCode } from './errors.ts';
import type { Bilingual } from './language.ts';

/** What people read when the database can't be used. */
export const STORE_FAULTS: Readonly<Record<Extract<FaultCode, `store-${string}`>, Bilingual>> = {
  'store-locked': {
    en: 'Another process[ ({pid})] already uses the data folder[ {folder}]. Stop it first, or set DATABASE_URL to share a PostgreSQL.',
    zh: '另一个进程[（{pid}）]正在使用数据目录[ {folder}]。请先停止它，或设置 DATABASE_URL 共用 PostgreSQL。',
  },
  'store-unreachable': {
    en: 'The database[ in {folder}] can’t be opened, so nothing can be read or kept right now. An admin should check it; then ask again.',
    zh: '数据库[（{folder}）]打不开，暂时无法读取或保存。请管理员检查后再试。',
  },
  'store-full': {
    en: 'There is no room left on the disk[ that holds {folder}], so nothing new can be kept. What was kept before is safe. An admin should free some space: what was begun then goes on by itself.',
    zh: '磁盘[（{folder} 所在）]已满，暂时无法保存新内容；之前保存的内容不受影响。请管理员腾出空间，之后未完成的工作会自动继续。',
  },
  'store-newer': {
    en: 'The database was last used by a newer version of Attrition[ (it knows “{migration}”)]; this one would damage it. Start the newer version, or restore a backup from before the upgrade.',
    zh: '数据库已被更新版本的 Attrition 使用过[（含有“{migration}”）]，用当前版本打开会损坏它。请启动较新的版本，或恢复升级前的备份。',
  },
};
