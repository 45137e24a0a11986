import type { Commands } from '../../../src/core/ports/commands.ts';
import type { MessageRef } from '../../../src/core/ports/conversation.ts';

/** Keeps what the listeners hand over. */
export interface FakeCommands extends Commands {
  readonly seen: readonly { readonly command: string; readonly input: unknown }[];
  /** Messages that somebody deleted. */
  readonly deleted: readonly MessageRef[];
  /** Thrown by every command when set. */
  failure: Error | null;
}

export function createFakeCommands(): FakeCommands {
  const seen: { command: string; input: unknown }[] = [];
  const keep = (command: string) => async (input: unknown) => {
    seen.push({ command, input });
    if (fake.failure !== null) throw fake.failure;
  };
  const deleted: MessageRef[] = [];
  const fake: FakeCommands = {
    seen,
    deleted,
    failure: null,
    slash: keep('slash'),
    mention: keep('mention'),
    filesShared: keep('filesShared'),
    filesRemoved: keep('filesRemoved'),
    messageDeleted: async (ref) => {
      deleted.push(ref);
    },
    button: keep('button'),
    windowButton: keep('windowButton'),
    workspaceLeft: keep('workspaceLeft'),
    home: async () => ({ markdown: '## 已加载\n\n24', notice: 'home' }),
  };
  return fake;
}
