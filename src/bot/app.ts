import { App, HTTPReceiver, type Logger, SocketModeReceiver } from '@slack/bolt';
import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { acknowledgeWhenKept } from './acknowledge-when-kept.ts';
import type { Installer } from './installer.ts';
import { POST_TIMEOUT_MS } from './limits.ts';
import type { BotSettings } from './settings.ts';
import { createSocketConnection } from './socket-connection.ts';

/** Port of Slack's events and of the install pages when none is set. */
const DEFAULT_PORT = 3000;

/** A Bolt app with the transport it listens on. */
export interface SlackApp {
  readonly app: App;
  /** Throws when Slack doesn't accept the tokens or isn't reached. */
  start(): Promise<void>;
  /** False while Slack's events can't reach us. */
  connected(): boolean;
  /** Takes no more events. */
  stop(): Promise<void>;
}

export interface SlackAppParts {
  readonly settings: BotSettings;
  readonly clock: Clock;
  readonly log: Log;
  readonly logger: Logger;
  /** Where any workspace may install the app; null for one workspace with its token. */
  readonly installer: Installer | null;
}

/** Builds the Bolt app for Socket Mode or HTTP. */
export function createSlackApp(parts: SlackAppParts): SlackApp {
  return parts.settings.mode === 'socket' ? socketApp(parts) : httpApp(parts);
}

function socketApp(parts: SlackAppParts): SlackApp {
  const { settings, clock, log, logger, installer } = parts;
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
  const { app, acknowledged } = boltApp(parts, receiver);
  const connection = createSocketConnection(receiver.client, clock, log);
  return {
    app,
    async start() {
      await app.init();
      await installer?.receiver.start(settings.port ?? DEFAULT_PORT);
      await connection.start();
    },
    connected: connection.connected,
    async stop() {
      // Over a closed connection nobody hears that their command was taken.
      await acknowledged();
      await connection.stop();
      await installer?.receiver.stop();
    },
  };
}

function httpApp(parts: SlackAppParts): SlackApp {
  const { settings, logger, installer } = parts;
  const { signingSecret, port } = settings;
  if (signingSecret === undefined) throw new AttritionError('config-invalid', { missing: 'SLACK_SIGNING_SECRET' });
  const { app, acknowledged } = boltApp(parts, installer?.receiver ?? new HTTPReceiver({ signingSecret, logger }));
  return {
    app,
    async start() {
      await app.init();
      await app.start(port ?? DEFAULT_PORT);
    },
    // Slack calls us: that we listen is all that can be known.
    connected: () => true,
    async stop() {
      // A connection that is answered while it is being closed stays open for seconds.
      await acknowledged();
      await app.stop();
    },
  };
}

function boltApp(parts: SlackAppParts, receiver: HTTPReceiver | SocketModeReceiver) {
  const { settings, clock, logger, installer } = parts;
  const authorize = installer?.receiver.installer?.authorize;
  const app = new App({
    // Bolt finds the installer of an HTTP receiver by itself, and takes no second word on the matter.
    ...(authorize === undefined ? { token: settings.botToken } : receiver instanceof HTTPReceiver ? {} : { authorize }),
    receiver,
    logger,
    convoStore: false,
    deferInitialization: true,
    clientOptions: { slackApiUrl: settings.apiUrl, timeout: POST_TIMEOUT_MS, retryConfig: { retries: 2 } },
  });
  return { app, acknowledged: acknowledgeWhenKept(app, clock) };
}
