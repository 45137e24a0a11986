import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Message } from '../../playground/slack-types.ts';
import type { Workspace } from '../../playground/workspace.ts';
import { systemClock } from '../../src/core/ports/clock.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';
import { install, reportIn, type TwoWorkspaces, told, twoWorkspaces, upload } from './oauth-app.ts';
import { CHANNEL, wordsOf } from './whole-app.ts';

const postgres = postgresForTests();
const DAY = 24 * 60 * 60 * 1000;
/** The real clock, this far ahead. */
const ahead = (ms: number) => ({ ...systemClock, now: () => Date.now() + ms });

const pick = (match: RegExp) => Object.fromEntries(Object.entries(EXIT_TEXTS).filter(([name]) => match.test(name)));

const HARASSED = [
  'Exit interview',
  'Department: Desk',
  'Last day: 2026-08-20',
  'Separation type: Resignation',
  '',
  'Q: Why are you leaving?',
  'A: I am leaving because my manager harassed me, shouted at me and blamed me in front of everyone.',
].join('\n');

interface RawTable {
  readonly env: Readonly<Record<string, string>>;
  /** Everything a table holds, as text, read past the program. */
  dump(table: string): Promise<string>;
}

async function onPostgres(): Promise<RawTable> {
  const { url, drop } = await temporaryDatabase(postgres.url ?? '');
  onTestFinished(drop);
  return {
    env: { DATABASE_URL: url },
    async dump(table) {
      const client = new Client({ connectionString: url });
      await client.connect();
      const { rows } = await client.query(`select * from ${table}`);
      await client.end();
      return JSON.stringify(rows);
    },
  };
}

const onPglite = (folder: string): RawTable => ({
  env: {},
  async dump(table) {
    const pglite = await PGlite.create(join(folder, 'pglite'));
    const { rows } = await pglite.query(`select * from ${table}`);
    await pglite.close();
    return JSON.stringify(rows);
  },
});

/** Ids of the channels that a workspace's calls named, direct messages left out. */
const channelsOf = ({ playground }: TwoWorkspaces, { team }: Workspace) =>
  new Set(
    playground.calls
      .filter((call) => call.team === team)
      .map(({ args }) => String(args.channel ?? args.channel_id ?? ''))
      .filter((id) => id.startsWith('C')),
  );

const engines: readonly (readonly [string, boolean])[] = [
  ['PGlite', true],
  [`PostgreSQL${postgres.reason}`, postgres.url !== null],
];

describe.each(engines)('two workspaces on %s', (engine, isThere) => {
  it.skipIf(!isThere)(
    'install, work apart, leave and come back',
    async () => {
      const world = await twoWorkspaces();
      const { playground, north, folder } = world;
      const raw = engine === 'PGlite' ? onPglite(folder) : await onPostgres();
      const owners = { ALERT_TO: `${playground.team}:U0MARIA001,${north.team}:U0NORA0001` };
      const env = {
        ...raw.env,
        ...owners,
        ADMIN_USERS: 'U0LIN00001,U0WEI00001',
        PARTNER_USERS: 'U0LIN00001,U0WEI00001',
      };
      const app = await world.start({ env });

      const page = await install(world, playground);
      expect(page.status).toBe(200);
      expect(page.text).toMatch(/Attrition is installed[\s\S]*Attrition 已安装/);
      expect((await install(world, north)).status).toBe(200);

      // Each reads and reports its own.
      expect(await upload(playground, pick(/^en/))).toContain('6 interviews');
      expect(await upload(north, { ...pick(/^(?!en)/), 'hr.txt': HARASSED })).toContain('7 份访谈');
      const [ours, theirs] = [await reportIn(playground), await reportIn(north, '/attrition 报告')];
      expect(ours).toMatch(/6 interviews|of 6/);
      expect(theirs).toMatch(/7 份/);
      expect(theirs).not.toMatch(/6 interviews/);

      // Work without an event: the alert reaches its own company's owner alone.
      const direct = (place: Workspace, user: string) => place.messages(place.idOf(user)).map(wordsOf).join('\n');
      await north.waitFor(() => direct(north, 'nora').includes('hr.txt'));
      expect(direct(playground, 'maria')).toBe('');

      // Each admin's audit is of their own workspace.
      await told(playground, 'lin', '/attrition audit export', /ids and counts only/);
      const csv = playground.messages('U0LIN00001').flatMap(({ files }) => files ?? [])[0];
      const audit = Buffer.from(playground.fileBytes(csv?.id ?? '') ?? []).toString('utf8');
      expect(audit).toContain(playground.idOf('people-exit'));
      expect(audit).not.toContain(north.idOf('people-exit'));

      // App Home shows what is in one's own workspace.
      await north.as('nora').openHome();
      const home = JSON.stringify(await north.waitFor(() => north.home('nora')));
      expect(home).toContain(north.idOf('people-exit'));
      expect(home).not.toContain(playground.idOf('people-exit'));

      for (const place of [playground, north]) {
        const user = place === north ? 'wei' : 'lin';
        await told(place, user, '/attrition digest daily 09:00 Asia/Shanghai', /Digest \d is set/);
      }
      await app.stop();
      expect(await raw.dump('installation')).toContain(north.team);
      expect(await raw.dump('installation')).not.toMatch(/xoxb|xoxe|playground-/);

      // Two days later nobody has said anything, and both digests come.
      const later = await world.start({ env, clock: ahead(2 * DAY) });
      const digest = (place: Workspace) =>
        place.messages(CHANNEL).filter((one) => /^\*\*Exit interviews\*\*/.test(wordsOf(one)));
      await playground.waitFor(() => digest(playground)[0], 60_000);
      await north.waitFor(() => digest(north)[0], 60_000);
      expect(channelsOf(world, playground)).toEqual(new Set([playground.idOf('people-exit')]));
      expect(channelsOf(world, north)).toEqual(new Set([north.idOf('people-exit')]));

      // Removed in the middle of a report: the work stops, the neighbour goes on.
      playground.faults.onCall('chat.update', { delay: 2_000 });
      const before = new Set(north.messages(CHANNEL).map(({ ts }) => ts));
      await north.user.slash(CHANNEL, '/attrition 报告 2026');
      const isAsked = ({ ts, text }: Message) => !before.has(ts) && text.includes('2026');
      const { ts: root } = await north.waitFor(() => north.messages(CHANNEL).find(isAsked));
      await north.waitFor(() => north.thread(CHANNEL, root).length > 1);
      north.uninstall();
      await playground.waitFor(() => later.logged.some((line) => /the app was removed from a workspace/.test(line)));
      await playground.waitFor(() => later.logged.some((line) => /work stopped.*app-uninstalled/.test(line)), 30_000);
      const calls = playground.calls.length;
      expect(await reportIn(playground, '/attrition report 2026')).toMatch(/6 interviews|of 6/);
      expect(playground.calls.slice(calls).map(({ team }) => team)).not.toContain(north.team);

      // It comes back with a new token, and finds what it had.
      expect((await install(world, north)).status).toBe(200);
      expect(await told(north, 'wei', '/attrition status', /interviews|访谈/)).toMatch(/7 (份访谈|interviews)/);
      expect(await told(north, 'wei', '/attrition digest list', /Digest/)).toMatch(/paused/);
      const at = later.logged.length;
      north.uninstall();
      await playground.waitFor(() => later.logged.slice(at).some((line) => /removed from a workspace/.test(line)));
      await later.stop();
      expect(await raw.dump('audit')).toMatch(/app-removed/);

      // A month later what was read there goes, and nothing of the neighbour's.
      const last = await world.start({ env, clock: ahead(32 * DAY) });
      await playground.waitFor(
        () => last.logged.some((line) => /"forget".*C0NORTHEXIT|C0NORTHEXIT.*"forget"/.test(line)),
        30_000,
      );
      expect((await install(world, north)).status).toBe(200);
      expect(await told(north, 'wei', '/attrition 状态', /访谈/)).toContain('0 份访谈');
      expect(await told(playground, 'lin', '/attrition status', /interviews/)).toContain('6 interviews');
      await last.stop();
      expect(await raw.dump('installation')).not.toMatch(/xoxb|xoxe|playground-/);
    },
    240_000,
  );
});
