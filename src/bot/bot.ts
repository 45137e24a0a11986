import type { Logger } from '@slack/bolt';
import type { Clock } from '../core/ports/clock.ts';
import type { Commands } from '../core/ports/commands.ts';
import type { Conversation } from '../core/ports/conversation.ts';
import type { EditBudgetStore } from '../core/ports/edit-budget-store.ts';
import type { InstallationStore } from '../core/ports/installation-store.ts';
import type { Log } from '../core/ports/log.ts';
import type { EditMeter } from '../core/ports/meter.ts';
import type { MessageStore } from '../core/ports/store.ts';
import { createSlackApp, type SlackApp } from './app.ts';
import { createConversation } from './conversation.ts';
import { countEdits } from './count-edits.ts';
import { createInstaller } from './installer.ts';
import { DRAIN_MS } from './limits.ts';
import { createListenerGuard } from './listener-guard.ts';
import { registerListeners } from './listeners.ts';
import { waitForPace } from './patient-call.ts';
import { catchUpRemovals, watchRemovals } from './removed-workspaces.ts';
import { createSdkLogger } from './sdk-logger.ts';
import type { BotSettings } from './settings.ts';
import { createSlackCalls } from './slack-call.ts';
import { watchSights } from './watch-sights.ts';
import { manyWorkspaces, oneWorkspace } from './workspaces.ts';

export interface Bot {
  /** Works without start(): a worker writes but doesn't listen. */
  readonly conversation: Conversation;
  /** Begins to listen; throws when Slack doesn't accept the tokens or isn't reached. */
  start(commands: Commands): Promise<void>;
  /** True when it listens, its connection stands and Slack answers to its token. */
  connected(): Promise<boolean>;
  /** Takes no more events, then waits for running listeners, 20 s at most. */
  stop(): Promise<void>;
}

export interface BotParts {
  readonly settings: BotSettings;
  readonly messages: MessageStore;
  /** The budget that several processes share; null when this one is alone. */
  readonly edits: EditBudgetStore | null;
  /** Tokens of the workspaces that installed the app; only asked where the settings name several. */
  readonly installations: InstallationStore | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter?: EditMeter;
}

/** The one workspace of a token, or all that have installed the app. */
function reachSlack(parts: Pick<BotParts, 'settings' | 'installations' | 'clock'> & { readonly logger: Logger }) {
  const { settings, installations } = parts;
  const { oauth, botToken } = settings;
  if (oauth === undefined || installations === null) return { installer: null, workspaces: oneWorkspace(botToken) };
  const installer = createInstaller({ ...parts, oauth, store: installations });
  return { installer, workspaces: manyWorkspaces(installations, installer.token) };
}

/** Builds the bot: Slack as a Conversation, and the listeners that call the use cases. */
export function createBot({ settings, messages, edits, installations, clock, log, meter }: BotParts): Bot {
  const logger = createSdkLogger(log);
  const { installer, workspaces } = reachSlack({ settings, installations, clock, logger });
  const slack = createSlackCalls({ settings, workspaces, logger });
  const plain = { ...slack, post: waitForPace(slack.post, clock) };
  const calls = meter === undefined ? plain : { ...plain, edit: countEdits(plain.edit, clock, meter) };
  const conversation = createConversation({
    ...{ settings, calls, workspaces, messages, edits, clock, fetch, random: Math.random },
  });
  const { allowedChannels } = settings;
  const guard = createListenerGuard({ conversation, messages, clock, log, allowedChannels });
  let slackApp: SlackApp | null = null;
  return {
    conversation,
    async start(commands) {
      await installer?.checkWorkspaces(log);
      slackApp = createSlackApp({ settings, clock, log, logger, installer });
      if (installer !== null) watchSights(slackApp.app, workspaces, log);
      registerListeners(slackApp.app, { commands, conversation, guard, call: calls.post });
      const removals = { commands, guard, call: calls.post, clock };
      watchRemovals(slackApp.app, removals);
      slackApp.app.error(async (error) => log.error({ source: 'bolt', cause: error.name }, 'a request failed'));
      await slackApp.start();
      // Not waited for: those who have the app needn't wait for those who had it.
      if (installer !== null) void catchUpRemovals((await installations?.installed()) ?? [], removals);
    },
    async connected() {
      if (slackApp?.connected() !== true) return false;
      // With several workspaces there is no token of the app's own: that Slack answers at all is asked.
      if (installer === null) await calls.post('auth.test', {});
      else await installer.slackAnswers();
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
