import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BACKUP } from '../../maintenance/backup.ts';
import { runCommand } from '../../maintenance/command.ts';
import { RESTORE } from '../../maintenance/restore.ts';
import { startPlayground } from '../../playground/server.ts';
import { readEnvironment } from '../../src/config.ts';
import { startAttrition } from '../../src/main.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';

const postgres = postgresForTests();
/** What the bots logged: it explains a report that doesn't come. */
const logged: string[] = [];
const put = (fields: object, message?: string) => logged.push(`${message} ${JSON.stringify(fields)}`);
const log = { info: put, warn: put, error: put };

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'attrition-restored-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const quiet = { out: () => {}, err: (words: string) => expect.fail(words), signal: new AbortController().signal };
/** A job that failed once is tried again within half a minute, and a busy machine takes its own time. */
const PATIENCE_MS = 180_000;

describe.skipIf(postgres.url === null)(`PostgreSQL${postgres.reason}`, () => {
  test('what was queued when the backup was taken is finished where it is restored', async () => {
    const { url, drop } = await temporaryDatabase(postgres.url ?? '');
    onTestFinished(drop);
    const playground = await startPlayground();
    onTestFinished(() => playground.stop());
    const start = (env: Readonly<Record<string, string>>) =>
      startAttrition({
        log,
        env: readEnvironment({
          SLACK_BOT_TOKEN: playground.tokens.bot,
          SLACK_APP_TOKEN: playground.tokens.app,
          SLACK_API_URL: playground.apiUrl,
          ...env,
        }),
      });
    const listening = await start({ DATABASE_URL: url, ROLE: 'bot', DATA_DIR: await newFolder() });
    const files = Object.entries(EXIT_TEXTS).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
    const { ts: upload } = playground.user.upload(CHANNEL, files);
    await playground.user.slash(CHANNEL, '/attrition report');
    await playground.user.slash(CHANNEL, '/attrition digest weekly mon 09:00 Asia/Shanghai');
    const root = await playground.waitFor(() =>
      playground.messages(CHANNEL).find((message) => /Why people left/.test(wordsOf(message))),
    );
    const folder = await newFolder();
    const file = join(folder, 'one.backup');
    await playground.waitFor(() => playground.whispers('lin').some((message) => /Digest 1/.test(wordsOf(message))));
    await listening.stop();
    expect(await runCommand(BACKUP, [file], { ...quiet, env: { DATABASE_URL: url } })).toBe(0);
    expect(await runCommand(RESTORE, [file], { ...quiet, env: { DATA_DIR: folder } })).toBe(0);
    const restored = await start({ DATA_DIR: folder });
    const report = await playground
      .waitFor(
        () =>
          playground
            .thread(CHANNEL, root.ts)
            .find((message) => JSON.stringify(message.blocks ?? []).includes('"report_anew"')),
        PATIENCE_MS,
      )
      .catch(() => expect.fail([...playground.thread(CHANNEL, root.ts).map(wordsOf), ...logged].join('\n')));
    expect(wordsOf(report)).toContain('pay');
    const told = playground.thread(CHANNEL, upload).map(wordsOf).join('\n');
    expect(told).toContain(`${files.length} of ${files.length} files read`);
    await restored.stop();
    const { db, close } = await openDatabase({ kind: 'pglite', folder }, true);
    const schedules = await sql<{ cron: string; timezone: string }>`
      select cron, timezone from pgboss.schedule where key = 'digest-1'`.execute(db);
    expect(schedules.rows).toEqual([{ cron: '0 9 * * 1', timezone: 'Asia/Shanghai' }]);
    await close();
  }, 400_000);
});
