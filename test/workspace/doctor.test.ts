import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, type onTestFinished } from 'vitest';
import { z } from 'zod';
import { canaryWords, readCanary } from '../../doctor/canary/ask-canary.ts';
import { main } from '../../doctor/run.ts';
import type { ChatBody } from '../support/scripted-model-server/check-request.ts';
import { QWEN, serve } from '../support/scripted-model-server/model-rig.ts';
import type { ScriptedServerOptions } from '../support/scripted-model-server/start-scripted-model-server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WINDOW_TOKENS = 8_192;
const COLUMNS = 80;

/** A model that knows every answer, for a server that holds it to what was asked. */
function cleverModel(chat: ChatBody): string {
  const user = chat.messages.at(-1)?.content ?? '';
  const canary = readCanary();
  for (const language of ['en', 'zh'] as const)
    for (const question of canary[language])
      if (user.includes(canaryWords(question, language))) return question.verdict;
  if (chat.choice !== null) return chat.choice[0] ?? '';
  if (chat.pattern !== null) return 'S123';
  if (chat.schema !== null) return JSON.stringify({ metal: 'tin', count: 3 });
  if (user.startsWith('Count')) return 'one two three '.repeat(100);
  return /\p{Script=Han}/u.test(user) ? '薪酬偏低，谢谢你们，再见。' : 'People want fair pay. A spoon is for soup.';
}

/** Answers as it likes, whatever it was asked to keep to. */
const freeModel = (chat: ChatBody): string => cleverModel({ ...chat, choice: null, pattern: null, schema: null });

type Finished = typeof onTestFinished;

async function healthy(finished: Finished, options: Partial<ScriptedServerOptions> = {}) {
  const models = [{ id: QWEN, windowTokens: WINDOW_TOKENS }];
  return serve(QWEN, cleverModel, { models, firstTokenMs: 5, tokensPerSecond: 500, ...options }, finished);
}

async function modelsFile(finished: Finished, url: string, more = ''): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  finished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'models.yml');
  await writeFile(
    path,
    `models:\n  - role: primary\n    model: ${QWEN}\n    baseUrls: [${url}]\n    concurrency: 4\n${more}`,
  );
  return path;
}

/** Runs the exported program and captures what it writes. */
async function doctor(argv: readonly string[], env: Readonly<Record<string, string>>, isTTY = false) {
  let out = '';
  let err = '';
  const code = await main(argv, {
    env,
    out: (words) => (out += words),
    err: (words) => (err += words),
    isTTY,
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

/** Columns in a terminal: a Chinese character takes two. */
const columnsOf = (line: string) => [...line].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0);
const flat = (words: string) => words.replace(/\s+/gu, ' ');

// Side by side: they wait for a slow server's tokens.
describe.concurrent('npm run doctor', () => {
  it.for([
    [
      'en',
      [
        'Settings say 16,384 tokens, the server has only 8,192',
        'Ignored in silence: status 200, but the answer was “A spoon is for soup.”',
        '/health lies: it says 200, but the model didn’t answer.',
        'Set windowTokens in models.yml to 8,192 or less',
        'not obeyed: closed set, pattern, JSON schema',
      ],
    ],
    ['zh', ['设置写的是 16,384 个词元，服务只有 8,192 个', '被悄悄忽略', '/health 说谎', '该改什么']],
  ] as const)(
    'finds a wrong window, an ignored constraint and a lying health check, said in %s',
    async ([lang, sentences], { onTestFinished: finished }) => {
      const server = await healthy(finished, {
        structuredOutputs: 'ignore',
        script: (chat) => freeModel(chat).replace('People want fair pay. ', ''),
      });
      server.setFault('hung', 1);
      const path = await modelsFile(finished, server.url, '    windowTokens: 16384\n');
      const { code, out } = await doctor(['--lang', lang], { MODELS_FILE: path });
      for (const sentence of sentences) expect(out.replace(/\n\s*/gu, lang === 'zh' ? '' : ' ')).toContain(sentence);
      expect(code).toBe(1);
    },
  );

  it.for(['en', 'zh'])(
    'finds nothing wrong with a healthy server, in 80 columns of %s',
    async (lang, { onTestFinished: finished }) => {
      const server = await healthy(finished);
      const { code, out } = await doctor(['--lang', lang], { MODELS_FILE: await modelsFile(finished, server.url) });
      expect(out).toContain(lang === 'zh' ? '没有问题。' : 'Nothing is wrong.');
      expect(out).toContain(lang === 'zh' ? '英文 10/10，中文 10/10' : 'English 10 of 10, Chinese 10 of 10');
      for (const line of out.split('\n')) expect(columnsOf(line), line).toBeLessThanOrEqual(COLUMNS);
      expect(code).toBe(0);
    },
  );
  it('runs as a program, reads the environment like the bot, and prints JSON', async ({ onTestFinished: finished }) => {
    const server = await healthy(finished);
    const args = ['--import', './bin/check-node.js', 'doctor/run.ts', '--json'];
    const env = { ...process.env, MODEL_URL: server.url.replace('/v1', ''), MODEL_NAME: QWEN, MODELS_FILE: 'none.yml' };
    const child = spawn(process.execPath, args, { cwd: ROOT, env });
    const ended = once(child, 'close');
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const report = z.object({ wrong: z.literal(0), servers: z.array(z.object({ model: z.string() })) });
    expect(report.parse(JSON.parse(out)).servers).toEqual([{ model: QWEN }]);
    expect(err).toContain('measuring Qwen2.5-7B-Instruct\n');
    expect(await ended).toEqual([0, null]);
  });

  it.for([
    ['en', 'No model server is set up.'],
    ['zh', '没有配置模型服务。'],
  ] as const)('says what to do without a model, in %s', async ([lang, sentence]) => {
    const { code, err } = await doctor(['--lang', lang], { MODELS_FILE: 'none.yml' });
    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });

  it.for(['en', 'zh'])(
    'names a dead server and a wrong model name, and the flag that mends it, in %s',
    async (lang, { onTestFinished: finished }) => {
      // Nothing listens on port 1, while a port that was given back may be another test's a moment later.
      const dead = 'http://127.0.0.1:1/v1';
      const other = await healthy(finished, { models: [{ id: 'Qwen/Other', windowTokens: WINDOW_TOKENS }] });
      const path = await modelsFile(finished, `${dead}, ${other.url}`);
      const { code, out } = await doctor(['--lang', lang], { MODELS_FILE: path });
      expect(out).toContain(lang === 'zh' ? '启动服务，或改正地址。' : 'Start the server, or correct the address.');
      expect(out).toContain('Qwen/Other');
      expect(out).toContain(`--served-model-name ${QWEN}`);
      expect(code).toBe(1);
    },
  );

  it('sees a request that goes on after nobody listens', async ({ onTestFinished: finished }) => {
    const server = await healthy(finished);
    server.setFault('zombie');
    const { code, out } = await doctor([], { MODELS_FILE: await modelsFile(finished, server.url) });
    expect(flat(out)).toContain('a zombie holds the slot');
    expect(code).toBe(1);
  });

  it('draws a bar on a terminal, takes it away, and ends at once when stopped', async ({
    onTestFinished: finished,
  }) => {
    const server = await healthy(finished, { firstTokenMs: 2_000 });
    const stop = new AbortController();
    let err = '';
    const code = await main(['--lang', 'zh'], {
      env: { MODELS_FILE: await modelsFile(finished, server.url) },
      out: () => undefined,
      err(words) {
        err += words;
        if (words.includes('%')) stop.abort();
      },
      isTTY: true,
      signal: stop.signal,
    });
    expect(err).toMatch(/\[\.{24}\] 0% 检查/u);
    expect(err.endsWith('\r\u001b[2K已停止。\n')).toBe(true);
    expect(code).toBe(130);
  });

  it('answers a plan without a server, and refuses an option it does not have', async () => {
    const plan = await doctor(['--plan', '4x24GB qwen2.5-7b awq 16k'], {});
    expect(plan).toMatchObject({ code: 0, err: '' });
    expect(plan.out).toContain('56');
    expect(await doctor(['--fix'], {})).toMatchObject({ code: 2, out: '' });
  });
});
