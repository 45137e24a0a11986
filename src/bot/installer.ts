import {
  HTTPReceiver,
  type Installation,
  type Logger,
  type InstallationStore as SlackInstallations,
} from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { AttritionError, toAttritionError } from '../core/errors.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { InstallationStore } from '../core/ports/installation-store.ts';
import type { Log } from '../core/ports/log.ts';
import { INSTALL_PAGES } from './install-pages.ts';
import { POST_TIMEOUT_MS } from './limits.ts';
import { BOT_SCOPES } from './scopes.ts';
import type { BotSettings, OAuthSettings } from './settings.ts';
import { createTokenSeal } from './token-seal.ts';

/** How long another process may take from spending a refresh token to storing the new one. */
const REFRESHED_ELSEWHERE_MS = 1_000;

export interface InstallerParts {
  readonly settings: BotSettings;
  readonly oauth: OAuthSettings;
  readonly store: InstallationStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Serves the install pages, takes Slack's events over HTTP where that is the mode, and knows every workspace's token. */
export interface Installer {
  /** Not started: a process that only works needs nothing but the tokens. */
  readonly receiver: HTTPReceiver;
  /** A workspace's token, refreshed when it runs out soon; throws app-uninstalled, workspace-not-allowed or token-key-wrong. */
  token(workspace: string): Promise<string>;
  /** Says in the log which workspaces can't be served by these settings; the others are all the same. */
  checkWorkspaces(log: Log): Promise<void>;
  /** Resolves when Slack answers a call that needs no token. */
  slackAnswers(): Promise<void>;
}

function clientOptions({ apiUrl: slackApiUrl }: BotSettings) {
  return { slackApiUrl, timeout: POST_TIMEOUT_MS, retryConfig: { retries: 0 } };
}

/** Builds Bolt's own OAuth over the installations in the database. */
export function createInstaller(parts: InstallerParts): Installer {
  const { settings, oauth, store, clock, logger } = parts;
  const { clientId, clientSecret, stateSecret } = oauth;
  // In Socket Mode no event may come in by HTTP: there the server has the two install pages and nothing else.
  const events =
    settings.mode === 'http'
      ? { signingSecret: settings.signingSecret ?? '' }
      : { signingSecret: '', signatureVerification: false, endpoints: [] };
  const installations = createSlackInstallations(parts);
  const receiver = new HTTPReceiver({
    ...events,
    ...{ clientId, clientSecret, stateSecret, logger },
    scopes: [...BOT_SCOPES],
    installationStore: installations,
    installerOptions: {
      ...INSTALL_PAGES,
      authorizationUrl: new URL('../oauth/v2/authorize', settings.apiUrl).href,
      clientOptions: clientOptions(settings),
    },
  });
  const { installer } = receiver;
  if (installer === undefined) throw new AttritionError('config-invalid', { missing: 'SLACK_CLIENT_ID' });
  installer.authorize = refreshOnce(installer.authorize, clock);
  const nobody = new WebClient(undefined, { slackApiUrl: settings.apiUrl, logger, timeout: POST_TIMEOUT_MS });
  return {
    receiver,
    async checkWorkspaces(log) {
      for (const workspace of await store.installed()) {
        try {
          await installations.fetchInstallation(queryOf(workspace));
        } catch (thrown) {
          const { code, detail } = toAttritionError(thrown);
          log.error(
            { workspace, code },
            faultSentence(code, detail, 'en', (text) => text),
          );
        }
      }
    },
    async slackAnswers() {
      await nobody.apiCall('api.test');
    },
    async token(workspace) {
      try {
        const { botToken } = await installer.authorize(queryOf(workspace));
        if (botToken !== undefined) return botToken;
      } catch (thrown) {
        // Bolt wraps what the store below has thrown.
        throw (thrown as { readonly original?: unknown }).original ?? thrown;
      }
      throw new AttritionError('app-uninstalled', { workspace });
    },
  };
}

type Authorize = NonNullable<HTTPReceiver['installer']>['authorize'];

/**
 * A refresh token is good for one use: those who need a workspace's token at the same moment share one look. Where
 * another process was faster, its token is in the database a moment later.
 */
function refreshOnce(authorize: Authorize, clock: Clock): Authorize {
  const running = new Map<string, ReturnType<Authorize>>();
  async function look(source: Parameters<Authorize>[0]): ReturnType<Authorize> {
    const found = await authorize(source);
    if (found.botTokenExpiresAt === undefined || found.botTokenExpiresAt * 1000 > clock.now()) return found;
    await clock.sleep(REFRESHED_ELSEWHERE_MS);
    return authorize(source);
  }
  return (source) => {
    const { isEnterpriseInstall, enterpriseId, teamId } = source;
    const key = `${isEnterpriseInstall ? enterpriseId : teamId}`;
    const current = running.get(key);
    if (current !== undefined) return current;
    const started = look(source).finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };
}

/** Organisations that installed the app for all their workspaces have ids of this kind. */
const isOrganisation = (workspace: string): boolean => workspace.startsWith('E');

function queryOf(workspace: string) {
  return isOrganisation(workspace)
    ? { teamId: undefined, enterpriseId: workspace, isEnterpriseInstall: true }
    : { teamId: workspace, enterpriseId: undefined, isEnterpriseInstall: false };
}

/** Bolt's installation store on ours, sealing on the way in and opening on the way out. */
function createSlackInstallations(parts: InstallerParts): SlackInstallations {
  const { oauth, store, clock } = parts;
  const seal = createTokenSeal(oauth.keys);
  const isAllowed = (workspace: string) => oauth.allowed?.includes(workspace) !== false;
  const notAllowed = (workspace: string) => new AttritionError('workspace-not-allowed', { workspace });
  return {
    async storeInstallation(installation) {
      const { isEnterpriseInstall, enterprise, team } = installation;
      const workspace = (isEnterpriseInstall ? enterprise?.id : team?.id) ?? '';
      if (workspace === '') throw new AttritionError('unexpected', { method: 'oauth.v2.access' });
      if (!isAllowed(workspace)) {
        await giveBack(installation.bot?.token ?? '', parts);
        throw notAllowed(workspace);
      }
      await store.keep(workspace, seal.seal(JSON.stringify(installation), workspace), clock.now());
    },
    async fetchInstallation({ isEnterpriseInstall, enterpriseId, teamId }) {
      const workspace = (isEnterpriseInstall ? enterpriseId : teamId) ?? '';
      if (!isAllowed(workspace)) throw notAllowed(workspace);
      const sealed = await store.sealed(workspace);
      if (sealed === null) throw new AttritionError('app-uninstalled', { workspace });
      return JSON.parse(seal.open(sealed, workspace)) as Installation;
    },
  };
}

/** Revokes a token that won't be used. Where Slack doesn't take it, the app stays listed there and is never answered. */
async function giveBack(token: string, { settings, logger }: InstallerParts): Promise<void> {
  const client = new WebClient(token, { ...clientOptions(settings), logger });
  await client.auth.revoke().catch((thrown: unknown) => logger.warn(`auth.revoke: ${thrown}`));
}
