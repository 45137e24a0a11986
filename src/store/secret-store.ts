import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { SecretStore } from '../core/ports/privacy-store.ts';
import type { Tables } from './schema.ts';

const SECRET_BYTES = 32;

/** The channels' secrets; `forget-store` deletes a channel's with the first row that goes. */
export function createSecretStore(db: Kysely<Tables>): SecretStore {
  return {
    async of(channel) {
      const known = await db
        .selectFrom('channel_secret')
        .select('secret')
        .where('channel', '=', channel)
        .executeTakeFirst();
      if (known !== undefined) return known.secret;
      // Two that make one at once agree on the first; the update changes nothing and lets the row be returned.
      const { secret } = await db
        .insertInto('channel_secret')
        .values({ channel, secret: randomBytes(SECRET_BYTES).toString('base64url') })
        .onConflict((row) => row.column('channel').doUpdateSet({ channel }))
        .returning('secret')
        .executeTakeFirstOrThrow();
      return secret;
    },
    async among(channels) {
      if (channels.length === 0) return new Map();
      const rows = await db.selectFrom('channel_secret').selectAll().where('channel', 'in', channels).execute();
      return new Map(rows.map(({ channel, secret }) => [channel, secret]));
    },
  };
}
