import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { postgresForTests, temporaryDatabase } from '../support/services.ts';
import { walkInstall } from './install-walk.ts';
import { install, KEY, reportIn, told, twoWorkspaces, upload } from './oauth-app.ts';
import { CHANNEL, wordsOf } from './whole-app.ts';

const postgres = postgresForTests();
const one = { 'en-pay-1.txt': EXIT_TEXTS['en-pay-1.txt'] ?? '' };

test('the install pages say what happened and what to do, in both languages and without an error’s text', async () => {
  const world = await twoWorkspaces();
  const { playground, address } = world;
  const { team } = playground;
  const app = await world.start();
  const start = await (await fetch(`${address}/slack/install`)).text();
  expect(start).toMatch(/Add to Slack · 添加到 Slack/);
  expect(start).toContain('scope=app_mentions%3Aread');

  const cancelled = await walkInstall(address, { team, decision: 'cancel' });
  expect(cancelled.status).toBe(400);
  expect(cancelled.text).toMatch(/Nothing was installed[\s\S]*没有安装[\s\S]*href="\/slack\/install"/);

  const foreign = await walkInstall(address, { team, otherBrowser: true });
  expect(foreign.status).toBe(400);
  expect(foreign.text).toMatch(/belongs to another browser[\s\S]*另一个浏览器/);

  playground.faults.onCall('oauth.v2.access', { error: 'bad_client_secret' });
  const refused = await walkInstall(address, { team });
  expect(refused.status).toBe(502);
  expect(refused.text).toMatch(/\(bad_client_secret\)[\s\S]*client secret[\s\S]*客户端密钥/);

  for (const { text } of [cancelled, foreign, refused])
    expect(text).not.toMatch(/Error|node_modules|\bat \/|slack_oauth/);
  const forged = await fetch(`${address}/slack/oauth_redirect?code=x&state=y`);
  expect([forged.status, await forged.text()]).toEqual([400, foreign.text]);
  expect(app.logged.join('\n')).not.toMatch(/xoxb|\n\s+at /);
  expect((await install(world, playground)).status).toBe(200);
  expect(await told(playground, 'lin', '/attrition status', /interviews/)).toContain('0 interviews');
});

test('only workspaces of ALLOWED_WORKSPACES can install, and one that is taken off the list is not answered', async () => {
  const world = await twoWorkspaces();
  const { playground, north } = world;
  const both = `${playground.team}, ${north.team}`;
  const narrow = await world.start({ env: { ALLOWED_WORKSPACES: playground.team } });
  const refused = await install(world, north);
  expect(refused.status).toBe(403);
  expect(refused.text).toMatch(new RegExp(`allow the workspace ${north.team}[\\s\\S]*允许工作区 ${north.team}`));
  expect(refused.text).not.toMatch(/Error|xoxb/);
  expect(playground.calls.filter(({ method, outcome }) => method === 'auth.revoke' && outcome === 'ok')).toHaveLength(
    1,
  );
  expect((await install(world, playground)).status).toBe(200);
  await narrow.stop();

  const wide = await world.start({ env: { ALLOWED_WORKSPACES: both } });
  expect((await install(world, north)).status).toBe(200);
  expect(await told(north, 'wei', '/attrition 状态', /访谈/)).toContain('0 份访谈');
  await wide.stop();

  const again = await world.start({ env: { ALLOWED_WORKSPACES: playground.team } });
  expect(again.logged.join('\n')).toMatch(new RegExp(`ALLOWED_WORKSPACES doesn’t name the workspace ${north.team}`));
  const seen = north.whispers('wei').length;
  await north.as('wei').slash(CHANNEL, '/attrition 状态');
  await playground.waitFor(() => again.logged.some((line) => /a request failed/.test(line)));
  expect(north.whispers('wei')).toHaveLength(seen);
  expect(await told(playground, 'lin', '/attrition status', /interviews/)).toContain('0 interviews');
  await again.stop();

  // Nothing was thrown away: back on the list it is answered without a new installation.
  await world.start({ env: { ALLOWED_WORKSPACES: both } });
  expect(await told(north, 'wei', '/attrition 状态', /访谈/)).toContain('0 份访谈');
}, 120_000);

test('Socket Mode serves the install pages too, takes no events by HTTP, and answers in the workspace that asked', async () => {
  const world = await twoWorkspaces();
  const { playground, north, address } = world;
  await world.start({ env: { SLACK_APP_TOKEN: playground.tokens.app } });
  expect((await install(world, north)).status).toBe(200);
  expect(await told(north, 'wei', '/attrition 状态', /访谈/)).toContain('0 份访谈');
  const event = { type: 'event_callback', event: { type: 'app_uninstalled' }, team_id: north.team };
  const body = JSON.stringify(event);
  const posted = await fetch(`${address}/slack/events`, { method: 'POST', body });
  expect(posted.status).toBe(404);
  expect(await told(north, 'wei', '/attrition help', /report/)).toContain('/attrition');
});

test('a removal that nobody heard of is seen at the next start', async () => {
  const world = await twoWorkspaces();
  const { playground, north } = world;
  const first = await world.start();
  await install(world, playground);
  await install(world, north);
  await first.stop();
  playground.faults.lostDeliveries = 8;
  north.uninstall();
  const later = await world.start();
  await playground.waitFor(() => later.logged.some((line) => /removed from a workspace.*T0NORTHWIND/.test(line)));
  playground.faults.clear();
  expect(await told(playground, 'lin', '/attrition status', /interviews/)).toContain('0 interviews');
  expect(later.logged.join('\n')).not.toMatch(/removed from a workspace.*T0PLAYGROUND/);
});

test('tokens that run out are refreshed by whoever needs one, an event or a job', async () => {
  // Slack's library refreshes what runs out within two hours: here that is every token, at every use.
  const world = await twoWorkspaces({ tokenLife: 60 * 60 });
  const { playground } = world;
  await world.start();
  await install(world, playground);
  playground.expireTokens();
  expect(await upload(playground, one)).toContain('1 interviews');
  await told(playground, 'lin', '/attrition digest daily 09:00 UTC', /Digest 1/);
  playground.expireTokens();
  expect(await told(playground, 'lin', '/attrition digest preview 1', /No new/)).toContain('No new exit interviews');
  // A mention comes as two events at once, and a refresh token is good for one of them.
  playground.expireTokens();
  const { ts } = playground.user.say(CHANNEL, '@Attrition 状态');
  await playground.waitFor(() => playground.thread(CHANNEL, ts).length > 1);
  const refreshed = playground.calls.filter(({ args }) => args.grant_type === 'refresh_token');
  expect(refreshed.length).toBeGreaterThan(1);
  const refused = playground.calls.filter(({ outcome }) => /token/.test(outcome));
  expect(refused).toEqual([]);
});

test('a channel that two companies share is answered once, by the company whose bot saw it first', async () => {
  const world = await twoWorkspaces();
  const { playground, north } = world;
  await world.start();
  await install(world, playground);
  await install(world, north);
  playground.user.say(CHANNEL, 'hello');
  await told(playground, 'lin', '/attrition status', /interviews/);
  playground.connect(CHANNEL, north);
  expect(await upload(playground, one)).toContain('1 interviews');
  const { ts } = playground.user.say(CHANNEL, '@Attrition 状态');
  await playground.waitFor(() => playground.thread(CHANNEL, ts).length > 1);
  // Both companies are told of everything; a second answer would stand by now.
  await told(playground, 'lin', '/attrition status', /1 interviews/);
  const ids = [playground.team, north.team].map((team) =>
    playground.deliveries.filter(({ payload }) =>
      JSON.stringify(payload).includes(`"authorizations":[{"enterprise_id":null,"team_id":"${team}"`),
    ),
  );
  expect(ids.every((delivered) => delivered.length > 1)).toBe(true);
  expect(playground.thread(CHANNEL, ts)).toHaveLength(2);
  const answers = playground.messages(CHANNEL).filter(({ user }) => user !== playground.idOf('lin'));
  expect(answers.map(({ user }) => user)).toEqual(answers.map(() => playground.botUser));
  expect(answers).toHaveLength(2);
});

test('a wrong key is a sentence in the log; an earlier key behind the new one opens what it closed', async () => {
  const world = await twoWorkspaces();
  const { playground } = world;
  const first = await world.start();
  await install(world, playground);
  await first.stop();
  expect(first.logged.join('\n')).not.toContain('app-uninstalled');

  const other = randomBytes(32).toString('base64');
  const locked = await world.start({ env: { TOKEN_ENCRYPTION_KEY: other } });
  expect(locked.logged.join('\n')).toMatch(/can’t be opened with TOKEN_ENCRYPTION_KEY[\s\S]*token-key-wrong/);
  await playground.user.slash(CHANNEL, '/attrition status');
  await playground.waitFor(() => locked.logged.some((line) => /a request failed/.test(line)));
  expect(playground.whispers('lin')).toEqual([]);
  await locked.stop();

  const rotated = await world.start({ env: { TOKEN_ENCRYPTION_KEY: `${other},${KEY}` } });
  expect(rotated.logged.join('\n')).not.toContain('token-key-wrong');
  expect(await told(playground, 'lin', '/attrition status', /interviews/)).toContain('0 interviews');
});

describe(`several processes${postgres.reason}`, () => {
  it.skipIf(postgres.url === null)(
    'a worker that hears no event finds each token, and stops when one is gone',
    async () => {
      const { url, drop } = await temporaryDatabase(postgres.url ?? '');
      onTestFinished(drop);
      const world = await twoWorkspaces();
      const { playground, north } = world;
      const bot = await world.start({ env: { DATABASE_URL: url, ROLE: 'bot' } });
      const worker = await world.start({ env: { DATABASE_URL: url, ROLE: 'worker', PORT: '0' } });
      await install(world, playground);
      await install(world, north);
      const seen = await Promise.all([upload(playground, one), upload(north, EXIT_TEXTS)]);
      expect(seen.map((words) => /(\d+) (?:interviews|份访谈)/.exec(words)?.[1])).toEqual(['1', '12']);
      // A person's own token is none of the bot's.
      north.revokeTokens('person');
      expect(await told(north, 'wei', '/attrition status', /interviews/)).toContain('12 interviews');

      // A token that dies under a job ends the job, and what it left open holds nothing up afterwards.
      playground.faults.onCall('chat.postMessage', { error: 'account_inactive' });
      north.user.upload(CHANNEL, [{ name: 'late.txt', bytes: Buffer.from('Q: Why?\nA: The pay was too low.') }]);
      await north.waitFor(() => worker.logged.some((line) => /work stopped.*ingest/.test(line)));
      expect(await reportIn(north)).toMatch(/12/);
      expect(bot.logged.join('\n')).not.toContain('removed from a workspace');

      north.revokeTokens();
      await north.waitFor(() => bot.logged.some((line) => /removed from a workspace.*T0NORTHWIND/.test(line)));
      const two = { 'b.txt': EXIT_TEXTS['en-care-1.txt'] ?? '' };
      expect(await upload(playground, two)).toContain('1 interviews');
      expect(wordsOf(playground.messages(CHANNEL).at(-1) ?? { text: '' })).toContain('1 interviews');
    },
  );
});
