import type { MessageRef } from '../src/core/ports/conversation.ts';
import { NOT_INSTALLED, type Receipt } from './delivery.ts';
import { eventCallback, findElement, interactionBase, messageContainer, viewContainer } from './event-payloads.ts';
import { checkBlocks, LIMITS, readBlocks } from './limits.ts';
import { type Channel, isRecord, type Message, type User } from './slack-types.ts';
import { createFile } from './stored-files.ts';
import { encodeMentions } from './typed-text.ts';
import type { UserWorld } from './user-world.ts';
import { createViewActions, type ViewActions } from './view-actions.ts';
import { APP, SLACKBOT } from './workspace-ids.ts';

interface UploadInput {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a person can do in the workspace; tests and the page use the same hands. Channels by id, name or #name. */
export interface UserActions extends ViewActions {
  /** Posts a message; "@Attrition" becomes a mention. */
  say(
    channel: string,
    text: string,
    options?: { readonly thread?: string /** Also sends a reply to the channel. */; readonly broadcast?: boolean },
  ): MessageRef;
  /** Uploads files in one message. */
  upload(
    channel: string,
    files: readonly UploadInput[],
    options?: { readonly thread?: string; readonly text?: string },
  ): MessageRef & { readonly files: readonly string[] };
  /** Types a slash command, e.g. "/attrition report"; resolves when the bot acknowledged it, or didn't. */
  slash(channel: string, line: string): Promise<Receipt>;
  /** Presses the button with this action id; throws when the message has none. */
  press(ref: MessageRef, actionId: string): Promise<Receipt>;
  /** Uses a message shortcut by its callback id. */
  shortcut(callbackId: string, ref: MessageRef): Promise<Receipt>;
  /** Opens the App Home tab. */
  openHome(): Promise<Receipt>;
  editMessage(ref: MessageRef, text: string): void;
  deleteMessage(ref: MessageRef): void;
  /** Presses Slack's own stop button under a message that streams. */
  stopStream(ref: MessageRef): void;
  /** Deletes an uploaded file; its message stays and shows that there was one. */
  deleteFile(ref: MessageRef, fileId: string): void;
}

/** Creates the hands of one user. */
export function createUserActions(world: UserWorld, user: User): UserActions {
  return {
    ...createViewActions(world, user),
    ...createMessageActions(world, user),
    slash: (channelName, line) => slash(world, user, { channel: place(world, channelName), line }),
    async press(ref, actionId) {
      const { message, channel } = find(world, ref);
      return await pressIn(world, user, {
        blocks: message.blocks ?? [],
        actionId,
        container: messageContainer(message, channel),
        address: { channel: channel.id, message: message.ts, thread: message.thread_ts ?? null },
      });
    },
    async shortcut(callbackId, ref) {
      const { message, channel } = find(world, ref);
      const address = { channel: channel.id, user: user.id, message: null, thread: message.thread_ts ?? null };
      return await world.delivery.deliver('interactive', {
        ...interactionBase(world.state, user),
        type: 'message_action',
        callback_id: callbackId,
        trigger_id: world.triggers.issue(user.id),
        response_url: world.origin() + world.triggers.address(address),
        channel: { id: channel.id, name: channel.name },
        message,
        message_ts: message.ts,
        action_ts: world.state.ids.ts(),
      });
    },
    async openHome() {
      const view = world.state.homes.get(user.id);
      const channel = world.state.direct(user.id)?.id;
      const event = { type: 'app_home_opened', user: user.id, channel, tab: 'home', event_ts: world.state.ids.ts() };
      const shown = view ? viewContainer(world.state, view) : {};
      const payload = { ...event, ...(shown.view ? { view: shown.view } : {}) };
      return await world.delivery.deliver('events_api', eventCallback(world.state, payload, world.clock.now()));
    },
  };
}

function createMessageActions(
  world: UserWorld,
  user: User,
): Pick<UserActions, 'say' | 'upload' | 'editMessage' | 'deleteMessage' | 'stopStream' | 'deleteFile'> {
  const post = (channelName: string, text: string, extra: Partial<Message>): MessageRef => {
    const channel = place(world, channelName);
    const typed = encodeMentions(text, world.state.users);
    const message = world.state.post({ channel: channel.id, user: user.id, text: typed, ...extra });
    return { channel: channel.id, ts: message.ts };
  };
  const inThread = (thread: string | undefined) => (thread === undefined ? {} : { thread_ts: thread });
  return {
    say: (channel, text, options = {}) =>
      post(channel, text, {
        ...inThread(options.thread),
        ...(options.broadcast === true ? { subtype: 'thread_broadcast' } : {}),
      }),
    upload(channel, uploads, options = {}) {
      const files = uploads.map(({ name, bytes }) => {
        const stored = createFile(world, { id: world.state.ids.next('F'), name, bytes, user: user.id });
        world.state.files.set(stored.file.id, stored);
        return stored.file;
      });
      const extra = { subtype: 'file_share', files, ...inThread(options.thread) };
      return { ...post(channel, options.text ?? '', extra), files: files.map((file) => file.id) };
    },
    editMessage(ref, text) {
      const { message } = find(world, ref);
      if (message.user !== user.id) throw new Error('people can edit only their own messages');
      const edited = { user: user.id, ts: world.state.ids.ts() };
      world.state.edit(ref.channel, ref.ts, { text: encodeMentions(text, world.state.users), edited });
    },
    deleteMessage(ref) {
      world.state.remove(ref.channel, ref.ts);
    },
    stopStream(ref) {
      world.state.edit(ref.channel, ref.ts, { streaming_state: 'completed', stopped_by: user.id });
    },
    deleteFile(ref, fileId) {
      const { message } = find(world, ref);
      world.state.files.delete(fileId);
      const files = message.files?.map((file) => (file.id === fileId ? { ...file, mode: 'tombstone' } : file));
      world.state.edit(ref.channel, ref.ts, files === undefined ? {} : { files });
    },
  };
}

async function slash(
  world: UserWorld,
  user: User,
  typed: { readonly channel: Channel; readonly line: string },
): Promise<Receipt> {
  const { channel, line } = typed;
  const { bot } = world.state;
  const [command = '', ...words] = line.trim().split(' ');
  const address = { channel: channel.id, user: user.id, message: null, thread: null };
  const receipt = await world.delivery.deliver('slash_commands', {
    token: '',
    team_id: world.state.team.id,
    team_domain: world.state.team.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'im' ? 'directmessage' : channel.name,
    user_id: user.id,
    user_name: user.name,
    command,
    text: words.join(' '),
    api_app_id: APP.id,
    is_enterprise_install: 'false',
    response_url: world.origin() + world.triggers.address(address),
    trigger_id: world.triggers.issue(user.id),
  });
  const whisper = (text: string, from: string, blocks: Message['blocks'] = []) =>
    world.state.post({ channel: channel.id, user: from, text, blocks, ephemeral_to: user.id });
  if (!receipt.ok) {
    if (receipt.reason === NOT_INSTALLED) {
      whisper(`${command} is not a valid command. In Slack, all messages that start with "/" are commands.`, SLACKBOT);
      return receipt;
    }
    const why = receipt.reason === 'connection_failed' ? 'dispatch_failed' : 'operation_timeout';
    whisper(`${command} failed with the error "${why}"`, SLACKBOT);
    return receipt;
  }
  const { answer } = receipt;
  if (!isRecord(answer) || (answer.text === undefined && answer.blocks === undefined)) return receipt;
  const blocks = readBlocks(answer.blocks) ?? [];
  checkBlocks(blocks, LIMITS.blocks);
  const text = typeof answer.text === 'string' ? answer.text : '';
  if (answer.response_type === 'in_channel') {
    world.state.post({ channel: channel.id, user: bot.user, bot_id: bot.id, text, blocks });
  } else whisper(text, bot.user, blocks);
  return receipt;
}

/** A press of a button, or a choice in a menu, in a message or a view. */
async function pressIn(
  world: UserWorld,
  user: User,
  press: {
    readonly blocks: Message['blocks'] & object;
    readonly actionId: string;
    readonly container: Readonly<Record<string, unknown>>;
    readonly address: { channel: string; message: string | null; thread: string | null };
  },
): Promise<Receipt> {
  const found = findElement(press.blocks, press.actionId);
  if (!found) throw new Error(`no button ${press.actionId} here`);
  const action = { ...found.element, block_id: found.block.block_id ?? 'block', action_ts: world.state.ids.ts() };
  return await world.delivery.deliver('interactive', {
    ...interactionBase(world.state, user),
    type: 'block_actions',
    trigger_id: world.triggers.issue(user.id),
    response_url: world.origin() + world.triggers.address({ ...press.address, user: user.id }),
    ...press.container,
    actions: [action],
  });
}

function place(world: UserWorld, name: string): Channel {
  const channel = world.state.channel(name);
  if (!channel) throw new Error(`no channel ${name} in this workspace`);
  return channel;
}

function find(world: UserWorld, ref: MessageRef): { readonly message: Message; readonly channel: Channel } {
  const message = world.state.message(ref.channel, ref.ts);
  if (!message) throw new Error(`no message ${ref.ts} in ${ref.channel}`);
  return { message, channel: place(world, ref.channel) };
}
