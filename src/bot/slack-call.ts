import { WebClient, type WebClientOptions } from '@slack/web-api';
import { AttritionError } from '../core/errors.ts';
import { EDIT_TIMEOUT_MS, FILE_TIMEOUT_MS, POST_TIMEOUT_MS } from './limits.ts';
import type { BotSettings } from './settings.ts';
import { deadTokenWord } from './slack-refusal.ts';
import type { Workspaces } from './workspaces.ts';

/**
 * Calls a Web API method with the token of a workspace: that of `address` (see workspaces.ts), else of the `channel`
 * among the options. Throws what @slack/web-api throws (see slack-refusal.ts), or AttritionError app-uninstalled.
 */
export type SlackCall = (
  method: string,
  options: Record<string, unknown>,
  address?: string,
) => Promise<Readonly<Record<string, unknown>>>;

/** One client each and workspace, since a rate limit pauses every call of its client. */
export interface SlackCalls {
  readonly edit: SlackCall;
  readonly post: SlackCall;
  readonly file: SlackCall;
  /** The token that an address is reached with, for what is no method: downloads. */
  token(address: string): Promise<string>;
}

export interface CallsParts {
  readonly settings: Pick<BotSettings, 'apiUrl' | 'oauth'>;
  readonly workspaces: Workspaces;
  readonly logger: NonNullable<WebClientOptions['logger']>;
}

type ClientKind = 'edit' | 'post' | 'file';
type Clients = Readonly<Record<ClientKind, WebClient>> & { readonly token: string };

/** Builds the calls. Edits and posts fail at once: their retries are ours, as a repeated post would stand twice. */
export function createSlackCalls({ settings, workspaces, logger }: CallsParts): SlackCalls {
  const known = new Map<string, Clients>();
  const noRetries: WebClientOptions = { rejectRateLimitedCalls: true, retryConfig: { retries: 0 } };

  async function clientsOf(workspace: string): Promise<Clients> {
    const token = await workspaces.token(workspace);
    const before = known.get(workspace);
    if (before?.token === token) return before;
    const client = (options: WebClientOptions) =>
      new WebClient(token, { slackApiUrl: settings.apiUrl, logger, ...options });
    const made: Clients = {
      token,
      edit: client({ ...noRetries, timeout: EDIT_TIMEOUT_MS }),
      post: client({ ...noRetries, timeout: POST_TIMEOUT_MS }),
      file: client({ retryConfig: { retries: 3 }, timeout: FILE_TIMEOUT_MS }),
    };
    known.set(workspace, made);
    return made;
  }

  function callBy(kind: ClientKind): SlackCall {
    return async (method, options, address = String(options.channel ?? '')) => {
      const workspace = await workspaces.find(address);
      const clients = await clientsOf(workspace);
      const answer: Readonly<Record<string, unknown>> = {
        ...(await clients[kind].apiCall(method, options).catch(explain)),
      };
      // A post to a person stands in a channel of its own, which later calls will name.
      if (typeof answer.channel === 'string' && answer.channel !== address)
        await workspaces.see({ id: answer.channel, kind: 'channel', workspace, proven: true });
      return answer;
    };
  }

  /** With several workspaces a dead token is a workspace's affair, and everything else goes on. */
  function explain(thrown: unknown): never {
    const error = settings.oauth === undefined ? null : deadTokenWord(thrown);
    throw error === null ? thrown : new AttritionError('app-uninstalled', { error }, thrown);
  }

  return {
    edit: callBy('edit'),
    post: callBy('post'),
    file: callBy('file'),
    token: async (address) => workspaces.token(await workspaces.find(address)),
  };
}
