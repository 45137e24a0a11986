import { randomUUID } from 'node:crypto';
import type { SecretStore } from '../../src/core/ports/privacy-store.ts';

/** The channels' secrets as several processes see them in their database; `erase` stands for a deletion, `restore` for nothing real: it shows what is left. */
export function channelSecrets(): SecretStore & {
  erase(channel: string): void;
  restore(channel: string, secret: string): void;
} {
  const secrets = new Map<string, string>();
  return {
    async of(channel) {
      const secret = secrets.get(channel) ?? randomUUID();
      secrets.set(channel, secret);
      return secret;
    },
    among: async (channels) => new Map([...secrets].filter(([channel]) => channels.includes(channel))),
    erase: (channel) => void secrets.delete(channel),
    restore: (channel, secret) => void secrets.set(channel, secret),
  };
}
