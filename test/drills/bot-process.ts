import { type ChildProcess, spawn } from 'node:child_process';
import type { Playground } from '../../playground/server.ts';

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;
/** As `npm start` begins: what was compiled at an earlier start is used. */
const BEFORE = new URL('../../bin/check-node.js', import.meta.url).href;

/** The bot as a process of its own, which a drill may kill. */
export interface BotProcess {
  /** Resolves when it says that it is running; rejects with its last words when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves with the exit code, or null when it was killed. */
  readonly ended: Promise<number | null>;
  /** What it has written so far. */
  said(): string;
  readonly pid: number;
  kill(signal?: NodeJS.Signals): void;
}

/** Starts the bot against a local workspace that lives outside of it. */
export function startBotProcess(playground: Playground, env: Readonly<Record<string, string>>): BotProcess {
  const child: ChildProcess = spawn(process.execPath, ['--import', BEFORE, MAIN], {
    env: {
      PATH: process.env.PATH ?? '',
      SLACK_BOT_TOKEN: playground.tokens.bot,
      SLACK_APP_TOKEN: playground.tokens.app,
      SLACK_API_URL: playground.apiUrl,
      LOG_LEVEL: 'silent',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Attrition is running')) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    void ended.then(() => reject(new Error(`the bot ended: ${said.slice(-500)}`)));
  });
  // A bot that is killed before it runs is no fault of the drill.
  ready.catch(() => {});
  return { ready, ended, said: () => said, pid: child.pid ?? 0, kill: (signal = 'SIGKILL') => void child.kill(signal) };
}
