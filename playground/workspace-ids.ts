import { randomBytes } from 'node:crypto';
import type { Clock } from '../src/core/ports/clock.ts';

/** The app as it stands in the list of apps; each workspace that installs it gives it a bot user of its own. */
export const APP = { id: 'A0ATTRITION', client_id: '1000000000.2000000000' } as const;
export const SLACKBOT = 'USLACKBOT';

/** The tokens a bot needs for this workspace; they are worth nothing elsewhere. */
export interface Tokens {
  readonly bot: string;
  readonly app: string;
  readonly signingSecret: string;
  /** What the app proves itself with when it asks for a workspace's token. */
  readonly clientSecret: string;
}

/** Letters that nobody guesses, for what only has to be told apart. */
export const word = (): string => randomBytes(12).toString('hex');

/** Makes a token of a bot user. */
export const botToken = (): string => `xoxb-playground-${word()}`;

/** Makes a new set of tokens. */
export function createTokens(): Tokens {
  return { bot: botToken(), app: `xapp-1-playground-${word()}`, signingSecret: word(), clientSecret: word() };
}

/** Gives out ids that are unique over restarts, and message timestamps that always grow. */
export interface WorkspaceIds {
  /** E.g. `next('F')` for a file. */
  next(prefix: string): string;
  /** A message timestamp: seconds with six decimals. */
  ts(): string;
}

/** Creates the id source of a workspace. */
export function createWorkspaceIds(clock: Clock): WorkspaceIds {
  let last = 0;
  const micros = () => {
    last = Math.max(last + 1, clock.now() * 1000);
    return last;
  };
  return {
    next: (prefix) => `${prefix}0${micros().toString(36).toUpperCase()}`,
    ts: () => {
      const now = micros();
      return `${Math.floor(now / 1e6)}.${String(now % 1e6).padStart(6, '0')}`;
    },
  };
}
