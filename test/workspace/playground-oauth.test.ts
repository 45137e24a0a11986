import { App, HTTPReceiver, LogLevel, MemoryInstallationStore } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { expect, it, onTestFinished } from 'vitest';
import { type PlaygroundOptions, startPlayground } from '../../playground/server.ts';
import { northPlan } from '../../playground/workspace-state.ts';
import { walkInstall } from './install-walk.ts';

/** A plain Bolt app with Bolt's own installation store: nothing of ours but the playground is under test. */
async function start(options: PlaygroundOptions) {
  const playground = await startPlayground({ ...options, installed: false });
  const { tokens, clientId, apiUrl } = playground;
  const clientOptions = { slackApiUrl: apiUrl, retryConfig: { retries: 0 } };
  const installationStore = new MemoryInstallationStore();
  const heard: string[] = [];
  const receiver = new HTTPReceiver({
    ...{ signingSecret: tokens.signingSecret, clientId, clientSecret: tokens.clientSecret, stateSecret: 's3cret' },
    ...{ installationStore, scopes: ['chat:write', 'commands'], logLevel: LogLevel.ERROR },
    installerOptions: { authorizationUrl: `${playground.url}/oauth/v2/authorize`, clientOptions },
  });
  const app = new App({ receiver, clientOptions, logLevel: LogLevel.ERROR });
  app.message(async ({ message, context, say }) => {
    heard.push(`${context.teamId} ${'text' in message ? message.text : ''}`);
    await say('heard');
  });
  app.event('app_uninstalled', async ({ context }) => void heard.push(`${context.teamId} uninstalled`));
  app.event('tokens_revoked', async ({ event }) => void heard.push(`revoked ${event.tokens.bot?.join()}`));
  const server = await app.start(0);
  onTestFinished(async () => {
    await app.stop();
    await playground.stop();
  });
  const address = 'address' in server ? server.address() : null;
  const bot = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await playground.useHttp(`${bot}/slack/events`);
  playground.useRedirect(`${bot}/slack/oauth_redirect`);
  const tokenOf = (team: string) => installationStore.devDB[team]?.bot?.token ?? '';
  const client = (token?: string) => new WebClient(token, clientOptions);
  const word = (call: Promise<unknown>) =>
    call.then(
      () => 'ok',
      (error) => String(error.data?.error ?? error),
    );
  return { playground, bot, heard, tokenOf, client, word };
}

it('installs an app into two workspaces, which see nothing of one another, and removes it from one', async () => {
  const { playground, bot, heard, tokenOf, client, word } = await start({});
  const north = playground.found(northPlan);
  expect(await playground.user.slash('people-exit', '/attrition help')).toMatchObject({ ok: false });
  expect(playground.whispers('lin')[0]?.text).toContain('not a valid command');

  expect((await walkInstall(bot, { team: playground.team })).status).toBe(200);
  expect((await walkInstall(bot, { team: north.team })).status).toBe(200);
  const [mine, theirs] = [tokenOf(playground.team), tokenOf(north.team)];
  expect(await client(mine).auth.test()).toMatchObject({ team_id: playground.team, user_id: playground.botUser });
  expect(await client(theirs).auth.test()).toMatchObject({ team_id: north.team, user_id: north.botUser });
  const foreign = client(theirs).chat.postMessage({ channel: playground.idOf('people-exit'), text: 'hello' });
  expect(await word(foreign)).toBe('channel_not_found');

  playground.user.say('people-exit', 'home');
  north.user.say('people-exit', '北方');
  await playground.waitFor(() => heard.length === 2);
  expect(heard.toSorted()).toEqual([`${playground.team} home`, `${north.team} 北方`].toSorted());
  await north.waitFor(() => north.messages('people-exit').some(({ text }) => text === 'heard'));

  north.uninstall();
  await playground.waitFor(() => heard.length === 4);
  expect(heard.slice(2).toSorted()).toEqual([`${north.team} uninstalled`, `revoked ${north.botUser}`].toSorted());
  expect(await word(client(theirs).auth.test())).toBe('account_inactive');
  expect(await word(client(mine).auth.test())).toBe('ok');
  north.user.say('people-exit', 'anybody?');
  expect((await walkInstall(bot, { team: north.team })).status).toBe(200);
  expect(tokenOf(north.team)).not.toBe(theirs);
  north.user.say('people-exit', 'again');
  await playground.waitFor(() => heard.includes(`${north.team} again`));
  expect(heard).not.toContain(`${north.team} anybody?`);
  expect(playground.calls.filter(({ team }) => team === north.team).length).toBeGreaterThan(2);
});

it('refuses wrong secrets, codes used twice, and tokens that have run out', async () => {
  const { playground, bot, tokenOf, client, word } = await start({ tokenLife: 12 * 60 * 60 });
  const { clientId: client_id, tokens } = playground;
  const client_secret = tokens.clientSecret;
  const access = (args: Record<string, string>) => word(client().apiCall('oauth.v2.access', args));
  expect(await access({ client_id, client_secret: 'wrong', code: 'x' })).toBe('bad_client_secret');
  expect(await access({ client_id, client_secret, code: 'x' })).toBe('invalid_code');
  await walkInstall(bot, { team: playground.team });
  const code = String(
    playground.calls.find(({ outcome, args }) => outcome === 'ok' && args.code !== undefined)?.args.code,
  );
  expect(await access({ client_id, client_secret, code })).toBe('code_already_used');
  playground.expireTokens();
  expect(await word(client(tokenOf(playground.team)).auth.test())).toBe('token_expired');
  const refresh = { client_id, client_secret, grant_type: 'refresh_token', refresh_token: 'xoxe-wrong' };
  expect(await access(refresh)).toBe('invalid_refresh_token');
  const wrongApp = `${playground.url}/oauth/v2/authorize?client_id=other&scope=chat:write`;
  expect((await fetch(wrongApp)).status).toBe(400);
});
