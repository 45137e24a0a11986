import type { Clock } from '../core/ports/clock.ts';
import type { Commands } from '../core/ports/commands.ts';
import type { Conversation } from '../core/ports/conversation.ts';
import type { Log } from '../core/ports/log.ts';
import type { EditMeter } from '../core/ports/meter.ts';
import type { EditBudgetStore, MessageStore } from '../core/ports/store.ts';
import { createSlackApp, type SlackApp } from './app.ts';
import { createConversation } from './conversation.ts';
import { countEdits } from './count-edits.ts';
import { DRAIN_MS } from './limits.ts';
import { createListenerGuard } from './listener-guard.ts';
import { registerListeners } from './listeners.ts';
import { createSdkLogger } from './sdk-logger.ts';
import type { BotSettings } from './settings.ts';
import { createSlackCalls } from './slack-call.ts';

export interface Bot {
  /** Works without start(): a worker writes but doesn't listen. */
  readonly conversation: Conversation;
  /** Begins to listen; throws when Slack doesn't accept the tokens or isn't reached. */
  start(commands: Commands): Promise<void>;
  /** True when it listens and Slack answers to its token. */
  connected(): Promise<boolean>;
  /** Takes no more events, then waits for running listeners, 30 s at most. */
  stop(): Promise<void>;
}

export interface BotParts {
  readonly settings: BotSettings;
  readonly messages: MessageStore;
  /** The budget that several processes share; null when this one is alone. */
  readonly edits: EditBudgetStore | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter?: EditMeter;
}

/** Builds the bot: Slack as a Conversation, and the listeners that call the use cases. */
export function createBot({ settings, messages, edits, clock, log, meter }: BotParts): Bot {
  const logger = createSdkLogger(log);
  const plain = createSlackCalls(settings, logger);
  const calls = meter === undefined ? plain : { ...plain, edit: countEdits(plain.edit, clock, meter) };
  const conversation = createConversation({ settings, calls, messages, edits, clock, fetch, random: Math.random });
  const { allowedChannels } = settings;
  const guard = createListenerGuard({ conversation, messages, clock, log, allowedChannels });
  let slackApp: SlackApp | null = null;
  return {
    conversation,
    async start(commands) {
      slackApp = createSlackApp({ settings, clock, log, logger });
      registerListeners(slackApp.app, { commands, conversation, guard, call: calls.post });
      slackApp.app.error(async (error) => log.error({ source: 'bolt', cause: error.name }, 'a request failed'));
      await slackApp.start();
    },
    async connected() {
      if (slackApp === null) return false;
      await calls.post('auth.test', {});
      return true;
    },
    async stop() {
      await slackApp?.stop();
      const drained = new AbortController();
      const tooLate = clock.sleep(DRAIN_MS, drained.signal).catch(() => {});
      await Promise.race([guard.idle(), tooLate]);
      drained.abort();
    },
  };
}
