import { describe, expect, it } from 'vitest';
import { createDelivery, failed, type Parcel, type Receipt } from '../../../playground/delivery.ts';
import { createFaults } from '../../../playground/faults.ts';
import { createWorkspaceIds } from '../../../playground/workspace-ids.ts';
import { createHandClock } from './hand-clock.ts';

const acked: Receipt = { ok: true, answer: null, reason: null, noRetry: false };

function createOffice(answers: readonly Receipt[]) {
  const clock = createHandClock();
  const faults = createFaults();
  const parcels: Parcel[] = [];
  const send = async (parcel: Parcel) => {
    parcels.push(parcel);
    return answers[parcels.length - 1] ?? acked;
  };
  const delivery = createDelivery({
    clock,
    faults,
    ids: createWorkspaceIds(clock),
    transport: () => ({ connected: () => true, send }),
    stopped: new AbortController().signal,
  });
  return { clock, faults, parcels, delivery };
}

describe('delivery', () => {
  it('sends an event again at once, after a minute, after five, and then gives up', async () => {
    const { clock, delivery, parcels } = createOffice(Array(9).fill(failed('http_timeout')));
    const start = clock.now();
    const receipt = await delivery.deliver('events_api', { event_id: 'Ev1' });
    expect(receipt.ok).toBe(false);
    expect(delivery.log[0]?.attempts.map((attempt) => attempt.at - start)).toEqual([0, 0, 60_000, 360_000]);
    expect(parcels.map((parcel) => [parcel.attempt, parcel.retryReason])).toEqual([
      [0, null],
      [1, 'http_timeout'],
      [2, 'http_timeout'],
      [3, 'http_timeout'],
    ]);
    expect(new Set(parcels.map((parcel) => parcel.payload.event_id))).toEqual(new Set(['Ev1']));
  });

  it('stops when the bot asks for no retry', async () => {
    const { delivery, parcels } = createOffice([failed('http_error', true)]);
    await delivery.deliver('events_api', {});
    expect(parcels.length).toBe(1);
  });

  it('never sends a command or a press again', async () => {
    const { delivery, parcels } = createOffice([failed('timeout'), failed('timeout')]);
    await delivery.deliver('slash_commands', {});
    await delivery.deliver('interactive', {});
    expect(parcels.length).toBe(2);
  });

  it('loses deliveries, loses acknowledgements, and doubles events on demand', async () => {
    const { delivery, faults, parcels } = createOffice([]);
    faults.lostDeliveries = 1;
    await delivery.deliver('events_api', {});
    expect(parcels.map((parcel) => parcel.attempt)).toEqual([1]);
    faults.lostAcks = 1;
    await delivery.deliver('events_api', {});
    expect(parcels.map((parcel) => parcel.attempt)).toEqual([1, 0, 1]);
    faults.extraDeliveries = 2;
    await delivery.deliver('events_api', {});
    expect(parcels.slice(3).map((parcel) => parcel.attempt)).toEqual([0, 1, 2]);
  });
});

describe('planned faults', () => {
  it('are used up in order, after the calls to skip', () => {
    const faults = createFaults();
    faults.onCall('chat.update', { error: 'first' }, { skip: 1 });
    faults.onCall('chat.update', { error: 'second' }, { times: 2 });
    const seen = Array.from({ length: 5 }, () => faults.take('chat.update')?.error);
    expect(seen).toEqual([undefined, 'first', 'second', 'second', undefined]);
    expect(faults.take('chat.postMessage')).toBeUndefined();
  });

  it('are all gone after clear', () => {
    const faults = createFaults();
    faults.onCall('chat.update', { hang: true });
    Object.assign(faults, { loginPage: true, tiers: false, lostAcks: 3 });
    faults.clear();
    expect(faults.take('chat.update')).toBeUndefined();
    expect([faults.loginPage, faults.tiers, faults.lostAcks]).toEqual([false, true, 0]);
  });
});
