import { type Kysely, sql } from 'kysely';
import type { InstallationStore } from '../core/ports/installation-store.ts';
import type { Tables } from './schema.ts';

/** Installations of all workspaces; what is kept of a token was encrypted before it came here. */
export function createInstallationStore(db: Kysely<Tables>): InstallationStore {
  return {
    ...createAddresses(db),
    async keep(workspace, sealed, at) {
      await db.transaction().execute(async (tx) => {
        const kept = { sealed, installed_at: at };
        await tx
          .insertInto('installation')
          .values({ workspace, ...kept })
          .onConflict((conflict) => conflict.column('workspace').doUpdateSet(kept))
          .execute();
        await tx.deleteFrom('departure').where('workspace', '=', workspace).execute();
      });
    },
    async sealed(workspace) {
      const found = db.selectFrom('installation').select('sealed').where('workspace', '=', workspace);
      return (await found.executeTakeFirst())?.sealed ?? null;
    },
    async installed() {
      const rows = await db.selectFrom('installation').select('workspace').orderBy('workspace').execute();
      return rows.map(({ workspace }) => workspace);
    },
    leave: (workspace, at) =>
      db.transaction().execute(async (tx) => {
        const gone = await tx
          .deleteFrom('installation')
          .where('workspace', '=', workspace)
          .where('installed_at', '<=', at)
          .returning('workspace')
          .executeTakeFirst();
        if (gone === undefined) return false;
        await tx
          .insertInto('departure')
          .values({ workspace, left_at: at })
          .onConflict((conflict) => conflict.column('workspace').doUpdateSet({ left_at: at }))
          .execute();
        return true;
      }),
    async leftBefore(before) {
      const rows = await db.selectFrom('departure').select('workspace').where('left_at', '<', before).execute();
      return rows.map(({ workspace }) => workspace);
    },
    async forget(workspace) {
      await db.transaction().execute(async (tx) => {
        const left = tx.deleteFrom('departure').where('workspace', '=', workspace).returning('workspace');
        // It may have come back in this very moment.
        if ((await left.executeTakeFirst()) === undefined) return;
        await tx.deleteFrom('address').where('workspace', '=', workspace).execute();
      });
    },
  };
}

function createAddresses(db: Kysely<Tables>): Pick<InstallationStore, 'see' | 'workspaceOf' | 'channels'> {
  return {
    async see(sight) {
      await sql`
        insert into address (id, kind, workspace, proven)
        values (${sight.id}, ${sight.kind}, ${sight.workspace}, ${sight.proven})
        on conflict (id) do update set workspace = excluded.workspace, proven = excluded.proven
        where (excluded.proven and not address.proven)
          or not exists (select 1 from installation where installation.workspace = address.workspace)`.execute(db);
    },
    async workspaceOf(id) {
      const found = db.selectFrom('address').select('workspace').where('id', '=', id);
      return (await found.executeTakeFirst())?.workspace ?? null;
    },
    async channels(workspace) {
      const found = db.selectFrom('address').select('id').where('workspace', '=', workspace);
      const rows = await found.where('kind', '=', 'channel').orderBy('id').execute();
      return rows.map(({ id }) => id);
    },
  };
}
