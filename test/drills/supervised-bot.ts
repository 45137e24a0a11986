import type { Playground } from '../../playground/server.ts';
import { type BotProcess, startBotProcess } from './bot-process.ts';

/** Between two starts (ms), as a service manager waits. */
const RESTART_MS = 500;

/** A bot that a supervisor starts again whenever it ends by itself. */
export interface SupervisedBot {
  /** Resolves when the bot that runs now is up. */
  ready(): Promise<void>;
  /** Exit codes of those that ended by themselves, and their last words. */
  readonly codes: readonly (number | null)[];
  readonly lastWords: readonly string[];
  stop(): Promise<void>;
}

/** Starts a bot and its supervisor. */
export function superviseBot(playground: Playground, env: Readonly<Record<string, string>>): SupervisedBot {
  const codes: (number | null)[] = [];
  const lastWords: string[] = [];
  let stopping = false;
  let bot: BotProcess;
  const start = () => {
    const current = startBotProcess(playground, env);
    bot = current;
    void current.ended.then((code) => {
      if (stopping) return;
      codes.push(code);
      lastWords.push(current.said());
      setTimeout(() => {
        if (!stopping) start();
      }, RESTART_MS);
    });
  };
  start();
  return {
    codes,
    lastWords,
    ready: () => bot.ready,
    async stop() {
      stopping = true;
      bot.kill();
      await bot.ended;
    },
  };
}
