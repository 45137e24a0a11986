/** What an app needs that any workspace may install. */
export interface OAuthSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Signs what goes through the installer's browser. */
  readonly stateSecret: string;
  /** 32 bytes each; the first encrypts stored tokens, all of them open them. */
  readonly keys: readonly Uint8Array[];
  /** Ids of the workspaces and organisations that may install the app; null for all. */
  readonly allowed: readonly string[] | null;
}

/** What the bot must know to reach its workspace, or all that install it. */
export interface BotSettings {
  /** Of the one workspace; empty where `oauth` is set. */
  readonly botToken: string;
  /** Several workspaces; their tokens are in the database. */
  readonly oauth?: OAuthSettings;
  /** For Socket Mode. */
  readonly appToken?: string;
  /** For HTTP. */
  readonly signingSecret?: string;
  /** For HTTP, and for the install pages in either mode. */
  readonly port?: number;
  readonly mode: 'socket' | 'http';
  /** Base of the Web API with its trailing slash; Slack's is https://slack.com/api/. */
  readonly apiUrl: string;
  /** Channels the bot works in; null means every channel it was invited to. */
  readonly allowedChannels: readonly string[] | null;
  readonly maxFileBytes: number;
  /** Slack's own streams for answers to one person; edits without it. */
  readonly streaming?: 'native';
}
