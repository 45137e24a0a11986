import type { Clock } from '../src/core/ports/clock.ts';
import type { Faults } from './faults.ts';
import type { WorkspaceIds } from './workspace-ids.ts';

type DeliveryKind = 'events_api' | 'slash_commands' | 'interactive';

/** One thing to hand to the bot. */
export interface Parcel {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly attempt: number;
  readonly retryReason: string | null;
}

/** What the bot said to a parcel. */
export interface Receipt {
  readonly ok: boolean;
  /** The body of the acknowledgement, e.g. a command's immediate reply. */
  readonly answer: unknown;
  readonly reason: string | null;
  /** The bot asked not to be sent this again. */
  readonly noRetry: boolean;
}

/** A way to the bot: a Socket Mode connection or its HTTP address. */
export interface Transport {
  readonly connected: () => boolean;
  send(parcel: Parcel): Promise<Receipt>;
}

/** A delivery with all its attempts, for tests. */
export interface DeliveryRecord {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly attempts: { readonly at: number; readonly receipt: Receipt }[];
}

export interface Delivery {
  /** Hands something to the bot; events are tried again as Slack does. Resolves with the last receipt. */
  deliver(kind: DeliveryKind, payload: Readonly<Record<string, unknown>>): Promise<Receipt>;
  /** Hands over once more what was handed over before, as happens when an acknowledgement came too late. */
  again(id: string): Promise<Receipt>;
  readonly log: readonly DeliveryRecord[];
}

/** Slack waits this long (ms) for an acknowledgement. */
export const ACK_TIME = 3_000;
/** Why nothing is delivered from a workspace without the app. */
export const NOT_INSTALLED = 'not_installed';
/** An event that wasn't acknowledged comes again at once, after a minute, after five minutes (ms). */
const RETRY_DELAYS = [0, 60_000, 300_000] as const;

/** Creates the post office between the workspace and the bot. */
export function createDelivery(world: {
  readonly clock: Clock;
  readonly ids: WorkspaceIds;
  readonly faults: Faults;
  readonly transport: () => Transport;
  readonly stopped: AbortSignal;
}): Delivery {
  const { clock, ids, faults } = world;
  const log: DeliveryRecord[] = [];
  const attempt = async (record: DeliveryRecord, number: number, reason: string | null): Promise<Receipt> => {
    const lost = take(faults, 'lostDeliveries');
    const parcel = { ...record, id: ids.next('E'), attempt: number, retryReason: reason };
    const receipt = lost ? failed('connection_failed') : await world.transport().send(parcel);
    const heard = receipt.ok && take(faults, 'lostAcks') ? failed('http_timeout') : receipt;
    record.attempts.push({ at: clock.now(), receipt: heard });
    return heard;
  };
  return {
    log,
    async again(id) {
      const record = log.find((one) => one.id === id);
      if (record === undefined) throw new Error(`nothing was delivered under ${id}`);
      return await attempt(record, record.attempts.length, 'http_timeout');
    },
    async deliver(kind, payload) {
      const record: DeliveryRecord = { id: ids.next('L'), kind, payload, attempts: [] };
      log.push(record);
      let receipt = await attempt(record, 0, null);
      if (kind !== 'events_api') return receipt;
      for (const [index, delay] of RETRY_DELAYS.entries()) {
        if (receipt.ok || receipt.noRetry) break;
        if (delay > 0) await clock.sleep(delay, world.stopped).catch(() => undefined);
        if (world.stopped.aborted) return receipt;
        receipt = await attempt(record, index + 1, receipt.reason);
      }
      for (let extra = 1; extra <= faults.extraDeliveries; extra += 1) await attempt(record, extra, 'http_timeout');
      return receipt;
    },
  };
}

/** A receipt for something that didn't arrive or wasn't acknowledged. */
export function failed(reason: string, noRetry = false): Receipt {
  return { ok: false, answer: null, reason, noRetry };
}

function take(faults: Faults, counter: 'lostDeliveries' | 'lostAcks'): boolean {
  if (faults[counter] <= 0) return false;
  faults[counter] -= 1;
  return true;
}
