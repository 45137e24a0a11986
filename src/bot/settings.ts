/** What the bot must know to reach its workspace. */
export interface BotSettings {
  readonly botToken: string;
  /** For Socket Mode. */
  readonly appToken?: string;
  /** For HTTP. */
  readonly signingSecret?: string;
  /** For HTTP. */
  readonly port?: number;
  readonly mode: 'socket' | 'http';
  /** Base of the Web API with its trailing slash; Slack's is https://slack.com/api/. */
  readonly apiUrl: string;
  /** Channels the bot works in; null means every channel it was invited to. */
  readonly allowedChannels: readonly string[] | null;
  readonly maxFileBytes: number;
}
