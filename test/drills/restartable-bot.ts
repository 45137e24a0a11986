import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Playground, startPlayground } from '../../playground/server.ts';
import { startBotProcess } from './bot-process.ts';

const DIE_AT = new URL('./die-at.ts', import.meta.url).href;

/** The environment of a bot that kills itself before a statement that begins so (die-at.ts). */
export const dyingAt = (statement: string) => ({ NODE_OPTIONS: `--import ${DIE_AT}`, DIE_AT: statement });

/** A bot on a local workspace and a data folder of its own, which a drill ends and starts again. */
export interface RestartableBot {
  readonly playground: Playground;
  /** Resolves when it is up again; with `dieAt` it kills itself before a statement that begins so (die-at.ts). */
  restart(dieAt?: string): Promise<void>;
  /** Resolves when it has ended by itself. */
  readonly ended: () => Promise<unknown>;
  /** Resolves when it has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts it and waits until it is up; all of it goes with the test. */
export async function openRestartableBot(env: Readonly<Record<string, string>>): Promise<RestartableBot> {
  const playground = await startPlayground();
  const folder = await mkdtemp(join(tmpdir(), 'attrition-restarts-'));
  const start = (more = {}) => startBotProcess(playground, { DATA_DIR: folder, ...env, ...more });
  let bot = start();
  onTestFinished(async () => {
    bot.kill();
    await bot.ended;
    await playground.stop();
    await rm(folder, { recursive: true, force: true });
  });
  await bot.ready;
  return {
    playground,
    async restart(dieAt) {
      bot = start(dieAt === undefined ? {} : dyingAt(dieAt));
      await bot.ready;
    },
    ended: () => bot.ended,
    async end(signal) {
      bot.kill(signal);
      await bot.ended;
    },
  };
}
