import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { AppProfile } from './app-profile.ts';
import { giveToPage } from './file-transfer.ts';
import { readBytes, sendJson } from './http-io.ts';
import { actOnPage, type PageHands, uploadFromPage } from './page-actions.ts';
import type { Change, User } from './slack-types.ts';
import type { WorkspaceState } from './workspace-state.ts';

export interface PageWorld extends PageHands {
  readonly state: WorkspaceState;
  readonly app: AppProfile;
  readonly connected: () => boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Messages are hostile: nothing but our own scripts runs, and no picture is fetched from elsewhere. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const MOST_BODY = 256 * 1024 * 1024;
/** Keeps proxies and browsers from ending a silent feed (ms). */
const HEARTBEAT = 15_000;

/** Answers the page: its files, a snapshot, the live feed, and what the person does. */
export async function answerPage(world: PageWorld, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, area, name = '', id = ''] = url.pathname.split('/');
  if (area !== 'page') return await sendAsset(url.pathname === '/' ? 'index.html' : (area ?? ''), response);
  if (name === 'files') return giveToPage(world.state, id, response);
  const userId = url.searchParams.get('user') ?? '';
  const user = world.state.users.find((one) => !one.is_bot && (one.id === userId || one.name === userId));
  if (!user) return sendJson(response, 404, { error: 'no such user' });
  if (name === 'snapshot') return sendJson(response, 200, snapshot(world, user));
  if (name === 'feed') return openFeed(world, user, response);
  if (request.method !== 'POST') return sendJson(response, 405, { error: 'POST only' });
  try {
    const body = await readBytes(request, MOST_BODY);
    if (name === 'upload') await uploadFromPage(world, user, { body, type: request.headers['content-type'] ?? '' });
    else await actOnPage(world, user, { name: id, body: JSON.parse(body.toString('utf8') || '{}') });
    sendJson(response, 200, { ok: true });
  } catch (thrown) {
    sendJson(response, 400, { error: thrown instanceof Error ? thrown.message : 'failed' });
  }
}

async function sendAsset(name: string, response: ServerResponse): Promise<void> {
  const type = /^[a-z-]+\.(html|css|js|svg)$/.exec(name)?.[1] ?? '';
  const bytes = type === '' ? null : await readFile(join(import.meta.dirname, 'page', name)).catch(() => null);
  if (!bytes) return sendJson(response, 404, { error: 'not found' });
  response.writeHead(200, {
    'content-type': TYPES[type] ?? 'application/octet-stream',
    'content-security-policy': PAGE_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  });
  response.end(bytes);
}

/** All that this user may see now. */
function snapshot(world: PageWorld, user: User) {
  const { state } = world;
  const channels = state.channels().filter((channel) => channel.members.includes(user.id));
  return {
    team: state.team,
    me: user.id,
    bot: state.bot.user,
    app: world.app,
    connected: world.connected(),
    users: state.users,
    channels,
    messages: [...channels.flatMap((channel) => state.messages(channel.id)), ...state.ephemerals(user.id)],
    home: state.homes.get(user.id) ?? null,
    views: [...state.views.values()].filter((view) => view.user === user.id),
    faults: { ...world.faults },
  };
}

function openFeed(world: PageWorld, user: User, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
  const stop = world.state.subscribe((change) => {
    if (isSeenBy(world.state, change, user)) response.write(`data: ${JSON.stringify(change)}\n\n`);
  });
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT);
  response.on('close', () => {
    stop();
    clearInterval(heartbeat);
  });
}

function isSeenBy(state: WorkspaceState, change: Change, user: User): boolean {
  if ('view' in change) return change.view.user === user.id;
  if (change.kind === 'connection') return true;
  const channelId = 'message' in change ? change.message.channel : change.channel;
  if (!state.channel(channelId)?.members.includes(user.id)) return false;
  return !('message' in change) || [undefined, user.id].includes(change.message.ephemeral_to);
}
