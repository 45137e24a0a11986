import { checkView, readBlocks } from './limits.ts';
import { SlackRefusal } from './slack-refusal.ts';
import { isRecord, type View } from './slack-types.ts';
import type { WorkspaceState } from './workspace-state.ts';

/** Slack stacks at most three modals. */
const MOST_STACKED = 3;

/** Opens, changes and closes modals and home tabs. */
export interface ViewDesk {
  open(user: string, raw: unknown): View;
  push(user: string, raw: unknown): View;
  update(id: string, raw: unknown, hash?: string): View;
  publish(user: string, raw: unknown): View;
  /** Closes a modal and shows the one below; `all` closes the stack. */
  close(id: string, all: boolean): void;
  /** Shows the faults of a submission below the inputs. */
  fail(id: string, errors: Readonly<Record<string, string>>): void;
}

/** Creates the desk over the workspace's open views. */
export function createViewDesk(state: WorkspaceState): ViewDesk {
  const show = (view: View) => {
    state.views.set(view.id, view);
    state.tell({ kind: 'view', view });
    return view;
  };
  const top = (user: string) => [...state.views.values()].filter((view) => view.user === user).at(-1);
  const add = (user: string, raw: unknown, below: View | undefined) => {
    const id = state.ids.next('V');
    const stack = { root_view_id: below?.root_view_id ?? id, previous_view_id: below?.id ?? null };
    return show({ ...readView(state, raw, 'modal'), id, user, ...stack });
  };
  return {
    open: (user, raw) => add(user, raw, undefined),
    push(user, raw) {
      const below = top(user);
      if (!below) throw new SlackRefusal('not_found');
      if ([...state.views.values()].filter((view) => view.user === user).length >= MOST_STACKED) {
        throw new SlackRefusal('push_limit_reached');
      }
      return add(user, raw, below);
    },
    update(id, raw, hash) {
      const old = state.views.get(id);
      if (!old) throw new SlackRefusal('not_found');
      if (hash !== undefined && hash !== old.hash) throw new SlackRefusal('hash_conflict');
      const { user, root_view_id, previous_view_id } = old;
      return show({ ...readView(state, raw, 'modal'), id, user, root_view_id, previous_view_id });
    },
    publish(user, raw) {
      const id = state.homes.get(user)?.id ?? state.ids.next('V');
      const view = { ...readView(state, raw, 'home'), id, user, root_view_id: id, previous_view_id: null };
      state.homes.set(user, view);
      state.tell({ kind: 'home', view });
      return view;
    },
    close(id, all) {
      const view = state.views.get(id);
      if (!view) return;
      const gone = all ? [...state.views.values()].filter((one) => one.root_view_id === view.root_view_id) : [view];
      for (const one of gone) {
        state.views.delete(one.id);
        state.tell({ kind: 'view-closed', view: one });
      }
    },
    fail(id, errors) {
      const view = state.views.get(id);
      if (view) show({ ...view, errors });
    },
  };
}

type ViewContent = Omit<View, 'id' | 'user' | 'root_view_id' | 'previous_view_id'>;

function readView(state: WorkspaceState, raw: unknown, type: 'modal' | 'home'): ViewContent {
  if (!isRecord(raw) || raw.type !== type) throw new SlackRefusal('invalid_arguments', [`view.type must be ${type}`]);
  const blocks = readBlocks(raw.blocks) ?? [];
  checkView(raw, blocks);
  return {
    type,
    hash: `${state.ids.ts()}.hash`,
    callback_id: typeof raw.callback_id === 'string' ? raw.callback_id : '',
    private_metadata: typeof raw.private_metadata === 'string' ? raw.private_metadata : '',
    blocks: blocks.map((block) => withIds(state, block)),
    ...(raw.title === undefined ? {} : { title: raw.title }),
    ...(raw.submit === undefined ? {} : { submit: raw.submit }),
    ...(raw.close === undefined ? {} : { close: raw.close }),
    ...(raw.notify_on_close === true ? { notify_on_close: true } : {}),
  };
}

/** Slack gives ids to blocks and elements that have none: inputs are read back by them. */
function withIds(state: WorkspaceState, block: View['blocks'][number]): View['blocks'][number] {
  const named = { block_id: state.ids.next('b'), ...block };
  if (!isRecord(block.element)) return named;
  return { ...named, element: { action_id: state.ids.next('a'), ...block.element } };
}
