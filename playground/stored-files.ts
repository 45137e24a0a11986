import type { Clock } from '../src/core/ports/clock.ts';
import type { FileStub, SlackFile } from './slack-types.ts';
import type { StoredFile } from './workspace-state.ts';

const MIMETYPES: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  jsonl: 'application/octet-stream',
  html: 'text/html',
  vtt: 'text/vtt',
  srt: 'application/x-subrip',
  rtf: 'text/rtf',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  eml: 'message/rfc822',
  zip: 'application/zip',
};

interface FileDraft {
  readonly id: string;
  readonly name: string;
  readonly user: string;
  readonly bytes: Uint8Array;
  readonly alt?: string;
}

/** Makes a file's Slack description from its name and bytes. */
export function createFile(
  world: { readonly clock: Clock; readonly origin: () => string },
  draft: FileDraft,
): StoredFile {
  const { id, name, user, bytes, alt } = draft;
  const filetype = name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : 'binary';
  const path = `${world.origin()}/files-pri/${id}`;
  const safeName = encodeURIComponent(name.toWellFormed());
  const file: SlackFile = {
    id,
    name,
    title: name,
    mimetype: MIMETYPES[filetype] ?? 'application/octet-stream',
    filetype,
    size: bytes.length,
    created: Math.floor(world.clock.now() / 1000),
    user,
    mode: 'hosted',
    url_private: `${path}/${safeName}`,
    url_private_download: `${path}/download/${safeName}`,
    permalink: `${world.origin()}/page/files/${id}`,
    ...(alt === undefined ? {} : { alt_txt: alt }),
  };
  return { file, bytes };
}

/** A file that Slack is still processing: known, but nowhere to fetch. */
export function withoutAddress(file: SlackFile): SlackFile {
  const { url_private: _open, url_private_download: _download, ...rest } = file;
  return rest;
}

/** What shared channels show of a file. */
export function stubOf(file: SlackFile): FileStub {
  return { id: file.id, mode: 'file_access', file_access: 'check_file_info' };
}
