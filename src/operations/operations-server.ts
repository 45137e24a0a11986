import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { Clock } from '../core/ports/clock.ts';

/** A probe of an orchestrator gives up after some seconds; a check that hangs must answer "no" before that. */
const CHECK_LIMIT_MS = 3_000;

export interface OperationsDeps {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly registry: Registry;
  readonly clock: Clock;
  /** What must be true before work can be taken, by name; a check that throws says no. */
  readonly checks: Readonly<Record<string, () => Promise<boolean>>>;
  /** Why an answer would be a lesser one, e.g. no model is reachable; it is said, and still ready. */
  readonly degraded: () => readonly string[];
}

export interface OperationsServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the operators' own small server: /metrics, /healthz (the process is alive), /readyz (it can take work). */
export async function startOperationsServer(deps: OperationsDeps): Promise<OperationsServer> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://operations').pathname;
    answer(path, deps, response).catch(() => send(response, 500, 'text/plain', 'failed'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.port, deps.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = deps.host.includes(':') ? `[${deps.host}]` : deps.host;
  return {
    url: `http://${host}:${port}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(path: string, deps: OperationsDeps, response: ServerResponse): Promise<void> {
  if (path === '/healthz') send(response, 200, 'text/plain', 'alive');
  else if (path === '/metrics') send(response, 200, deps.registry.contentType, await deps.registry.metrics());
  else if (path === '/readyz') {
    const checks = await runChecks(deps);
    const ready = Object.values(checks).every(Boolean);
    send(response, ready ? 200 : 503, 'application/json', JSON.stringify({ ready, checks, degraded: deps.degraded() }));
  } else send(response, 404, 'text/plain', 'not found');
}

async function runChecks({ checks, clock }: OperationsDeps): Promise<Readonly<Record<string, boolean>>> {
  const answers = Object.entries(checks).map(async ([name, check]) => {
    const end = new AbortController();
    const tooLate = clock.sleep(CHECK_LIMIT_MS, end.signal).then(
      () => false,
      () => false,
    );
    const answered = check().catch(() => false);
    const passed = await Promise.race([answered, tooLate]);
    end.abort();
    return [name, passed] as const;
  });
  return Object.fromEntries(await Promise.all(answers));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
