import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import { FILE_RACE_DELAYS_MS, FILE_TIMEOUT_MS } from './limits.ts';
import type { SlackCall } from './slack-call.ts';
import { refusalOf } from './slack-refusal.ts';

export interface FileIntakeParts {
  readonly call: SlackCall;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** The token that a channel's files are fetched with. */
  readonly token: (channel: string) => Promise<string>;
  readonly apiUrl: string;
  readonly maxFileBytes: number;
}

export interface DownloadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What files.info tells of a file. */
interface FileInfo {
  readonly name?: string;
  readonly title?: string;
  readonly mimetype?: string;
  readonly size?: number;
  readonly url_private_download?: string;
}

const BYTES_PER_MEGABYTE = 1024 * 1024;

/** How much of a file is looked at to tell a login page. */
const HEAD_BYTES = 512;

/**
 * Builds the download of a file that was uploaded into a channel. Errors: file-not-available, file-too-large (before anything is
 * downloaded), file-login-page (the scope files:read is missing: Slack answers 200 with a page).
 */
export function createFileIntake(parts: FileIntakeParts): (fileId: string, channel: string) => Promise<DownloadedFile> {
  return async (fileId, channel) => {
    const info = await fileInfo(parts, fileId, channel);
    const name = info.name ?? info.title ?? fileId;
    const url = info.url_private_download;
    if (url === undefined || !mayCarryToken(url, parts.apiUrl))
      throw new AttritionError('file-not-available', { name });
    if ((info.size ?? 0) > parts.maxFileBytes) throw tooLarge(name, parts.maxFileBytes);
    const { type, bytes } = await fetchFile(parts, { url, name, channel });
    if (isLoginPage(type, bytes, info)) {
      throw new AttritionError('file-login-page', { name });
    }
    return { name, bytes };
  };
}

/** Asks until the file has an address: stubs of shared channels and fresh uploads may lack it for seconds. */
async function fileInfo({ call, clock }: FileIntakeParts, fileId: string, channel: string): Promise<FileInfo> {
  let info: FileInfo = {};
  for (const delay of [0, ...FILE_RACE_DELAYS_MS]) {
    if (delay > 0) await clock.sleep(delay);
    try {
      info = ((await call('files.info', { file: fileId }, channel)).file ?? {}) as FileInfo;
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      // A file may be announced a moment before files.info knows it.
      if (refusal.kind === 'refused' && refusal.error !== 'file_not_found') {
        throw new AttritionError('file-not-available', { name: fileId, error: refusal.error }, thrown);
      }
    }
    if (info.url_private_download !== undefined) break;
  }
  return info;
}

/** The bearer token goes to Slack (or to the workspace the API lies in), never to the address of a remote file. */
function mayCarryToken(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, host } = new URL(url);
  if (host === new URL(apiUrl).host) return true;
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}

interface FileSource {
  readonly url: string;
  readonly name: string;
  readonly channel: string;
}

/** Fetches a file, once more where Slack was unwell; what took its whole time once is not waited for again. */
async function fetchFile(
  parts: FileIntakeParts,
  source: FileSource,
): Promise<{ readonly type: string; readonly bytes: Uint8Array }> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await get(parts, source);
      const bytes = await readCapped(response, source.name, parts.maxFileBytes);
      return { type: response.headers.get('content-type') ?? '', bytes };
    } catch (thrown) {
      const delay = FILE_RACE_DELAYS_MS[attempt];
      if (delay === undefined || !mayPass(thrown)) throw thrown;
      await parts.clock.sleep(delay);
    }
  }
}

function mayPass(thrown: unknown): boolean {
  if (!(thrown instanceof AttritionError) || thrown.code !== 'file-not-available') return false;
  const { status } = thrown.detail;
  if (status !== undefined) return Number(status) >= 500 || status === 429;
  return !(thrown.cause instanceof Error && thrown.cause.name === 'TimeoutError');
}

async function get({ fetch, token }: FileIntakeParts, { url, name, channel }: FileSource): Promise<Response> {
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${await token(channel)}` },
      signal: AbortSignal.timeout(FILE_TIMEOUT_MS),
    });
    if (response.ok) return response;
    await response.body?.cancel();
    throw new AttritionError('file-not-available', { name, status: response.status });
  } catch (thrown) {
    throw thrown instanceof AttritionError ? thrown : new AttritionError('file-not-available', { name }, thrown);
  }
}

/** Reads the body, and stops as soon as it is longer than Slack said. */
async function readCapped(response: Response, name: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.byteLength;
      if (length > maxBytes) throw tooLarge(name, maxBytes);
      chunks.push(chunk);
    }
  } catch (thrown) {
    throw thrown instanceof AttritionError ? thrown : new AttritionError('file-not-available', { name }, thrown);
  }
  return Buffer.concat(chunks);
}

function tooLarge(name: string, maxBytes: number): AttritionError {
  return new AttritionError('file-too-large', { name, limit: Math.floor(maxBytes / BYTES_PER_MEGABYTE), unit: 'MB' });
}

/** A page where another kind of file was announced, or, where a page was announced, one of another size. */
function isLoginPage(contentType: string, bytes: Uint8Array, info: FileInfo): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES)).trimStart().toLowerCase();
  const isPage = contentType.startsWith('text/html') || head.startsWith('<!doctype html') || head.startsWith('<html');
  if (!isPage) return false;
  const announced = info.mimetype === 'text/html' || /\.html?$/i.test(info.name ?? '');
  return !announced || (info.size !== undefined && info.size !== bytes.length);
}
