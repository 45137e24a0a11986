import { App, HTTPReceiver, type Logger, SocketModeReceiver } from '@slack/bolt';
import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { POST_TIMEOUT_MS } from './limits.ts';
import type { BotSettings } from './settings.ts';
import { createSocketConnection } from './socket-connection.ts';

/** A Bolt app with the transport it listens on. */
export interface SlackApp {
  readonly app: App;
  /** Throws when Slack doesn't accept the tokens or isn't reached. */
  start(): Promise<void>;
  /** Takes no more events. */
  stop(): Promise<void>;
}

export interface SlackAppParts {
  readonly settings: BotSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly logger: Logger;
}

/** Builds the Bolt app for Socket Mode or HTTP. */
export function createSlackApp(parts: SlackAppParts): SlackApp {
  return parts.settings.mode === 'socket' ? socketApp(parts) : httpApp(parts);
}

function socketApp({ settings, clock, log, logger }: SlackAppParts): SlackApp {
  const { appToken } = settings;
  if (appToken === undefined) throw new AttritionError('config-invalid', { missing: 'SLACK_APP_TOKEN' });
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: { slackApiUrl: settings.apiUrl, retryConfig: { retries: 0 }, timeout: POST_TIMEOUT_MS },
    },
  });
  const app = boltApp(settings, receiver, logger);
  const connection = createSocketConnection(receiver.client, clock, log);
  return {
    app,
    async start() {
      await app.init();
      await connection.start();
    },
    stop: connection.stop,
  };
}

function httpApp({ settings, logger }: SlackAppParts): SlackApp {
  const { signingSecret, port } = settings;
  if (signingSecret === undefined) throw new AttritionError('config-invalid', { missing: 'SLACK_SIGNING_SECRET' });
  const app = boltApp(settings, new HTTPReceiver({ signingSecret, logger }), logger);
  return {
    app,
    async start() {
      await app.init();
      await app.start(port ?? 3000);
    },
    async stop() {
      await app.stop();
    },
  };
}

function boltApp(settings: BotSettings, receiver: HTTPReceiver | SocketModeReceiver, logger: Logger): App {
  return new App({
    token: settings.botToken,
    receiver,
    logger,
    convoStore: false,
    deferInitialization: true,
    clientOptions: { slackApiUrl: settings.apiUrl, timeout: POST_TIMEOUT_MS, retryConfig: { retries: 2 } },
  });
}
