import type { Message, SlackFile, View } from './slack-types.ts';
import type { WorkspaceState } from './workspace-state.ts';

/** What tests look at. Channels by id, name or #name. */
export interface Readers {
  /** All messages of a channel in order, thread replies included. */
  messages(channel: string): readonly Message[];
  /** A thread: its root and its replies. */
  thread(channel: string, ts: string): readonly Message[];
  /** Messages only this user (id or name) sees. */
  whispers(user: string): readonly Message[];
  files(): readonly SlackFile[];
  fileBytes(id: string): Uint8Array | undefined;
  /** The App Home of a user (id or name). */
  home(user: string): View | undefined;
  /** Ids of people by user group, to be filled. */
  readonly userGroups: Map<string, readonly string[]>;
  /**
   * Looks again after every change until something is found, and gives it back; throws after `timeout` ms.
   * @example await playground.waitFor(() => playground.messages('#people-exit').find((one) => one.bot_id))
   */
  waitFor<T>(look: () => T | undefined | null | false, timeout?: number): Promise<T>;
}

const DEFAULT_WAIT = 10_000;
/** Some things looked at (calls, deliveries) are no changes of the workspace (ms). */
const LOOK_AGAIN = 20;

/** Creates the readers of a workspace. */
export function createReaders(state: WorkspaceState): Readers {
  const idOf = (name: string) => state.channel(name)?.id ?? name;
  const userOf = (name: string) => state.users.find((user) => user.name === name)?.id ?? name;
  return {
    messages: (channel) => state.messages(idOf(channel)),
    thread: (channel, ts) => state.messages(idOf(channel)).filter((one) => one.ts === ts || one.thread_ts === ts),
    whispers: (user) => state.ephemerals(userOf(user)),
    files: () => [...state.files.values()].map(({ file }) => file),
    fileBytes: (id) => state.files.get(id)?.bytes,
    userGroups: state.userGroups,
    home: (user) => state.homes.get(userOf(user)),
    waitFor: (look, timeout = DEFAULT_WAIT) => waitFor(state, look, timeout),
  };
}

async function waitFor<T>(
  state: WorkspaceState,
  look: () => T | undefined | null | false,
  timeout: number,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const check = () => {
    try {
      const found = look();
      if (found !== undefined && found !== null && found !== false) resolve(found);
    } catch (thrown) {
      reject(thrown);
    }
  };
  const stop = state.subscribe(check);
  const again = setInterval(check, LOOK_AGAIN);
  const timer = setTimeout(() => reject(new Error(`nothing found within ${timeout} ms: ${look}`)), timeout);
  check();
  try {
    return await promise;
  } finally {
    stop();
    clearInterval(again);
    clearTimeout(timer);
  }
}
