import type { MessageRef, MessageView, WindowRef } from './conversation.ts';

/** A slash command. `text` is what follows "/attrition". */
export interface SlashInput {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  /** Opens a window for the one who typed, within three seconds; unlike for each delivery. */
  readonly trigger: string;
}

/** A mention of the bot, or a reply in one of its threads. */
export interface MentionInput {
  readonly channel: string;
  readonly user: string;
  /** The words without the mention. */
  readonly text: string;
  readonly ts: string;
  /** Root of the thread, or null in the channel itself. */
  readonly thread: string | null;
}

/** One or more files shared in one message. */
export interface FilesInput {
  readonly channel: string;
  readonly user: string;
  readonly ts: string;
  readonly thread: string | null;
  readonly files: readonly { readonly id: string; readonly name: string }[];
}

/** A pressed button. */
export interface ButtonInput {
  readonly action: string;
  readonly value: string;
  readonly user: string;
  readonly message: MessageRef;
  readonly thread: string | null;
  /** Opens a window for the one who pressed, within three seconds. */
  readonly trigger: string;
}

/** A button pressed in a person's own window, or on their App Home (`window` is null there). */
export interface WindowButtonInput {
  readonly action: string;
  readonly value: string;
  readonly user: string;
  readonly window: WindowRef | null;
  readonly trigger: string;
}

/** A workspace that the app can't reach any more: it was removed there, or its token revoked. */
export interface WorkspaceLeft {
  readonly workspace: string;
  /** When (ms); an installation made since then stays. */
  readonly at: number;
}

/**
 * The use cases the bot calls: listeners parse and call one of these, and the chat hears that something was taken when it
 * ends, so that it ends when what it keeps is kept. A message whose process died over it comes again: what it asks for is
 * kept once. None of them throws for bad input.
 */
export interface Commands {
  slash(input: SlashInput): Promise<void>;
  mention(input: MentionInput): Promise<void>;
  filesShared(input: FilesInput): Promise<void>;
  /** Somebody deleted files, or the message that carried them. */
  filesRemoved(input: FilesInput): Promise<void>;
  /** Somebody deleted a message, perhaps one of ours. */
  messageDeleted(ref: MessageRef): Promise<void>;
  button(input: ButtonInput): Promise<void>;
  windowButton(input: WindowButtonInput): Promise<void>;
  /** What App Home shows this person. */
  home(user: string): Promise<MessageView>;
  workspaceLeft(input: WorkspaceLeft): Promise<void>;
}
