import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../src/core/ports/clock.ts';
import type { Faults } from './faults.ts';
import { readBytes } from './http-io.ts';
import type { WorkspaceState } from './workspace-state.ts';

/** Slack takes 1 GB; a laptop's memory doesn't (bytes). */
const MOST_BYTES = 256 * 1024 * 1024;

/** Pictures that browsers show without running anything in them. SVG is none of them. */
const SAFE_PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

const LOGIN_PAGE = '<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in to Playground</body></html>';

/** Takes the bytes of a bot's upload, as a form or raw. */
export async function takeUpload(
  workspaces: readonly WorkspaceState[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = (request.url ?? '').split('/').at(-1) ?? '';
  const files = workspaces.map((state) => state.files).find((all) => all.has(id));
  const stored = files?.get(id);
  const body = await readBytes(request, MOST_BYTES);
  if (!files || !stored) {
    response.writeHead(404).end('file_not_found');
    return;
  }
  const bytes = await fileBytes(body, request.headers['content-type'] ?? '');
  files.set(id, { file: { ...stored.file, size: bytes.length }, bytes });
  response.writeHead(200).end(`OK - ${bytes.length}`);
}

/** Gives a workspace's file to its bot; without a token of that workspace, Slack's login page with status 200. */
export async function giveToBot(
  world: {
    readonly stateOf: (token: string) => WorkspaceState | null;
    readonly faults: Faults;
    readonly clock: Clock;
  },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = (request.url ?? '').split('/')[2] ?? '';
  const { delay, hang, status } = world.faults.take('download') ?? {};
  if (hang) return;
  if (delay !== undefined) await world.clock.sleep(delay);
  if (status !== undefined) {
    response.writeHead(status).end();
    return;
  }
  const state = world.stateOf(request.headers.authorization?.replace(/^Bearer /i, '') ?? '');
  const stored = state?.files.get(id);
  if (state === null || world.faults.loginPage) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(LOGIN_PAGE);
    return;
  }
  if (!stored) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': stored.file.mimetype, 'content-length': stored.bytes.length });
  response.end(stored.bytes);
}

/** Gives a file to the page: pictures are shown, everything else is saved, since files are hostile. */
export function giveToPage(state: WorkspaceState, id: string, response: ServerResponse): void {
  const stored = state.files.get(id);
  if (!stored) {
    response.writeHead(404).end();
    return;
  }
  const { mimetype, name } = stored.file;
  const how = SAFE_PICTURES.has(mimetype) ? 'inline' : 'attachment';
  response.writeHead(200, {
    'content-type': how === 'inline' ? mimetype : 'application/octet-stream',
    'content-disposition': `${how}; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
  });
  response.end(stored.bytes);
}

/** The first file of a form, or the body itself. */
async function fileBytes(body: Buffer, type: string): Promise<Uint8Array> {
  if (!type.startsWith('multipart/')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const [, value] of form) {
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer());
  }
  return new Uint8Array();
}
