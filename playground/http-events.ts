import { createHmac } from 'node:crypto';
import type { Clock } from '../src/core/ports/clock.ts';
import { ACK_TIME, failed, type Parcel, type Receipt, type Transport } from './delivery.ts';

/** Delivers to the bot's HTTP address, signed as Slack signs. */
export function createHttpEvents(url: string, signingSecret: string, clock: Clock): Transport {
  return {
    connected: () => true,
    async send(parcel) {
      const { type, body } = encode(parcel);
      const headers = { 'content-type': type, ...sign(signingSecret, clock.now(), body), ...retryHeaders(parcel) };
      try {
        const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(ACK_TIME) });
        return receiptOf(response.status, await response.text(), response.headers);
      } catch (thrown) {
        const late = thrown instanceof Error && thrown.name === 'TimeoutError';
        return failed(late ? 'http_timeout' : 'connection_failed');
      }
    },
  };
}

/** Slack's request signature, version 0. */
function sign(secret: string, now: number, body: string): Record<string, string> {
  const seconds = String(Math.floor(now / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': seconds, 'x-slack-signature': `v0=${digest}` };
}

/** Asks the address for Slack's challenge, as the app settings page does; throws when it isn't answered. */
export async function verifyAddress(url: string, signingSecret: string, clock: Clock): Promise<void> {
  const challenge = createHmac('sha256', signingSecret).update(url).digest('hex');
  const body = JSON.stringify({ type: 'url_verification', challenge, token: '' });
  const headers = { 'content-type': 'application/json', ...sign(signingSecret, clock.now(), body) };
  const response = await fetch(url, { method: 'POST', headers, body });
  if (!(await response.text()).includes(challenge)) throw new Error(`${url} didn't answer Slack's challenge`);
}

function encode(parcel: Parcel): { readonly type: string; readonly body: string } {
  if (parcel.kind === 'events_api') return { type: 'application/json', body: JSON.stringify(parcel.payload) };
  const fields =
    parcel.kind === 'interactive'
      ? { payload: JSON.stringify(parcel.payload) }
      : Object.fromEntries(Object.entries(parcel.payload).map(([name, value]) => [name, String(value)]));
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}

function retryHeaders(parcel: Parcel): Record<string, string> {
  if (parcel.attempt === 0) return {};
  return { 'x-slack-retry-num': String(parcel.attempt), 'x-slack-retry-reason': parcel.retryReason ?? 'unknown_error' };
}

function receiptOf(status: number, text: string, headers: Headers): Receipt {
  if (status >= 300) return failed('http_error', headers.get('x-slack-no-retry') === '1');
  return { ok: true, answer: parse(text), reason: null, noRetry: false };
}

/** An acknowledgement is JSON, or plain text that is shown to the user. */
function parse(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}
