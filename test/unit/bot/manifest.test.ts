import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { BOT_SCOPES } from '../../../src/bot/scopes.ts';

const ROOT = new URL('../../../', import.meta.url);

const manifest = z
  .object({
    display_information: z.object({
      name: z.string().max(35),
      description: z.string().max(140),
      long_description: z.string().min(174).max(4_000),
    }),
    features: z.object({
      app_home: z.object({ home_tab_enabled: z.literal(true), messages_tab_enabled: z.boolean() }),
      bot_user: z.object({ display_name: z.string().max(80) }),
      slash_commands: z.array(z.object({ command: z.string(), description: z.string(), usage_hint: z.string() })),
      shortcuts: z.array(z.object({ type: z.string(), callback_id: z.string(), name: z.string().max(24) })),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
      interactivity: z.object({ is_enabled: z.boolean() }),
      socket_mode_enabled: z.boolean(),
    }),
  })
  .parse(parse(readFileSync(new URL('manifest.yml', ROOT), 'utf8')));

const source = readdirSync(new URL('src/bot/', ROOT))
  .map((name) => readFileSync(new URL(`src/bot/${name}`, ROOT), 'utf8'))
  .join('\n');

const HISTORY = ['channels:history', 'groups:history', 'im:history'];

/** Scopes of the methods and events that this bot may use at all, from Slack's method and event reference. */
const METHOD_SCOPES: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.startStream': ['chat:write'],
  'chat.appendStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'conversations.history': HISTORY,
  'conversations.replies': HISTORY,
  'files.info': ['files:read'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'conversations.members': ['channels:read', 'groups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'views.publish': [],
  'auth.test': [],
  'views.open': [],
  'views.update': [],
};
const EVENT_SCOPES: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  tokens_revoked: [],
  file_shared: ['files:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
};

const methods = [
  ...new Set(
    [...source.matchAll(/call\('([a-z]+(?:\.[A-Za-z]+)+)'|calls\.\w+\('([a-z.A-Z]+)'/g)].map((m) => m[1] ?? m[2] ?? ''),
  ),
];
const { scopes } = manifest.oauth_config;
const events = manifest.settings.event_subscriptions.bot_events;

describe('manifest.yml', () => {
  it('has the scopes of every method the bot calls, and of every event', () => {
    expect(methods.length).toBeGreaterThan(5);
    for (const method of methods)
      expect(scopes.bot, method).toEqual(expect.arrayContaining([...(METHOD_SCOPES[method] ?? ['unknown method'])]));
    for (const event of events)
      expect(scopes.bot, event).toEqual(expect.arrayContaining([...(EVENT_SCOPES[event] ?? ['unknown event'])]));
  });

  it('asks for the same on the install page as in the manifest', () => {
    expect(BOT_SCOPES).toEqual(scopes.bot);
  });

  it('asks for no scope that nothing needs', () => {
    const needed = new Set([
      'commands',
      ...methods.flatMap((m) => METHOD_SCOPES[m] ?? []),
      ...events.flatMap((e) => EVENT_SCOPES[e] ?? []),
    ]);
    expect(scopes.bot.toSorted()).toEqual([...needed].toSorted());
  });

  it('subscribes to exactly what the listeners listen to', () => {
    const listened = [...source.matchAll(/app\.event\('([a-z_]+)'/g)].map((m) => m[1]);
    expect([...new Set(events.map((event) => event.split('.')[0]))].toSorted()).toEqual(listened.toSorted());
  });

  it('names the command and the shortcut the listeners wait for', () => {
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(
      [...source.matchAll(/app\.command\('([^']+)'/g)].map((m) => m[1]),
    );
    const [shortcut] = manifest.features.shortcuts;
    expect(shortcut?.type).toBe('message');
    expect(source).toContain(`'${shortcut?.callback_id}'`);
  });

  it('switches on what buttons, shortcuts and Socket Mode need', () => {
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(manifest.settings.socket_mode_enabled).toBe(true);
  });
});
