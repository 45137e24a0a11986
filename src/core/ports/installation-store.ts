/** A channel or a person, and the workspace whose token reaches them. */
export interface Sight {
  /** The chat platform's id of the channel or the person. */
  readonly id: string;
  readonly kind: 'channel' | 'person';
  readonly workspace: string;
  /** True when the bot of this workspace is surely there; what is only likely gives way to it. */
  readonly proven: boolean;
}

/** The workspaces that have the app (by the id of the team, or of the organisation), and who belongs to which. */
export interface InstallationStore {
  /** Keeps an installation, encrypted by whoever calls; `at` (ms) is when it was made. */
  keep(workspace: string, sealed: string, at: number): Promise<void>;
  /** Null when the workspace doesn't have the app. */
  sealed(workspace: string): Promise<string | null>;
  /** Workspaces that have the app, in the order of their ids. */
  installed(): Promise<readonly string[]>;
  /** Deletes an installation and notes when; false when there is none, or only one made after `at` (ms). */
  leave(workspace: string, at: number): Promise<boolean>;
  /** Notes where somebody or something was seen; the first sight stays unless a better one comes or its app is gone. */
  see(sight: Sight): Promise<void>;
  workspaceOf(id: string): Promise<string | null>;
  channels(workspace: string): Promise<readonly string[]>;
  /** Workspaces that the app left before a moment (ms) and that haven't come back. */
  leftBefore(before: number): Promise<readonly string[]>;
  /** Forgets who belonged to a workspace that was left, unless it has come back. */
  forget(workspace: string): Promise<void>;
}
