import type { Clock } from '../src/core/ports/clock.ts';
import { type Arguments, required, text } from './api/method.ts';
import { SlackRefusal } from './slack-refusal.ts';
import { APP, botToken, word } from './workspace-ids.ts';
import type { BotIdentity, Team } from './workspace-state.ts';

/** Slack's word for a token that works no longer. */
type DeadToken = 'account_inactive' | 'token_revoked' | 'token_expired';

interface HeldToken {
  readonly team: string;
  dead: DeadToken | null;
  /** Milliseconds since the epoch; null where tokens aren't rotated. */
  readonly until: number | null;
}

interface Code {
  readonly team: string;
  readonly user: string;
  readonly scope: string;
  readonly redirectUri: string | undefined;
  readonly until: number;
  isUsed: boolean;
}

/** A code is exchanged within ten minutes (ms), once. */
const CODE_LIFE = 10 * 60_000;
/** What a person allowed on the consent page. */
export interface Consent {
  readonly team: string;
  readonly user: string;
  readonly scope: string;
  readonly redirectUri: string | undefined;
}

/** Which workspaces have the app, and by which tokens. */
export interface AppInstalls {
  isInstalled(team: string): boolean;
  /** The workspace of a bot token; throws SlackRefusal for any other. */
  teamOf(token: string): string;
  /** A workspace that has the app from the beginning, with this token. */
  hold(team: string, token: string): void;
  /** Notes a consent and gives the code that leads to a token. */
  consent(consent: Consent): string;
  /** oauth.v2.access: a code or a refresh token for a bot token. */
  access(args: Arguments): Readonly<Record<string, unknown>>;
  /** All tokens of a workspace are dead from now on. */
  kill(team: string, why: DeadToken): void;
}

export interface InstallsWorld {
  readonly clock: Clock;
  readonly clientSecret: string;
  /** Seconds after which tokens expire, with a refresh token for the next one; null where they last. */
  readonly tokenLife: number | null;
  readonly find: (team: string) => { readonly team: Team; readonly bot: BotIdentity } | undefined;
}

function prove(args: Arguments, clientSecret: string): void {
  if (text(args, 'client_id') !== APP.client_id) throw new SlackRefusal('invalid_client_id');
  if (text(args, 'client_secret') !== clientSecret) throw new SlackRefusal('bad_client_secret');
}

/** Keeps the app's installs as Slack's side of OAuth does. */
export function createAppInstalls({ clock, clientSecret, tokenLife, find }: InstallsWorld): AppInstalls {
  const tokens = new Map<string, HeldToken>();
  const codes = new Map<string, Code>();
  /** Refresh tokens by workspace; each is used once. */
  const refreshes = new Map<string, string>();

  function issue(teamId: string): Readonly<Record<string, unknown>> {
    const place = find(teamId);
    if (!place) throw new SlackRefusal('invalid_code');
    const token = botToken();
    tokens.set(token, { team: teamId, dead: null, until: tokenLife === null ? null : clock.now() + tokenLife * 1000 });
    const base = { access_token: token, token_type: 'bot', bot_user_id: place.bot.user, app_id: APP.id };
    const { id, name } = place.team;
    const where = { team: { id, name }, enterprise: null, is_enterprise_install: false };
    if (tokenLife === null) return { ...base, ...where };
    const refresh = `xoxe-1-playground-${word()}`;
    refreshes.set(refresh, teamId);
    return { ...base, ...where, refresh_token: refresh, expires_in: tokenLife };
  }

  function exchange(args: Arguments): Readonly<Record<string, unknown>> {
    const code = codes.get(required(args, 'code'));
    if (!code || clock.now() > code.until) throw new SlackRefusal('invalid_code');
    if (code.isUsed) throw new SlackRefusal('code_already_used');
    if (text(args, 'redirect_uri') !== code.redirectUri) throw new SlackRefusal('bad_redirect_uri');
    code.isUsed = true;
    return { ...issue(code.team), scope: code.scope, authed_user: { id: code.user } };
  }

  function refresh(args: Arguments): Readonly<Record<string, unknown>> {
    const given = required(args, 'refresh_token');
    const team = refreshes.get(given);
    if (team === undefined) throw new SlackRefusal('invalid_refresh_token');
    refreshes.delete(given);
    return issue(team);
  }

  return {
    isInstalled: (team) => [...tokens.values()].some((held) => held.team === team && !isGone(held)),
    teamOf(token) {
      const held = tokens.get(token);
      if (!held) throw new SlackRefusal('invalid_auth');
      if (held.dead !== null) throw new SlackRefusal(held.dead);
      if (held.until !== null && clock.now() >= held.until) throw new SlackRefusal('token_expired');
      return held.team;
    },
    hold: (team, token) => void tokens.set(token, { team, dead: null, until: null }),
    consent(consent) {
      const code = word();
      codes.set(code, { ...consent, until: clock.now() + CODE_LIFE, isUsed: false });
      return code;
    },
    access(args) {
      prove(args, clientSecret);
      const type = text(args, 'grant_type') ?? 'authorization_code';
      if (type === 'authorization_code') return exchange(args);
      if (type === 'refresh_token') return refresh(args);
      throw new SlackRefusal('invalid_grant_type');
    },
    kill(team, dead) {
      for (const held of tokens.values()) if (held.team === team) held.dead ??= dead;
      if (dead === 'token_expired') return;
      for (const [token, owner] of refreshes) if (owner === team) refreshes.delete(token);
    },
  };
}

/** An expired token belongs to a workspace that still has the app. */
function isGone({ dead }: HeldToken): boolean {
  return dead !== null && dead !== 'token_expired';
}
