/** Where a message stands. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
}

/** Where a message shall stand: a channel, or a thread in it. */
export interface Place {
  readonly channel: string;
  readonly thread?: string;
  /** Whom it is written for, where one person asked: Slack streams to somebody only. */
  readonly recipient?: string;
}

export interface Button {
  /** Action id, e.g. "report_stop". */
  readonly action: string;
  readonly label: string;
  /** Payload given back on a press: an id, at most 2,000 characters. */
  readonly value: string;
  readonly style?: 'primary' | 'danger';
}

/**
 * What a message shows. `markdown` is our own Markdown in which every foreign word was escaped with
 * `escapeMarkdown`; tables are Markdown tables. `notice` is the one-line text for notifications (≤ 300 characters).
 */
export interface MessageView {
  readonly markdown: string;
  readonly notice: string;
  readonly buttons?: readonly Button[];
  /** Words that what follows replaces; a view without them only grows. */
  readonly passing?: true;
}

/** One message that grows by edits: latest view wins, one edit in flight, the last edit is the truth. */
export interface LiveMessage {
  readonly ref: MessageRef;
  /** Schedules an edit when the budget allows; never throws, never waits. */
  show(view: MessageView): void;
  /** Resolves when exactly this view stands in the channel (continued in further messages when too long). */
  finish(view: MessageView): Promise<void>;
  /** Fires when a person deleted the message or stopped it in the chat: stop generating. */
  readonly gone: AbortSignal;
}

/** A person's own window over the chat: only they see it, and what is shown replaces what stood there. */
export interface WindowRef {
  readonly id: string;
}

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly title: string;
  /** Alternative text for pictures. */
  readonly altText?: string;
}

/** What commands and jobs need of a chat platform. */
export interface Conversation {
  /** Posts a message, or finds the one posted before under the same key (after a crash), and keeps editing it. */
  open(place: Place, key: string, view: MessageView): Promise<LiveMessage>;
  /** Posts once, never edited. */
  post(place: Place, key: string, view: MessageView): Promise<MessageRef>;
  /** A message that only this person sees. */
  whisper(place: Place, user: string, view: MessageView): Promise<void>;
  /** Opens a window for whoever pressed a button or typed a command a moment ago; null when that was too long ago. */
  openWindow(trigger: string, view: MessageView): Promise<WindowRef | null>;
  /** Shows a view in a window; false when its owner has closed it. */
  showInWindow(window: WindowRef, view: MessageView): Promise<boolean>;
  /** Whether a person is in a channel now. */
  isMember(channel: string, user: string): Promise<boolean>;
  /** Ids of the people in a user group of this person's workspace; throws AttritionError group-unreadable. */
  groupMembers(group: string, user: string): Promise<ReadonlySet<string>>;
  /**
   * Deletes one of our messages; one that may not be deleted shows `note` instead. `stands`: neither was allowed. Throws
   * when the chat platform gives no answer.
   */
  remove(ref: MessageRef, note: MessageView): Promise<'removed' | 'replaced' | 'stands'>;
  /** Deletes a file that we uploaded into a channel, by the chat platform's id. */
  removeFile(fileId: string, channel: string): Promise<'removed' | 'replaced' | 'stands'>;
  /** `key`: that of the message the files belong to, whose fate they share when something is deleted. */
  upload(place: Place, files: readonly UploadedFile[], key?: string): Promise<void>;
  /** Downloads a file that was uploaded into a channel; throws AttritionError file-login-page, file-not-available or file-too-large. */
  download(fileId: string, channel: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }>;
}
