import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { RealServer } from './real-servers.ts';

/** What a model said in one chat request, as it went over the wire. */
export interface Overheard {
  readonly server: RealServer;
  /** The system message. */
  readonly system: string;
  text: string;
}

/** Stands between our program and real servers, hears what the models say and can break the line. */
export interface WireTap {
  readonly heard: readonly Overheard[];
  /** The server's model under the tap's own address. */
  over(server: RealServer): Promise<RealServer>;
  /** From now on the connection of a request breaks after as many events as this says. */
  breakAfter(eventsOf: (chat: Overheard) => number): void;
}

/** Opens a tap that closes after the test. */
export function tapWire(): WireTap {
  const heard: Overheard[] = [];
  let limitOf = (_chat: Overheard) => Number.POSITIVE_INFINITY;

  async function pass(server: RealServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const path = (request.url ?? '').replace(/^\/v1/, '');
    const upstream = await fetch(server.url + path, {
      method: request.method ?? 'GET',
      headers: { 'content-type': 'application/json' },
      signal: gone.signal,
      ...(body === '' ? {} : { body }),
    });
    response.writeHead(upstream.status, { 'content-type': upstream.headers.get('content-type') ?? '' });
    const chat: Overheard = { server, system: systemOf(body), text: '' };
    if (body !== '') heard.push(chat);
    let events = 0;
    const lines = createLines();
    for await (const bytes of upstream.body ?? []) {
      for (const line of lines(bytes)) {
        chat.text += contentOf(line);
        events += 1;
      }
      if (events > limitOf(chat)) response.destroy();
      response.write(bytes);
    }
    response.end();
  }

  return {
    heard,
    async over(server) {
      const tap = createServer((request, response) => {
        // The client hung up, or the line was broken on purpose.
        pass(server, request, response).catch(() => response.destroy());
      });
      await new Promise<void>((listening) => tap.listen(0, '127.0.0.1', listening));
      onTestFinished(() => {
        tap.closeAllConnections();
        tap.close();
      });
      return { ...server, url: `http://127.0.0.1:${(tap.address() as AddressInfo).port}/v1` };
    },
    breakAfter(eventsOf) {
      limitOf = eventsOf;
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function systemOf(body: string): string {
  if (body === '') return '';
  const { messages } = JSON.parse(body) as { messages: readonly { role: string; content: string }[] };
  return messages.find(({ role }) => role === 'system')?.content ?? '';
}

/** Cuts bytes into whole lines of a stream of events. */
function createLines(): (bytes: Uint8Array) => readonly string[] {
  const decoder = new TextDecoder();
  let held = '';
  return (bytes) => {
    const lines = (held + decoder.decode(bytes, { stream: true })).split('\n');
    held = lines.pop() ?? '';
    return lines.filter((line) => line.startsWith('data: {'));
  };
}

function contentOf(line: string): string {
  const chunk = JSON.parse(line.slice('data: '.length)) as { choices?: { delta?: { content?: string | null } }[] };
  return chunk.choices?.[0]?.delta?.content ?? '';
}
