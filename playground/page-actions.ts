import type { Faults } from './faults.ts';
import { isRecord, type User } from './slack-types.ts';
import type { UserActions } from './user-actions.ts';

/** What the page's requests work with. */
export interface PageHands {
  readonly hands: (user: User) => UserActions;
  readonly faults: Faults;
  readonly dropSockets: () => void;
}

type Fields = Readonly<Record<string, unknown>>;

const actions: Readonly<Record<string, (user: UserActions, fields: Fields) => unknown>> = {
  say: (user, fields) => user.say(word(fields, 'channel'), word(fields, 'text'), threadOf(fields)),
  slash: (user, fields) => user.slash(word(fields, 'channel'), word(fields, 'text')),
  press: (user, fields) => user.press(refOf(fields), word(fields, 'action')),
  shortcut: (user, fields) => user.shortcut(word(fields, 'callback'), refOf(fields)),
  edit: (user, fields) => user.editMessage(refOf(fields), word(fields, 'text')),
  delete: (user, fields) => user.deleteMessage(refOf(fields)),
  home: (user) => user.openHome(),
  'press-view': (user, fields) => user.pressView(word(fields, 'view'), word(fields, 'action')),
  'submit-view': (user, fields) => user.submitView(word(fields, 'view'), filledIn(fields.values)),
  'close-view': (user, fields) => user.closeView(word(fields, 'view')),
};

/** Does what a person did on the page; throws an Error with a readable message when it can't be done. */
export async function actOnPage(
  world: PageHands,
  user: User,
  act: { readonly name: string; readonly body: unknown },
): Promise<void> {
  const fields = isRecord(act.body) ? act.body : {};
  if (act.name === 'faults') return setFault(world, fields);
  const action = actions[act.name];
  if (!action) throw new Error(`no action ${act.name}`);
  const outcome = await action(world.hands(user), fields);
  // A command that fails is whispered to its user already, as in Slack.
  if (act.name !== 'slash' && isRecord(outcome) && outcome.ok === false) throw new Error('no_answer');
}

/** Takes the files of the composer. */
export async function uploadFromPage(
  world: PageHands,
  user: User,
  sent: { readonly body: Buffer; readonly type: string },
): Promise<void> {
  const form = await new Response(new Uint8Array(sent.body), { headers: { 'content-type': sent.type } }).formData();
  const files = [];
  for (const value of form.getAll('file')) {
    if (typeof value !== 'string') files.push({ name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  const field = (name: string) => String(form.get(name) ?? '');
  const thread = field('thread');
  const options = { text: field('text'), ...(thread === '' ? {} : { thread }) };
  world.hands(user).upload(field('channel'), files, options);
}

/** The switches of the page's "bad day" panel. */
function setFault(world: PageHands, fields: Fields): void {
  const on = fields.on === true;
  switch (fields.name) {
    case 'tiers':
      world.faults.tiers = on;
      break;
    case 'loginPage':
      world.faults.loginPage = on;
      break;
    case 'fileStubs':
      world.faults.fileStubs = on;
      break;
    case 'extraDeliveries':
      world.faults.extraDeliveries = on ? 1 : 0;
      break;
    case 'dropSockets':
      world.dropSockets();
      break;
    default:
      throw new Error('no such switch');
  }
}

function word(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Error(`${name} is missing`);
  return value;
}

function refOf(fields: Fields) {
  return { channel: word(fields, 'channel'), ts: word(fields, 'ts') };
}

function threadOf(fields: Fields) {
  return typeof fields.thread === 'string' && fields.thread !== '' ? { thread: fields.thread } : {};
}

function filledIn(values: unknown): Record<string, string | readonly string[]> {
  if (!isRecord(values)) return {};
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(String) : String(value),
  ]);
  return Object.fromEntries(entries);
}
