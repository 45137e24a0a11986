import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { AttritionError } from '../core/errors.ts';
import { DEFAULT_RETRY_AFTER_MS } from './limits.ts';

/** Slack is unwell: the same call may pass later. */
const PASSING: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  // The next call asks for the token anew.
  'token_expired',
]);

/** The token won't work again: the app was removed, or an admin revoked it. */
const DEAD_TOKEN: ReadonlySet<string> = new Set(['account_inactive', 'invalid_auth', 'token_revoked']);

/** The bot may not write in this place. */
const NOT_HERE: ReadonlySet<string> = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'restricted_action',
  'user_not_in_channel',
]);

/** Faults of our own under which no call to the workspace can pass. */
const LASTING: ReadonlySet<string> = new Set(['app-uninstalled', 'token-key-wrong', 'workspace-not-allowed']);

/** What became of a call that threw: only `unknown` may have been carried out all the same. */
export type SlackRefusal =
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'unknown' };

/** Reads an error of @slack/web-api. A refusal for pace may also come with status 200 and `ok: false`. */
export function refusalOf(thrown: unknown): SlackRefusal {
  if (thrown instanceof AttritionError && LASTING.has(thrown.code)) return { kind: 'refused', error: thrown.code };
  if (thrown instanceof WebAPIRateLimitedError) return { kind: 'rate-limited', retryAfterMs: thrown.retryAfter * 1000 };
  if (!(thrown instanceof WebAPIPlatformError)) return { kind: 'unknown' };
  const { error } = thrown.data;
  if (error === 'ratelimited' || error === 'rate_limited') {
    return { kind: 'rate-limited', retryAfterMs: DEFAULT_RETRY_AFTER_MS };
  }
  return PASSING.has(error) ? { kind: 'unknown' } : { kind: 'refused', error };
}

/** Slack's word when a call was refused because of its token; null for everything else. */
export function deadTokenWord(thrown: unknown): string | null {
  return thrown instanceof WebAPIPlatformError && DEAD_TOKEN.has(thrown.data.error) ? thrown.data.error : null;
}

/** Slack doesn't take these blocks: the same words may pass as plain text. */
export function areBlocksRefused(error: unknown): boolean {
  return error === 'invalid_blocks' || error === 'invalid_blocks_format' || error === 'msg_blocks_too_long';
}

/** The fault that the rest of the program sees when a channel didn't take something; `error` is Slack's word. */
export function channelFault(channel: string, thrown: unknown): AttritionError {
  if (thrown instanceof AttritionError) return thrown;
  const refusal = refusalOf(thrown);
  const error = refusal.kind === 'refused' ? refusal.error : refusal.kind;
  return new AttritionError(NOT_HERE.has(error) ? 'not-allowed-here' : 'edit-refused', { channel, error }, thrown);
}
