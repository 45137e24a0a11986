import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Playground } from '../../playground/server.ts';
import type { Message } from '../../playground/slack-types.ts';
import { readEnvironment } from '../../src/config.ts';
import type { Clock } from '../../src/core/ports/clock.ts';
import type { Log } from '../../src/core/ports/log.ts';
import { startAttrition } from '../../src/main.ts';
import { migratedFolder } from '../support/migrated-folder.ts';

export const CHANNEL = '#people-exit';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

export interface WholeApp {
  readonly playground: Playground;
  /** The data folder, for starting again on it. */
  readonly folder: string;
  /** Address of /metrics, /healthz and /readyz; null without METRICS_PORT. */
  readonly operationsUrl: string | null;
  /** Uploads texts as files in one message and waits until each has its outcome. */
  upload(files: Readonly<Record<string, string | Uint8Array>>): Promise<string>;
  /** Types a command and returns the root of the thread it opened. */
  ask(line: string): Promise<string>;
  /** Waits for the finished report of a thread: the message that carries the finished buttons. */
  finished(root: string): Promise<Message>;
  stop(): Promise<void>;
}

/** All the words of a message, blocks before text. */
export function wordsOf(message: {
  readonly text: string;
  readonly blocks?: readonly { readonly type: string; readonly [key: string]: unknown }[];
}): string {
  const blocks = (message.blocks ?? []).filter((block) => block.type === 'markdown').map((block) => String(block.text));
  return blocks.join('\n') || message.text;
}

function hasButton(message: Message, action: string): boolean {
  return JSON.stringify(message.blocks ?? []).includes(`"${action}"`);
}

export interface AppOptions {
  readonly models?: string;
  readonly folder?: string;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Further variables of the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the whole program for one test. */
export async function startApp(options: AppOptions = {}): Promise<WholeApp> {
  const app = await openApp(options);
  onTestFinished(() => app.close());
  return app;
}

/**
 * Starts the whole program on a local workspace, an embedded database and, if given, a models.yml, for several tests;
 * `close` stops it and removes its folder.
 */
export async function openApp(options: AppOptions = {}): Promise<WholeApp & { close(): Promise<void> }> {
  const folder = options.folder ?? (await migratedFolder());
  const modelsFile = join(folder, 'models.yml');
  if (options.models !== undefined) await writeFile(modelsFile, options.models);
  const env = readEnvironment({ DATA_DIR: folder, PLAYGROUND_PORT: '0', MODELS_FILE: modelsFile, ...options.env });
  const app = await startAttrition({
    env,
    log: options.log ?? silent,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  const { playground } = app;
  if (playground === null) throw new Error('without a token the local workspace starts');
  let running = true;
  const stop = async () => {
    if (running) await app.stop();
    running = false;
  };
  return {
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
    playground,
    folder,
    operationsUrl: app.operations?.url ?? null,
    stop,
    async upload(files) {
      const list = Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.from(content) }));
      const { ts } = playground.user.upload(CHANNEL, list);
      const told = await playground.waitFor(
        () =>
          playground
            .thread(CHANNEL, ts)
            .find((message) => message.ts !== ts && /\/attrition report/.test(wordsOf(message))),
        60_000,
      );
      return wordsOf(told);
    },
    async ask(line) {
      const before = new Set(playground.messages(CHANNEL).map((message) => message.ts));
      await playground.user.slash(CHANNEL, line);
      const root = await playground.waitFor(() =>
        playground.messages(CHANNEL).find((message) => !before.has(message.ts) && message.user === playground.botUser),
      );
      return root.thread_ts ?? root.ts;
    },
    finished: (root) =>
      playground.waitFor(
        () => playground.thread(CHANNEL, root).find((message) => hasButton(message, 'report_anew')),
        60_000,
      ),
  };
}
