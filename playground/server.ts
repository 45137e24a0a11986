import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../src/core/ports/clock.ts';
import { type ApiCall, type ApiDesk, createApiDesk } from './api/answer-api.ts';
import type { ApiWorld } from './api/method.ts';
import { type AppProfile, attritionApp } from './app-profile.ts';
import { createDelivery, type DeliveryRecord, type Transport } from './delivery.ts';
import { startEventFeed } from './event-feed.ts';
import { findUser } from './event-payloads.ts';
import { createFaults, type Faults } from './faults.ts';
import { giveToBot, takeUpload } from './file-transfer.ts';
import { createHttpEvents, verifyAddress } from './http-events.ts';
import { sendJson } from './http-io.ts';
import { keepRecord, type RecordEntry } from './message-record.ts';
import { answerPage, type PageWorld } from './page-server.ts';
import { createReaders, type Readers } from './playground-readers.ts';
import { createRateTiers } from './rate-tiers.ts';
import { answerResponseUrl } from './response-url.ts';
import { createSocketMode } from './socket-mode.ts';
import { createTriggerBook } from './trigger-book.ts';
import { createUserActions, type UserActions } from './user-actions.ts';
import { createViewDesk } from './view-desk.ts';
import { APP, createTokens, createWorkspaceIds, TEAM, type Tokens } from './workspace-ids.ts';
import { type ChannelSeed, createWorkspaceState, defaultChannels, type WorkspaceState } from './workspace-state.ts';

export interface PlaygroundOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly clock?: Clock;
  readonly channels?: readonly ChannelSeed[];
  readonly app?: AppProfile;
}

/** A running local Slack workspace: its addresses and tokens, people's hands, eyes, and switches. */
export interface Playground extends Readers {
  /** The page, e.g. http://127.0.0.1:3999. */
  readonly url: string;
  /** What the bot takes as `slackApiUrl`. */
  readonly apiUrl: string;
  readonly tokens: Tokens;
  readonly team: string;
  readonly botUser: string;
  /** Lin, the first user. */
  readonly user: UserActions;
  /** Another user by name or id, e.g. `as('maria')`. */
  as(name: string): UserActions;
  /** The id of a channel or user by its name. */
  idOf(name: string): string;
  join(channel: string, user: string): void;
  leave(channel: string, user: string): void;
  readonly faults: Faults;
  readonly record: readonly RecordEntry[];
  readonly calls: readonly ApiCall[];
  readonly deliveries: readonly DeliveryRecord[];
  /** True while the bot is connected, or has an HTTP address. */
  connected(): boolean;
  /** Delivers to this HTTP address from now on, after Slack's challenge; throws when that isn't answered. */
  useHttp(url: string): Promise<void>;
  dropSockets(how?: 'refresh' | 'cut'): void;
  stop(): Promise<void>;
}

/** Starts a local Slack workspace on loopback. @example const playground = await startPlayground({ port: 3999 }) */
export async function startPlayground(options: PlaygroundOptions = {}): Promise<Playground> {
  const clock = options.clock ?? systemClock;
  const ids = createWorkspaceIds(clock);
  const state = createWorkspaceState(ids, options.channels ?? defaultChannels);
  const record = keepRecord(state, clock);
  const tokens = createTokens();
  const faults = createFaults();
  const stopped = new AbortController();
  const server = createServer();
  const host = () => addressOf(server);
  const origin = () => `http://${host()}`;
  const onConnection = (connected: boolean) => state.tell({ kind: 'connection', connected });
  const sockets = createSocketMode({ clock, faults, onConnection });
  const way: { transport: Transport } = { transport: sockets };
  const delivery = createDelivery({ clock, ids, faults, transport: () => way.transport, stopped: stopped.signal });
  const triggers = createTriggerBook(clock, ids);
  const viewDesk = createViewDesk(state);
  const world: ApiWorld = {
    ...{ state, clock, faults, triggers, viewDesk, origin },
    openSocket: () => sockets.open(host()),
  };
  const api = createApiDesk(world, tokens, createRateTiers(clock));
  startEventFeed({ state, clock, faults, delivery });
  const as = (name: string) =>
    createUserActions({ state, clock, delivery, triggers, viewDesk, origin }, findUser(state, name));
  const page: PageWorld = {
    ...{ state, faults },
    app: options.app ?? attritionApp,
    connected: () => way.transport.connected(),
    hands: (user) => as(user.id),
    dropSockets: () => sockets.drop('cut'),
  };
  server.on('request', createRouter({ api, world, page, tokens, host }));
  server.on('upgrade', sockets.upgrade);
  await listen(server, options.port ?? 0);
  return {
    ...createReaders(state),
    ...addresses(state, origin(), tokens),
    ...{ user: as('lin'), as, faults, record, calls: api.calls, deliveries: delivery.log },
    connected: () => way.transport.connected(),
    async useHttp(url) {
      await verifyAddress(url, tokens.signingSecret, clock);
      way.transport = createHttpEvents(url, tokens.signingSecret, clock);
      state.tell({ kind: 'connection', connected: true });
    },
    dropSockets: (how = 'refresh') => sockets.drop(how),
    async stop() {
      stopped.abort();
      await sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Addresses = Pick<Playground, 'url' | 'apiUrl' | 'tokens' | 'team' | 'botUser' | 'idOf' | 'join' | 'leave'>;

function addresses(state: WorkspaceState, url: string, tokens: Tokens): Addresses {
  const idOf = (name: string) => state.channel(name)?.id ?? findUser(state, name).id;
  return {
    ...{ url, apiUrl: `${url}/api/`, tokens, team: TEAM.id, botUser: APP.bot_user, idOf },
    join: (channel, user) => state.join(idOf(channel), idOf(user)),
    leave: (channel, user) => state.leave(idOf(channel), idOf(user)),
  };
}

interface Doors {
  readonly api: ApiDesk;
  readonly world: ApiWorld;
  readonly page: PageWorld;
  readonly tokens: Tokens;
  readonly host: () => string;
}

/** Sends each request to its door. */
function createRouter(doors: Doors): (request: IncomingMessage, response: ServerResponse) => void {
  const { api, world, page, tokens } = doors;
  const route = async (request: IncomingMessage, response: ServerResponse) => {
    if (!isFromHere(request, doors.host())) return sendJson(response, 403, { error: 'this workspace is local' });
    const [, area, name = ''] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/');
    if (area === 'api') return await api.answer(request, response, name);
    if (area === 'upload') return await takeUpload(world.state, request, response);
    if (area === 'files-pri') {
      return giveToBot({ state: world.state, faults: world.faults, botToken: tokens.bot }, request, response);
    }
    if (area === 'response') return await answerResponseUrl(world, request, response);
    return await answerPage(page, request, response);
  };
  return (request, response) => {
    route(request, response).catch((thrown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { ok: false, error: 'internal_error', detail: String(thrown) });
    });
  };
}

/** Keeps other sites in the same browser out: a foreign name for loopback, or a request from another origin. */
function isFromHere(request: IncomingMessage, host: string): boolean {
  const port = host.split(':').at(-1);
  const own = [host, `localhost:${port}`];
  const origin = request.headers.origin;
  return own.includes(request.headers.host ?? '') && (!origin || own.some((name) => origin === `http://${name}`));
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the workspace has stopped');
  return `127.0.0.1:${address.port}`;
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
