import { describeView } from './api/views.ts';
import type { Receipt } from './delivery.ts';
import { findElement, interactionBase, viewContainer } from './event-payloads.ts';
import type { Block } from './slack-types.ts';
import { isRecord, type User, type View } from './slack-types.ts';
import type { UserWorld } from './user-world.ts';

/** What was filled in, by action id: a text, a chosen value, or several chosen values. */
type FilledIn = Readonly<Record<string, string | readonly string[]>>;

/** What a person does in modals and on App Home. */
export interface ViewActions {
  /** The modal on top, if one is open. */
  modal(): View | undefined;
  submitView(viewId: string, filledIn?: FilledIn): Promise<Receipt>;
  closeView(viewId: string): Promise<void>;
  /** Presses a button on App Home or in a modal. */
  pressView(viewId: string, actionId: string): Promise<Receipt>;
}

/** Creates one user's hands for views. */
export function createViewActions(world: UserWorld, user: User): ViewActions {
  const find = (id: string) => {
    const view = world.state.views.get(id) ?? [...world.state.homes.values()].find((one) => one.id === id);
    if (!view || view.user !== user.id) throw new Error(`${user.name} sees no view ${id}`);
    return view;
  };
  return {
    modal: () => [...world.state.views.values()].filter((view) => view.user === user.id).at(-1),
    async submitView(viewId, filledIn = {}) {
      const view = find(viewId);
      const receipt = await world.delivery.deliver('interactive', {
        ...interactionBase(world.state, user),
        type: 'view_submission',
        trigger_id: world.triggers.issue(user.id),
        view: describeView(world.state, view, readValues(view.blocks, filledIn)),
        response_urls: [],
      });
      if (receipt.ok) follow(world, view, receipt.answer);
      return receipt;
    },
    async closeView(viewId) {
      const view = find(viewId);
      world.viewDesk.close(viewId, false);
      if (!view.notify_on_close) return;
      const payload = {
        ...interactionBase(world.state, user),
        type: 'view_closed',
        view: describeView(world.state, view),
        is_cleared: false,
      };
      await world.delivery.deliver('interactive', payload);
    },
    async pressView(viewId, actionId) {
      const view = find(viewId);
      const found = findElement(view.blocks, actionId);
      if (!found) throw new Error(`no button ${actionId} here`);
      const action = { ...found.element, block_id: found.block.block_id, action_ts: world.state.ids.ts() };
      return await world.delivery.deliver('interactive', {
        ...interactionBase(world.state, user),
        type: 'block_actions',
        trigger_id: world.triggers.issue(user.id),
        ...viewContainer(world.state, view),
        actions: [action],
      });
    },
  };
}

/** Does what the bot answered to a submission; no answer closes the modal. */
function follow(world: UserWorld, view: View, answer: unknown): void {
  const word = isRecord(answer) ? answer.response_action : undefined;
  if (!isRecord(answer) || word === undefined) world.viewDesk.close(view.id, false);
  else if (word === 'clear') world.viewDesk.close(view.id, true);
  else if (word === 'update') world.viewDesk.update(view.id, answer.view);
  else if (word === 'push') world.viewDesk.push(view.user, answer.view);
  else if (word === 'errors' && isRecord(answer.errors)) {
    const errors = Object.entries(answer.errors).map(([block, fault]) => [block, String(fault)]);
    world.viewDesk.fail(view.id, Object.fromEntries(errors));
  }
}

/** The state of a view's inputs, in the shape of Slack's `view.state.values`. */
function readValues(blocks: readonly Block[], filledIn: FilledIn): Record<string, Record<string, unknown>> {
  const values: Record<string, Record<string, unknown>> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || !isRecord(block.element)) continue;
    const actionId = String(block.element.action_id);
    values[String(block.block_id)] = { [actionId]: filledValue(block.element, filledIn[actionId]) };
  }
  return values;
}

function filledValue(
  element: Readonly<Record<string, unknown>>,
  given: string | readonly string[] | undefined,
): unknown {
  const type = String(element.type);
  const options = Array.isArray(element.options) ? element.options.filter(isRecord) : [];
  const chosen = (value: string) => options.find((option) => option.value === value) ?? null;
  if (type === 'checkboxes' || type.startsWith('multi_')) {
    const wanted = typeof given === 'string' ? [given] : (given ?? []);
    return { type, selected_options: wanted.map(chosen).filter((option) => option !== null) };
  }
  const single = typeof given === 'string' ? given : null;
  if (type === 'static_select' || type === 'radio_buttons') {
    return { type, selected_option: single === null ? (element.initial_option ?? null) : chosen(single) };
  }
  if (type === 'datepicker') return { type, selected_date: single ?? element.initial_date ?? null };
  return { type, value: single ?? element.initial_value ?? null };
}
