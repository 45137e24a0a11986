import { WebClient, type WebClientOptions } from '@slack/web-api';
import { EDIT_TIMEOUT_MS, FILE_TIMEOUT_MS, POST_TIMEOUT_MS } from './limits.ts';
import type { BotSettings } from './settings.ts';

/** Calls a Web API method; throws what @slack/web-api throws (see slack-refusal.ts). */
export type SlackCall = (
  method: string,
  options: Record<string, unknown>,
) => Promise<Readonly<Record<string, unknown>>>;

/** One client each, since a rate limit pauses every call of its client. */
export interface SlackCalls {
  readonly edit: SlackCall;
  readonly post: SlackCall;
  readonly file: SlackCall;
}

/** Builds the three clients. Edits and posts fail at once: their retries are ours, as a repeated post would stand twice. */
export function createSlackCalls(settings: BotSettings, logger: NonNullable<WebClientOptions['logger']>): SlackCalls {
  const call = (options: WebClientOptions): SlackCall => {
    const client = new WebClient(settings.botToken, { slackApiUrl: settings.apiUrl, logger, ...options });
    return async (method, args) => ({ ...(await client.apiCall(method, args)) });
  };
  const noRetries: WebClientOptions = { rejectRateLimitedCalls: true, retryConfig: { retries: 0 } };
  return {
    edit: call({ ...noRetries, timeout: EDIT_TIMEOUT_MS }),
    post: call({ ...noRetries, timeout: POST_TIMEOUT_MS }),
    file: call({ retryConfig: { retries: 3 }, timeout: FILE_TIMEOUT_MS }),
  };
}
