import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Playground, startPlayground } from '../../playground/server.ts';

let playground: Playground;

beforeEach(async () => {
  playground = await startPlayground({
    channels: [
      { id: 'C0PEOPLEEXIT', name: 'people-exit', members: ['lin', 'maria', 'attrition'] },
      { id: 'G0SECRET0001', name: 'secret', private: true, members: ['lin', 'attrition'] },
    ],
  });
});

afterEach(() => playground.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(playground.url + path, { headers });
const act = (name: string, fields: unknown, headers: Record<string, string> = {}) =>
  fetch(`${playground.url}/page/act/${name}?user=lin`, { method: 'POST', body: JSON.stringify(fields), headers });

describe('the page', () => {
  it('is served with a policy that runs its own scripts only', async () => {
    const page = await get('/');
    expect(await page.text()).toContain('<script type="module" src="main.js">');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect((await get('/main.js')).headers.get('content-type')).toContain('text/javascript');
    expect((await get('/..%2fserver.ts')).status).toBe(404);
    expect((await get('/server.ts')).status).toBe(404);
  });

  it('shows each person their own channels and whispers', async () => {
    playground.user.say('secret', '机密');
    await playground.user.slash('people-exit', '/attrition help');
    const snapshot = async (user: string) => JSON.stringify(await (await get(`/page/snapshot?user=${user}`)).json());
    expect(await snapshot('lin')).toContain('机密');
    expect(await snapshot('lin')).toContain('dispatch_failed');
    expect(await snapshot('maria')).not.toContain('机密');
    expect(await snapshot('maria')).not.toContain('dispatch_failed');
    expect((await get('/page/snapshot?user=attrition')).status).toBe(404);
  });

  it('feeds what happens, live, and only what this person may see', async () => {
    const feed = await get('/page/feed?user=maria');
    const reader = feed.body?.pipeThrough(new TextDecoderStream()).getReader();
    playground.user.say('secret', '机密');
    const client = new WebClient(playground.tokens.bot, { slackApiUrl: playground.apiUrl });
    const text = { type: 'plain_text' as const, text: 'for Lin only' };
    const view = { type: 'home' as const, blocks: [{ type: 'header' as const, text }] };
    await client.views.publish({ user_id: playground.idOf('lin'), view });
    playground.user.say('people-exit', '大家好 hello');
    let seen = '';
    while (!seen.includes('大家好')) seen += (await reader?.read())?.value ?? '';
    expect(seen).not.toContain('机密');
    expect(seen).not.toContain('for Lin only');
    await reader?.cancel();
  });

  it('does what a person does', async () => {
    await act('say', { channel: 'people-exit', text: '早 <b>' });
    const form = new FormData();
    form.append('channel', 'people-exit');
    form.append('text', 'two files');
    form.append('file', new Blob(['一']), '访谈 1.txt');
    form.append('file', new Blob(['2']), '2.txt');
    const sent = await fetch(`${playground.url}/page/upload?user=maria`, { method: 'POST', body: form });
    expect(sent.status).toBe(200);
    const [said, shared] = playground.messages('people-exit');
    expect(said?.text).toBe('早 &lt;b&gt;');
    expect(shared?.files?.map((file) => file.name)).toEqual(['访谈 1.txt', '2.txt']);
    expect((await act('teleport', {})).status).toBe(400);
  });

  it('says when the bot did not answer a press', async () => {
    const ref = playground.user.say('people-exit', 'notes');
    const answer = await act('shortcut', { ...ref, callback: 'analyse_with_attrition' });
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'no_answer' }]);
  });

  it('never lets an uploaded page run, and shows pictures', async () => {
    const bytes = new TextEncoder().encode('<script>alert(1)</script>');
    const names = ['a.html', 'a.svg', 'a.png'];
    const { files } = playground.user.upload(
      'people-exit',
      names.map((name) => ({ name, bytes })),
    );
    const shown = await Promise.all(files.map(async (id) => (await get(`/page/files/${id}`)).headers));
    expect(shown.map((headers) => headers.get('content-disposition')?.split(';')[0])).toEqual([
      'attachment',
      'attachment',
      'inline',
    ]);
    expect(shown.map((headers) => headers.get('content-type'))).toEqual([
      'application/octet-stream',
      'application/octet-stream',
      'image/png',
    ]);
  });

  it('refuses other sites that the same browser has open', async () => {
    expect((await act('say', { channel: 'people-exit', text: 'x' }, { origin: 'https://evil.example' })).status).toBe(
      403,
    );
    expect((await act('say', { channel: 'people-exit', text: 'x' }, { origin: playground.url })).status).toBe(200);
  });
});
