import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppInstalls } from './app-installs.ts';
import { readBytes } from './http-io.ts';
import { APP } from './workspace-ids.ts';
import type { WorkspaceState } from './workspace-state.ts';

const MOST_BODY = 64 * 1024;

export interface ConsentWorld {
  readonly installs: AppInstalls;
  readonly workspaces: () => readonly WorkspaceState[];
  /** Where Slack sends people back to, as the app's settings have it. */
  readonly redirects: () => readonly string[];
}

/** Plays https://slack.com/oauth/v2/authorize: a person chooses a workspace and allows the app, or cancels. */
export async function answerConsent(
  world: ConsentWorld,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
  const asked = redirectOf(query, world.redirects());
  if (typeof asked === 'string') return page(response, 400, `<p>${asked}</p>`);
  const { target, redirectUri } = asked;
  if (request.method !== 'POST') return page(response, 200, formOf(world, query));
  const form = new URLSearchParams((await readBytes(request, MOST_BODY)).toString('utf8'));
  const back = new URL(target);
  back.searchParams.set('state', query.get('state') ?? '');
  const team = world.workspaces().find((one) => one.team.id === form.get('team'));
  if (form.get('decision') !== 'allow') back.searchParams.set('error', 'access_denied');
  else if (team === undefined) return page(response, 400, '<p>no such workspace</p>');
  else {
    const user = team.users.find((one) => !one.is_bot)?.id ?? '';
    const consent = { team: team.team.id, user, scope: query.get('scope') ?? '', redirectUri };
    back.searchParams.set('code', world.installs.consent(consent));
  }
  response.writeHead(302, { location: back.href }).end();
}

function redirectOf(query: URLSearchParams, allowed: readonly string[]) {
  if (query.get('client_id') !== APP.client_id) return 'invalid_client_id';
  if (!query.get('scope')) return 'invalid_scope';
  const redirectUri = query.get('redirect_uri') ?? undefined;
  if (redirectUri !== undefined && !allowed.some((one) => redirectUri.startsWith(one))) return 'bad_redirect_uri';
  const target = redirectUri ?? allowed[0];
  return target === undefined ? 'bad_redirect_uri' : { target, redirectUri };
}

function formOf({ workspaces }: ConsentWorld, query: URLSearchParams): string {
  const options = workspaces().map(({ team }) => `<option value="${team.id}">${team.name}</option>`);
  const scopes = (query.get('scope') ?? '').replace(/[^a-z:.,_]/g, '').replaceAll(',', ', ');
  return `<h1>Attrition asks for access</h1><p>${scopes}</p><form method="post"><select name="team">${options.join('')}</select>
<button name="decision" value="allow">Allow</button> <button name="decision" value="cancel">Cancel</button></form>`;
}

function page(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'",
  });
  response.end(`<!doctype html><title>Slack</title>${body}`);
}
