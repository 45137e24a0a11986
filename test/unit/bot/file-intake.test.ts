import { describe, expect, it } from 'vitest';
import { createFileIntake } from '../../../src/bot/file-intake.ts';
import { createFakeSlack, refused } from './fake-slack.ts';
import { createManualClock } from './manual-clock.ts';

const URL = 'https://files.slack.com/files-pri/T1-F1/download/exit.csv';
const LOGIN_PAGE = '<!DOCTYPE html><html><head><title>Sign in</title></head></html>';

interface Setting {
  readonly infos: readonly (Record<string, unknown> | Error)[];
  readonly body?: string;
  readonly contentType?: string;
  readonly status?: number;
}

function setUp({ infos, body = 'name,reason\n', contentType = 'text/csv', status = 200 }: Setting) {
  const slack = createFakeSlack();
  slack.rule = (_call, index) => {
    const info = infos[Math.min(index, infos.length - 1)];
    if (info instanceof Error) throw info;
    return { ok: true, file: info };
  };
  const clock = createManualClock();
  const requests: { readonly url: string; readonly authorization: string | null }[] = [];
  const download = createFileIntake({
    call: slack.call,
    clock,
    token: async () => 'xoxb-test',
    apiUrl: 'https://slack.com/api/',
    maxFileBytes: 1_024 * 1_024,
    fetch: async (url, init) => {
      requests.push({ url: String(url), authorization: new Headers(init?.headers).get('authorization') });
      return new Response(body, { status, headers: { 'content-type': contentType } });
    },
  });
  return { slack, clock, requests, download };
}

const csv = { id: 'F1', name: 'exit.csv', mimetype: 'text/csv', size: 12, url_private_download: URL };
const stub = { id: 'F1', mode: 'file_access', file_access: 'check_file_info' };

describe('downloading a file', () => {
  it('sends the bearer token and gives name and bytes', async () => {
    const { download, requests } = setUp({ infos: [csv] });
    const { name, bytes } = await download('F1', 'C1');
    expect([name, new TextDecoder().decode(bytes)]).toEqual(['exit.csv', 'name,reason\n']);
    expect(requests).toEqual([{ url: URL, authorization: 'Bearer xoxb-test' }]);
  });

  it('asks files.info until a stub has its address (S32, S33)', async () => {
    const { download, clock, slack } = setUp({ infos: [refused('file_not_found'), stub, csv] });
    const downloading = download('F1', 'C1');
    await clock.advance(1_500);
    expect((await downloading).name).toBe('exit.csv');
    expect(slack.of('files.info')).toHaveLength(3);
  });

  it('gives up on a file that never gets an address, after 3.5 s', async () => {
    const { download, clock, slack } = setUp({ infos: [{ ...stub, name: '面谈.docx' }] });
    const downloading = expect(download('F1', 'C1')).rejects.toMatchObject({
      code: 'file-not-available',
      detail: { name: '面谈.docx' },
    });
    await clock.advance(3_500);
    await downloading;
    expect(slack.of('files.info')).toHaveLength(4);
  });

  it.each([
    ['by its content type', 'text/html; charset=utf-8', LOGIN_PAGE],
    ['by its first bytes', 'application/octet-stream', `\n ${LOGIN_PAGE}`],
  ])('tells a login page from a file %s (S31)', async (_how, contentType, body) => {
    const { download } = setUp({ infos: [csv], contentType, body });
    await expect(download('F1', 'C1')).rejects.toMatchObject({ code: 'file-login-page', detail: { name: 'exit.csv' } });
  });

  it('reads an uploaded page, yet not the login page in its place', async () => {
    const page = '<!doctype html><p>I left because of pay.</p>';
    const html = { ...csv, name: 'exit.html', mimetype: 'text/html', size: page.length };
    const right = setUp({ infos: [html], contentType: 'text/html', body: page });
    expect((await right.download('F1', 'C1')).bytes.byteLength).toBe(page.length);
    const wrong = setUp({ infos: [html], contentType: 'text/html', body: LOGIN_PAGE });
    await expect(wrong.download('F1', 'C1')).rejects.toMatchObject({ code: 'file-login-page' });
  });

  it('downloads nothing of a file that is too large, and stops when it is larger than announced', async () => {
    const announced = setUp({ infos: [{ ...csv, size: 1_024 * 1_024 + 1 }] });
    await expect(announced.download('F1', 'C1')).rejects.toMatchObject({
      code: 'file-too-large',
      detail: { name: 'exit.csv', limit: 1, unit: 'MB' },
    });
    expect(announced.requests).toEqual([]);
    const lying = setUp({ infos: [csv], body: 'x'.repeat(1_024 * 1_024 + 1) });
    await expect(lying.download('F1', 'C1')).rejects.toMatchObject({ code: 'file-too-large' });
  });

  it('never sends the token to the address of a remote file', async () => {
    for (const url of ['https://slack.com.evil.example/x', 'http://files.slack.com/x', 'not an address']) {
      const { download, requests } = setUp({ infos: [{ ...csv, url_private_download: url }] });
      await expect(download('F1', 'C1')).rejects.toMatchObject({ code: 'file-not-available' });
      expect(requests).toEqual([]);
    }
  });

  it('names a deleted file and a refused download', async () => {
    await expect(setUp({ infos: [refused('file_deleted')] }).download('F1', 'C1')).rejects.toMatchObject({
      code: 'file-not-available',
    });
    await expect(setUp({ infos: [csv], status: 404 }).download('F1', 'C1')).rejects.toMatchObject({
      code: 'file-not-available',
    });
  });
});
