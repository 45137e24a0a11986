import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../src/core/ports/clock.ts';
import { type ApiCall, type ApiDesk, createApiDesk } from './api/answer-api.ts';
import { type AppInstalls, createAppInstalls } from './app-installs.ts';
import { type AppProfile, attritionApp } from './app-profile.ts';
import { answerConsent } from './consent-page.ts';
import { createDelivery, type DeliveryRecord, type Receipt, type Transport } from './delivery.ts';
import { createFaults, type Faults } from './faults.ts';
import { giveToBot, takeUpload } from './file-transfer.ts';
import { createHttpEvents, verifyAddress } from './http-events.ts';
import { sendJson } from './http-io.ts';
import { answerPage, type PageWorld } from './page-server.ts';
import { answerResponseUrl } from './response-url.ts';
import { createSharedChannels } from './shared-channels.ts';
import { createSocketMode } from './socket-mode.ts';
import { type BuiltWorkspace, createWorkspace, type Workspace } from './workspace.ts';
import { APP, createTokens, createWorkspaceIds, type Tokens } from './workspace-ids.ts';
import { type ChannelSeed, homePlan, type WorkspacePlan } from './workspace-state.ts';

export interface PlaygroundOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly clock?: Clock;
  readonly channels?: readonly ChannelSeed[];
  readonly app?: AppProfile;
  /** Whether the first workspace has the app from the beginning, by `tokens.bot`; true by default. */
  readonly installed?: boolean;
  /** Seconds that a token lives, as Slack's twelve hours, where the app has opted into token rotation. */
  readonly tokenLife?: number;
}

/** A running local Slack: its addresses and tokens, switches, and its first workspace; others can be added. */
export interface Playground extends Workspace {
  /** The page, e.g. http://127.0.0.1:3999. */
  readonly url: string;
  /** What the bot takes as `slackApiUrl`. */
  readonly apiUrl: string;
  readonly tokens: Tokens;
  readonly clientId: string;
  readonly faults: Faults;
  readonly calls: readonly ApiCall[];
  readonly deliveries: readonly DeliveryRecord[];
  /** Delivers something once more by the id of its record. */
  deliverAgain(id: string): Promise<Receipt>;
  /** True while the bot is connected, or has an HTTP address. */
  connected(): boolean;
  /** Delivers to this HTTP address from now on, after Slack's challenge; throws when that isn't answered. */
  useHttp(url: string): Promise<void>;
  /** Enters an address to come back to after the consent page, as on the app's settings page. */
  useRedirect(url: string): void;
  dropSockets(how?: 'refresh' | 'cut'): void;
  /** Founds another workspace, which doesn't have the app. */
  found(plan: WorkspacePlan): Workspace;
  /** Shares a channel of the first workspace with another one, whose bot joins it (Slack Connect). */
  connect(channel: string, other: Workspace): void;
  stop(): Promise<void>;
}

/** Starts a local Slack on loopback. @example const playground = await startPlayground({ port: 3999 }) */
export async function startPlayground(options: PlaygroundOptions = {}): Promise<Playground> {
  const clock = options.clock ?? systemClock;
  const ids = createWorkspaceIds(clock);
  const tokens = createTokens();
  const faults = createFaults();
  const stopped = new AbortController();
  const server = createServer();
  const host = () => addressOf(server);
  const origin = () => `http://${host()}`;
  const onConnection = (connected: boolean) => home.state.tell({ kind: 'connection', connected });
  const sockets = createSocketMode({ clock, faults, onConnection });
  const way: { transport: Transport } = { transport: sockets };
  const delivery = createDelivery({ clock, ids, faults, transport: () => way.transport, stopped: stopped.signal });
  const all: BuiltWorkspace[] = [];
  const find = (team: string) => all.find(({ state }) => state.team.id === team);
  const { clientSecret } = tokens;
  const tokenLife = options.tokenLife ?? null;
  const installs = createAppInstalls({ clock, clientSecret, tokenLife, find: (team) => find(team)?.state });
  const openSocket = () => sockets.open(host());
  const parts = { clock, ids, faults, delivery, installs, origin, openSocket };
  const found = (plan: WorkspacePlan) => {
    const built = createWorkspace(plan, parts);
    all.push(built);
    return built;
  };
  const home = found({ ...homePlan, channels: options.channels ?? homePlan.channels });
  if (options.installed !== false) installs.hold(home.state.team.id, tokens.bot);
  const shared = createSharedChannels({ home, find, delivery, clock });
  const api = createApiDesk({
    ...{ clock, faults, tokens, installs, home: home.state.team.id, worldOf: shared.worldOf },
    tiersOf: (team) => (find(team) ?? home).tiers,
    revokeTokens: (team) => find(team)?.workspace.revokeTokens(),
  });
  const page: PageWorld = {
    ...{ state: home.state, faults },
    app: options.app ?? attritionApp,
    connected: () => way.transport.connected(),
    hands: (user) => home.workspace.as(user.id),
    dropSockets: () => sockets.drop('cut'),
  };
  const redirects: string[] = [];
  server.on('request', createRouter({ api, all, page, installs, redirects, faults, clock, host }));
  server.on('upgrade', sockets.upgrade);
  await listen(server, options.port ?? 0);
  return {
    ...home.workspace,
    ...{ url: origin(), apiUrl: `${origin()}/api/`, tokens, clientId: APP.client_id },
    ...{ faults, calls: api.calls, deliveries: delivery.log, deliverAgain: delivery.again, connect: shared.connect },
    found: (plan) => found(plan).workspace,
    connected: () => way.transport.connected(),
    async useHttp(url) {
      await verifyAddress(url, tokens.signingSecret, clock);
      way.transport = createHttpEvents(url, tokens.signingSecret, clock);
      home.state.tell({ kind: 'connection', connected: true });
    },
    useRedirect: (url) => void redirects.push(url),
    dropSockets: (how = 'refresh') => sockets.drop(how),
    async stop() {
      stopped.abort();
      await sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Doors {
  readonly api: ApiDesk;
  readonly all: readonly BuiltWorkspace[];
  readonly page: PageWorld;
  readonly installs: AppInstalls;
  readonly redirects: readonly string[];
  readonly faults: Faults;
  readonly clock: Clock;
  readonly host: () => string;
}

/** Sends each request to its door. */
function createRouter(doors: Doors): (request: IncomingMessage, response: ServerResponse) => void {
  const { api, all, page, installs, redirects, faults, clock } = doors;
  const find = (team: string) => all.find(({ state }) => state.team.id === team) ?? null;
  const states = () => all.map(({ state }) => state);
  const stateOf = (token: string) => {
    try {
      return find(installs.teamOf(token))?.state ?? null;
    } catch {
      return null;
    }
  };
  const consent = { installs, workspaces: states, redirects: () => redirects };
  const route = async (request: IncomingMessage, response: ServerResponse) => {
    if (!isFromHere(request, doors.host())) return sendJson(response, 403, { error: 'this workspace is local' });
    const [, area, name = ''] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/');
    if (area === 'api') return await api.answer(request, response, name);
    if (area === 'oauth') return await answerConsent(consent, request, response);
    if (area === 'upload') return await takeUpload(states(), request, response);
    if (area === 'files-pri') return await giveToBot({ stateOf, faults, clock }, request, response);
    const world = area === 'response' ? find(name)?.world : undefined;
    if (world !== undefined) return await answerResponseUrl(world, request, response);
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
