import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../src/core/ports/clock.ts';
import { ACK_TIME, failed, type Parcel, type Receipt, type Transport } from './delivery.ts';
import type { Faults } from './faults.ts';
import { isRecord } from './slack-types.ts';
import { APP } from './workspace-ids.ts';

/** Slack pings its clients; Bolt gives a connection up after 30 s without one. */
const PING_EVERY = 10_000;
/** Slack allows ten connections an app. */
const MOST_CONNECTIONS = 10;

/** WebSocket's code for a server that stops. */
const GOING_AWAY = 1001;
/** Milliseconds a client has for its side of the closing handshake. */
const GOODBYE_TIME = 300;

export interface SocketMode extends Transport {
  /** A single-use address for the next connection. */
  open(host: string): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all connections: politely with a `disconnect` message, or by cutting the wire. */
  drop(how: 'refresh' | 'cut'): void;
  /** Ends all connections, giving clients a moment to say goodbye. */
  close(): Promise<void>;
}

/** Plays Slack's side of Socket Mode: tickets, hello, envelopes, acknowledgements. */
export function createSocketMode(world: {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly onConnection: (connected: boolean) => void;
}): SocketMode {
  const { clock, faults, onConnection } = world;
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, (answer: unknown) => void>();
  const pings = setInterval(() => {
    for (const socket of sockets) socket.ping();
  }, PING_EVERY);
  pings.unref();

  const welcome = (socket: WebSocket) => {
    sockets.add(socket);
    // One listener for each event that waits for its acknowledgement, and a busy channel has many.
    socket.setMaxListeners(0);
    socket.on('message', (data) => readAck(String(data), waiting));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      sockets.delete(socket);
      onConnection(sockets.size > 0);
    });
    socket.send(JSON.stringify(hello(sockets.size)));
    onConnection(true);
  };
  return {
    connected: () => sockets.size > 0,
    open(host) {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `ws://${host}/link/?ticket=${ticket}&app_id=${APP.id}`;
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
      const isRefused = !tickets.delete(ticket) || sockets.size >= MOST_CONNECTIONS;
      if (isRefused || faults.take('socket')) {
        socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    async send(parcel) {
      const socket = [...sockets].at(-1);
      if (!socket) return failed('connection_failed');
      return await sendEnvelope({ clock, socket, waiting }, parcel);
    },
    drop(how) {
      for (const socket of sockets) {
        if (how === 'cut') socket.terminate();
        else socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }));
      }
    },
    async close() {
      clearInterval(pings);
      const gone = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of sockets) socket.close(GOING_AWAY);
      await Promise.race([Promise.all(gone), clock.sleep(GOODBYE_TIME)]);
      for (const socket of sockets) socket.terminate();
      server.close();
    },
  };
}

async function sendEnvelope(
  line: { clock: Clock; socket: WebSocket; waiting: Map<string, (answer: unknown) => void> },
  parcel: Parcel,
): Promise<Receipt> {
  const { clock, socket, waiting } = line;
  const done = new AbortController();
  const { promise: acked, resolve } = Promise.withResolvers<Receipt>();
  const cut = () => resolve(failed('connection_failed'));
  waiting.set(parcel.id, (answer) => resolve({ ok: true, answer, reason: null, noRetry: false }));
  socket.once('close', cut);
  const late = clock.sleep(ACK_TIME, done.signal).then(
    () => failed('timeout'),
    () => failed('timeout'),
  );
  socket.send(
    JSON.stringify({
      envelope_id: parcel.id,
      type: parcel.kind,
      accepts_response_payload: parcel.kind !== 'events_api',
      payload: parcel.payload,
      retry_attempt: parcel.attempt,
      retry_reason: parcel.retryReason ?? '',
    }),
  );
  const receipt = await Promise.race([acked, late]);
  waiting.delete(parcel.id);
  socket.off('close', cut);
  done.abort();
  return receipt;
}

function readAck(text: string, waiting: ReadonlyMap<string, (answer: unknown) => void>): void {
  const message: unknown = JSON.parse(text);
  if (!isRecord(message) || typeof message.envelope_id !== 'string') return;
  waiting.get(message.envelope_id)?.(message.payload ?? null);
}

function hello(connections: number) {
  return {
    type: 'hello',
    num_connections: connections,
    connection_info: { app_id: APP.id },
    debug_info: { host: 'playground', build_number: 1, approximate_connection_time: 18_060 },
  };
}
