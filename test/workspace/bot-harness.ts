import { type Playground, startPlayground } from '../../playground/server.ts';
import { createBot } from '../../src/bot/bot.ts';
import type { BotSettings } from '../../src/bot/settings.ts';
import { type Clock, systemClock } from '../../src/core/ports/clock.ts';
import type { MessageStore } from '../../src/core/ports/store.ts';
import { createFakeCommands } from '../unit/bot/fake-commands.ts';
import { createMemoryMessages } from '../unit/bot/fake-slack.ts';

export interface HarnessOptions {
  readonly mode?: 'socket' | 'http';
  readonly port?: number;
  readonly allowedChannels?: readonly string[];
  readonly messages?: MessageStore;
  readonly playground?: Playground;
  readonly clock?: Clock;
  readonly streaming?: 'native';
}

/** Starts the real bot against the local workspace, with commands that only keep what they are given. */
export async function startBot(options: HarnessOptions = {}) {
  const playground =
    options.playground ?? (await startPlayground(options.clock === undefined ? {} : { clock: options.clock }));
  const commands = createFakeCommands();
  const logged: string[] = [];
  const log = (fields: object, message: string) => logged.push(`${message} ${JSON.stringify(fields)}`);
  const settings: BotSettings = {
    mode: options.mode ?? 'socket',
    botToken: playground.tokens.bot,
    appToken: playground.tokens.app,
    signingSecret: playground.tokens.signingSecret,
    apiUrl: playground.apiUrl,
    allowedChannels: options.allowedChannels ?? null,
    maxFileBytes: 1_000_000,
    ...(options.streaming === undefined ? {} : { streaming: options.streaming }),
    ...(options.port === undefined ? {} : { port: options.port }),
  };
  const bot = createBot({
    settings,
    messages: options.messages ?? createMemoryMessages(),
    edits: null,
    installations: null,
    clock: options.clock ?? systemClock,
    log: { info: log, warn: log, error: log },
  });
  await bot.start(commands);
  return {
    playground,
    bot,
    commands,
    logged,
    /** Waits until that many commands were called. */
    seen: async (count: number) => {
      await playground.waitFor(() => commands.seen.length >= count);
      return commands.seen;
    },
    async stop() {
      await bot.stop();
      await playground.stop();
    },
  };
}

export const bytesOf = (text: string) => new TextEncoder().encode(text);
