import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Playground } from '../playground/server.ts';
import type { Message } from '../playground/slack-types.ts';
import { readEnvironment } from '../src/config.ts';
import type { Log } from '../src/core/ports/log.ts';
import { startAttrition } from '../src/main.ts';
import { MODEL } from './server/simulated-servers.ts';

export const CHANNEL = '#people-exit';
/** A report of the bench may take minutes. */
const PATIENCE_MS = 30 * 60_000;

/** A stage of a report as its log line tells it. */
export interface StageLine {
  readonly stage: string;
  readonly ms: number;
  readonly counts: Readonly<Record<string, unknown>>;
}

/** The whole program on a local workspace, as people use it. */
export interface BenchApp {
  readonly playground: Playground;
  readonly folder: string;
  /** Log lines of stages since the start. */
  readonly stages: readonly StageLine[];
  /** Uploads files in one message and waits until all are read. */
  upload(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Promise<void>;
  /** Types a command and resolves with the thread's root, once it stands. */
  ask(line: string): Promise<string>;
  /** Waits for a thread's finished report. */
  finished(root: string): Promise<Message>;
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly urls: readonly string[];
  readonly windowTokens?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the program with the simulated servers as its one model; without any it has none. */
export async function startApp({ urls, windowTokens, env = {} }: AppOptions): Promise<BenchApp> {
  const folder = await mkdtemp(join(tmpdir(), 'attrition-bench-'));
  const modelsFile = join(folder, 'models.yml');
  const window = windowTokens === undefined ? '' : `, windowTokens: ${windowTokens}`;
  if (urls.length > 0)
    await writeFile(
      modelsFile,
      `models:\n  - { role: primary, model: "${MODEL}", baseUrls: ${JSON.stringify(urls)}${window} }\n`,
    );
  const stages: StageLine[] = [];
  const log: Log = {
    info(fields) {
      const { stage, ms, ...counts } = fields as Record<string, unknown>;
      if (typeof stage === 'string') stages.push({ stage, ms: Number(ms ?? 0), counts });
    },
    warn: (fields, text) => console.error(`warning: ${text} ${JSON.stringify(fields)}`),
    error: (fields, text) => console.error(`error: ${text} ${JSON.stringify(fields)}`),
  };
  const settings = readEnvironment({
    DATA_DIR: join(folder, 'data'),
    PLAYGROUND_PORT: '0',
    MODELS_FILE: modelsFile,
    ...env,
  });
  const app = await startAttrition({ env: settings, log });
  const { playground } = app;
  if (playground === null) throw new Error('without a token the local workspace starts');
  const isOurs = (message: Message) => message.user === playground.botUser;
  return {
    playground,
    folder,
    stages,
    async upload(files) {
      const { ts } = playground.user.upload(CHANNEL, files);
      await playground.waitFor(
        () =>
          playground
            .thread(CHANNEL, ts)
            .some((message) => isOurs(message) && /attrition report/.test(wordsOf(message))),
        PATIENCE_MS,
      );
    },
    async ask(line) {
      const before = new Set(playground.messages(CHANNEL).map((message) => message.ts));
      await playground.user.slash(CHANNEL, line);
      const root = await playground.waitFor(() =>
        playground.messages(CHANNEL).find((message) => !before.has(message.ts) && isOurs(message)),
      );
      return root.thread_ts ?? root.ts;
    },
    finished: (root) =>
      playground.waitFor(
        () =>
          playground
            .thread(CHANNEL, root)
            .find((message) => JSON.stringify(message.blocks ?? []).includes('"report_anew"')),
        PATIENCE_MS,
      ),
    async stop() {
      await app.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** All the words of a message, blocks before text. */
export function wordsOf(message: Pick<Message, 'text' | 'blocks'>): string {
  const blocks = (message.blocks ?? []).filter((block) => block.type === 'markdown').map((block) => String(block.text));
  return blocks.join('\n') || message.text;
}
