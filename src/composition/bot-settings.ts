import type { Playground } from '../../playground/server.ts';
import type { BotSettings, OAuthSettings } from '../bot/settings.ts';
import type { Environment } from '../config.ts';

const MEBIBYTE = 1024 * 1024;

/** What the environment says of several workspaces; undefined for one. */
function oauthSettings(env: Environment): OAuthSettings | undefined {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = env;
  const keys = env.TOKEN_ENCRYPTION_KEY;
  if (clientId === undefined || clientSecret === undefined || stateSecret === undefined || keys === undefined)
    return undefined;
  return { clientId, clientSecret, stateSecret, keys, allowed: env.ALLOWED_WORKSPACES ?? null };
}

/** What the bot needs to reach Slack, or the local workspace that plays it. */
export function botSettings(env: Environment, playground: Playground | null): BotSettings {
  const appToken = playground?.tokens.app ?? env.SLACK_APP_TOKEN;
  const signingSecret = playground?.tokens.signingSecret ?? env.SLACK_SIGNING_SECRET;
  const oauth = oauthSettings(env);
  return {
    ...(oauth === undefined ? {} : { oauth }),
    botToken: playground?.tokens.bot ?? env.SLACK_BOT_TOKEN ?? '',
    ...(appToken === undefined ? {} : { appToken }),
    ...(signingSecret === undefined ? {} : { signingSecret }),
    // The playground differs from Slack by this one value.
    apiUrl: playground?.apiUrl ?? env.SLACK_API_URL,
    mode: appToken === undefined ? 'http' : 'socket',
    port: env.PORT,
    allowedChannels: env.ALLOWED_CHANNELS?.split(',').map((id) => id.trim()) ?? null,
    ...(env.SLACK_STREAMING === 'native' ? { streaming: env.SLACK_STREAMING } : {}),
    maxFileBytes: env.MAX_FILE_MB * MEBIBYTE,
  };
}
