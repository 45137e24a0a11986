import type { App } from '@slack/bolt';
import type { Commands, WindowButtonInput } from '../core/ports/commands.ts';
import { addressedId } from './addressed-id.ts';
import type { SlackConversation } from './conversation.ts';
import { homeBlocks } from './home-view.ts';
import { readFiles } from './incoming-message.ts';
import type { ListenerGuard } from './listener-guard.ts';
import { createMessageListener } from './message-listener.ts';
import { readPress, readWindowPress } from './pressed-button.ts';
import { workspaceIdOf } from './sightings.ts';
import type { SlackCall } from './slack-call.ts';
import { WORDS } from './words.ts';

/** Callback id of the message shortcut in manifest.yml. */
const ANALYSE_SHORTCUT = 'analyse_with_attrition';

export interface ListenerParts {
  readonly commands: Commands;
  readonly conversation: SlackConversation;
  readonly guard: ListenerGuard;
  readonly call: SlackCall;
}

/** Registers every listener: parse, call a use case. What has ended is acknowledged (acknowledge-when-kept). */
export function registerListeners(app: App, parts: ListenerParts): void {
  registerMessages(app, parts);
  registerCommand(app, parts);
  registerButtons(app, parts);
  registerShortcut(app, parts);
  registerHome(app, parts);
}

function registerMessages(app: App, parts: ListenerParts): void {
  const onMessage = createMessageListener(parts);
  app.event('message', ({ event, body, context }) => onMessage(event, body.event_id, context.botUserId ?? null));
  app.event('app_mention', ({ event, body, context }) => onMessage(event, body.event_id, context.botUserId ?? null));
  // Every upload also comes as a message with its channel, thread and all its files: that one is handled.
  app.event('file_shared', async () => {});
}

function registerCommand(app: App, { commands, guard }: ListenerParts): void {
  app.command('/attrition', async ({ payload, context }) => {
    const { channel_id: channel, user_id: user, text, trigger_id: deliveryId } = payload;
    const asker = { channel, user, text, thread: null };
    const take = async () => {
      if (!(await guard.isAllowed(asker))) return;
      const trigger = addressedId(workspaceIdOf(context), deliveryId);
      await commands.slash({ channel, user, text: text.trim(), trigger });
    };
    await guard.run('command', asker, () => guard.once(`command:${deliveryId}`, take));
  });
}

function registerButtons(app: App, parts: ListenerParts): void {
  const { commands, guard } = parts;
  app.action({ type: 'block_actions' }, async ({ body, action, context }) => {
    const press = readPress(body, action);
    const workspace = workspaceIdOf(context);
    if (press === null) return onWindowPress(readWindowPress(body, action), workspace, parts);
    const { input, deliveryId, text } = press;
    const asker = { channel: input.message.channel, user: input.user, thread: input.thread, text };
    const take = async () => {
      if (!(await guard.isAllowed(asker))) return;
      await commands.button({ ...input, trigger: addressedId(workspace, input.trigger) });
    };
    await guard.run('button', asker, () => guard.once(`button:${deliveryId}`, take));
  });
}

async function onWindowPress(
  input: WindowButtonInput | null,
  workspace: string,
  { commands, guard, conversation }: ListenerParts,
): Promise<void> {
  if (input === null) return;
  const { user, trigger } = input;
  const window = input.window === null ? null : { id: addressedId(workspace, input.window.id) };
  const say = async (words: string) => {
    if (window !== null) await conversation.showInWindow(window, { markdown: words, notice: 'Attrition' });
  };
  // Neither a window nor App Home stands in a channel: a fault is told where the person looks.
  await guard.run('window', { channel: user, user, thread: null, text: '', say }, () =>
    guard.once(`window:${trigger}`, () =>
      commands.windowButton({ ...input, window, trigger: addressedId(workspace, trigger) }),
    ),
  );
}

function registerShortcut(app: App, { commands, guard }: ListenerParts): void {
  app.shortcut({ callback_id: ANALYSE_SHORTCUT, type: 'message_action' }, async ({ shortcut }) => {
    const { channel, user, message, trigger_id } = shortcut;
    const rootOrNull = typeof message.thread_ts === 'string' ? message.thread_ts : null;
    const thread = rootOrNull === message.ts ? null : rootOrNull;
    const asker = { channel: channel.id, user: user.id, thread, text: message.text ?? '' };
    const take = async () => {
      if (!(await guard.isAllowed(asker))) return;
      const files = readFiles(message.files);
      if (files.length === 0) return guard.tell(asker, (language) => WORDS.noFiles[language]);
      await commands.filesShared({ channel: channel.id, user: user.id, ts: message.ts, thread, files });
    };
    await guard.run('shortcut', asker, () => guard.once(`shortcut:${trigger_id}`, take));
  });
}

function registerHome(app: App, { commands, guard, call }: ListenerParts): void {
  app.event('app_home_opened', async ({ event, context }) => {
    if (event.tab !== 'home') return;
    const asker = { channel: event.channel, user: event.user, thread: null, text: '' };
    await guard.run('home', asker, async () => {
      const view = await commands.home(event.user);
      const home = { user_id: event.user, view: { type: 'home', blocks: homeBlocks(view) } };
      await call('views.publish', home, workspaceIdOf(context));
    });
  });
}
