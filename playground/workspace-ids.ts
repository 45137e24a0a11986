import { randomBytes } from 'node:crypto';
import type { Clock } from '../src/core/ports/clock.ts';

export const TEAM = { id: 'T0PLAYGROUND', name: 'Playground', domain: 'playground' } as const;
export const APP = { id: 'A0ATTRITION', bot_id: 'B0ATTRITION', bot_user: 'U0ATTRITION' } as const;
export const SLACKBOT = 'USLACKBOT';

/** The tokens a bot needs for this workspace; they are worth nothing elsewhere. */
export interface Tokens {
  readonly bot: string;
  readonly app: string;
  readonly signingSecret: string;
}

/** Makes a new set of tokens. */
export function createTokens(): Tokens {
  const word = () => randomBytes(12).toString('hex');
  return { bot: `xoxb-playground-${word()}`, app: `xapp-1-playground-${word()}`, signingSecret: word() };
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
