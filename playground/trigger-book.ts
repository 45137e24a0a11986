import type { Clock } from '../src/core/ports/clock.ts';
import { SlackRefusal } from './slack-refusal.ts';
import type { WorkspaceIds } from './workspace-ids.ts';

/** A trigger opens one modal, within three seconds (ms). */
const TRIGGER_LIFE = 3_000;
/** A response address works for half an hour (ms), five times. */
const ADDRESS_LIFE = 30 * 60_000;
const ADDRESS_USES = 5;

/** Where a response address leads: the channel, the person, the message whose button was pressed. */
export interface ResponseTarget {
  readonly channel: string;
  readonly user: string;
  readonly message: string | null;
  readonly thread: string | null;
}

/** The short-lived keys that come with a command or a press. */
export interface TriggerBook {
  /** A new trigger_id for this user. */
  issue(user: string): string;
  /** Uses a trigger up and tells whose it was; throws SlackRefusal. */
  use(trigger: string): string;
  /** The path of a new response_url. */
  address(target: ResponseTarget): string;
  /** Uses a response address once; tells the target or Slack's word for why not. */
  visit(path: string): ResponseTarget | 'used_url' | 'expired_url';
}

/** Creates an empty book of one workspace. */
export function createTriggerBook(clock: Clock, ids: WorkspaceIds, team: string): TriggerBook {
  const triggers = new Map<string, { user: string; until: number; used: boolean }>();
  const addresses = new Map<string, { target: ResponseTarget; until: number; left: number }>();
  return {
    issue(user) {
      const id = ids.next('TR');
      triggers.set(id, { user, until: clock.now() + TRIGGER_LIFE, used: false });
      return id;
    },
    use(id) {
      const trigger = triggers.get(id);
      if (!trigger) throw new SlackRefusal('invalid_trigger_id');
      if (trigger.used) throw new SlackRefusal('exchanged_trigger_id');
      if (clock.now() > trigger.until) throw new SlackRefusal('expired_trigger_id');
      trigger.used = true;
      return trigger.user;
    },
    address(target) {
      const path = `/response/${team}/${ids.next('RU')}`;
      addresses.set(path, { target, until: clock.now() + ADDRESS_LIFE, left: ADDRESS_USES });
      return path;
    },
    visit(path) {
      const address = addresses.get(path);
      if (!address || clock.now() > address.until) return 'expired_url';
      if (address.left <= 0) return 'used_url';
      address.left -= 1;
      return address.target;
    },
  };
}
