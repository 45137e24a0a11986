import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../src/core/ports/clock.ts';
import type { AppInstalls } from '../app-installs.ts';
import type { ApiFault, Faults } from '../faults.ts';
import { readBytes, sendJson } from '../http-io.ts';
import type { RateTiers } from '../rate-tiers.ts';
import { SlackRefusal } from '../slack-refusal.ts';
import { isRecord } from '../slack-types.ts';
import type { Tokens } from '../workspace-ids.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import type { ApiWorld, Arguments, MethodTable } from './method.ts';
import { peopleMethods } from './people.ts';
import { reactionMethods } from './reactions.ts';
import { streamMethods } from './streams.ts';
import { userGroupMethods } from './user-groups.ts';
import { viewMethods } from './views.ts';

const METHODS: MethodTable = {
  ...peopleMethods,
  ...chatMethods,
  ...streamMethods,
  ...conversationMethods,
  ...fileMethods,
  ...reactionMethods,
  ...viewMethods,
  ...userGroupMethods,
};

/** Bounds a body (bytes): Slack's own limits lie far below. */
const MOST_BODY = 4 * 1024 * 1024;

const SCOPES =
  'app_mentions:read,channels:history,channels:read,chat:write,commands,files:read,files:write,groups:history,' +
  'groups:read,im:history,im:write,reactions:write,usergroups:read,users:read';

/** One call of the Web API, for tests. `outcome` is `ok`, Slack's error word, or what the fault did. */
export interface ApiCall {
  readonly at: number;
  /** The workspace of the token; null for a call without a good one. */
  readonly team: string | null;
  readonly method: string;
  readonly args: Arguments;
  readonly outcome: string;
}

export interface ApiDesk {
  answer(request: IncomingMessage, response: ServerResponse, method: string): Promise<void>;
  readonly calls: readonly ApiCall[];
}

type Answer = Readonly<Record<string, unknown>> & { readonly ok: boolean };

export interface ApiParts {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly installs: AppInstalls;
  /** What a token of this workspace works on where the call names this channel. */
  readonly worldOf: (team: string, channel: string) => ApiWorld;
  /** Each workspace has its own. */
  /** Makes a workspace's token useless and tells the app so. */
  readonly revokeTokens: (team: string) => void;
  readonly tiersOf: (team: string) => RateTiers;
  /** The workspace whose methods answer to the app itself. */
  readonly home: string;
}

/** Answers the Web API: tokens, rate tiers, planned faults, then the method. */
export function createApiDesk(parts: ApiParts): ApiDesk {
  const { clock, faults, tokens, installs, worldOf, home } = parts;
  const calls: ApiCall[] = [];
  const teamOf = (method: string, token: string): string => {
    if (token === tokens.app) {
      if (method === 'apps.connections.open') return home;
      throw new SlackRefusal('not_allowed_token_type');
    }
    if (token === '') throw new SlackRefusal('not_authed');
    const team = installs.teamOf(token);
    if (method === 'apps.connections.open') throw new SlackRefusal('not_allowed_token_type');
    return team;
  };
  const revoke = (team: string) => {
    parts.revokeTokens(team);
    return { revoked: true };
  };
  const run = (method: string, args: Arguments, team: () => string): Answer => {
    try {
      if (method === 'api.test') return { ok: true };
      if (method === 'oauth.v2.access') return { ok: true, ...installs.access(args) };
      if (method === 'auth.revoke') return { ok: true, ...revoke(team()) };
      const world = worldOf(team(), String(args.channel ?? args.channel_id ?? ''));
      const run = METHODS[method];
      if (!run) throw new SlackRefusal('unknown_method');
      return { ok: true, ...run(world, args) };
    } catch (thrown) {
      if (!(thrown instanceof SlackRefusal)) throw thrown;
      const messages = thrown.messages.map((message) => `[ERROR] ${message}`);
      const details = messages.length > 0 ? { errors: thrown.messages, response_metadata: { messages } } : {};
      return { ok: false, error: thrown.error, ...details };
    }
  };
  return {
    calls,
    async answer(request, response, method) {
      const args = await readArguments(request);
      const token = tokenOf(request, args);
      const team = () => teamOf(method, token);
      const owner = knownOrNull(team);
      const note = (outcome: string) => calls.push({ at: clock.now(), team: owner, method, args, outcome });
      const fault = faults.take(method);
      const stops = fault ? await applyFault(clock, fault, response) : null;
      if (stops) {
        note(stops);
        return;
      }
      const tiers = parts.tiersOf(owner ?? home);
      const wait = faults.tiers ? tiers.refuse(method, String(args.channel ?? '')) : null;
      if (wait !== null) {
        note('ratelimited');
        return refuseRate(response, wait);
      }
      const answer = run(method, args, team);
      note(answer.ok ? 'ok' : String(answer.error));
      if (fault?.cutAfter) response.destroy();
      else sendJson(response, 200, answer, { 'x-oauth-scopes': SCOPES });
    },
  };
}

/** Does what the fault says; tells its name when the method must not run any more. */
async function applyFault(clock: Clock, fault: ApiFault, response: ServerResponse): Promise<string | null> {
  if (fault.hang) return 'hang';
  if (fault.delay) await clock.sleep(fault.delay);
  if (fault.retryAfter !== undefined) {
    refuseRate(response, fault.retryAfter);
    return 'ratelimited';
  }
  if (fault.status !== undefined) {
    response.writeHead(fault.status).end('<html>Slack is having a bad day</html>');
    return `http_${fault.status}`;
  }
  if (fault.error === undefined) return null;
  sendJson(response, 200, { ok: false, error: fault.error });
  return fault.error;
}

function refuseRate(response: ServerResponse, seconds: number | null): void {
  const headers = seconds === null ? {} : { 'retry-after': String(seconds) };
  sendJson(response, 429, { ok: false, error: 'ratelimited' }, headers);
}

function knownOrNull(team: () => string): string | null {
  try {
    return team();
  } catch {
    return null;
  }
}

function tokenOf(request: IncomingMessage, args: Arguments): string {
  const header = request.headers.authorization?.replace(/^Bearer /i, '');
  return header ?? (typeof args.token === 'string' ? args.token : '');
}

async function readArguments(request: IncomingMessage): Promise<Arguments> {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const bytes = await readBytes(request, MOST_BODY);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) {
    const body: unknown = JSON.parse(bytes.toString('utf8') || '{}');
    return isRecord(body) ? body : {};
  }
  const form = new URLSearchParams(bytes.toString('utf8'));
  return Object.fromEntries([...query, ...form]);
}
