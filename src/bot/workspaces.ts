import { AttritionError } from '../core/errors.ts';
import type { InstallationStore, Sight } from '../core/ports/installation-store.ts';

/**
 * Which workspace a call goes to. An address is the id of a channel or a person, or of a workspace itself; single-token
 * bots know one workspace, whatever the address.
 */
export interface Workspaces {
  readonly areMany: boolean;
  /** Throws AttritionError app-uninstalled for an address that no workspace is known for. */
  find(address: string): Promise<string>;
  token(workspace: string): Promise<string>;
  see(sight: Sight): Promise<void>;
}

/** The workspace of a single-token bot. */
const ONLY = 'workspace';

/** One workspace and its token. */
export function oneWorkspace(token: string): Workspaces {
  return { areMany: false, find: async () => ONLY, token: async () => token, see: async () => {} };
}

/** All workspaces that have installed the app. Nothing is kept in memory: a token that was replaced is used at once. */
export function manyWorkspaces(store: InstallationStore, token: Workspaces['token']): Workspaces {
  return {
    areMany: true,
    token,
    see: store.see,
    async find(address) {
      if (/^[TE]/.test(address)) return address;
      const known = await store.workspaceOf(address);
      if (known !== null) return known;
      // What was read before there were several workspaces belongs to the first one.
      const [only, ...others] = await store.installed();
      if (only === undefined || others.length > 0) throw new AttritionError('app-uninstalled', { address });
      return only;
    },
  };
}
