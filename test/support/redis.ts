import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { createClient } from 'redis';
import { skipped, type TestService } from './services.ts';

/** Debian's redis-server, which a test starts for itself. */
export function redisForTests(): TestService {
  if (spawnSync('redis-server', ['--version']).status === 0) return { url: 'redis://127.0.0.1', reason: '' };
  if (process.env.CI === 'true') throw new Error('redis-server is not installed: CI runs these tests on a real Redis.');
  return skipped('install redis-server');
}

const clientFor = (url: string) => createClient({ url });
type Client = ReturnType<typeof clientFor>;

/** A Redis of one test's own, with what can happen to it. */
export interface TestRedis {
  readonly url: string;
  /** Every key with its value, of which a lock's is its holder's token. */
  contents(): Promise<ReadonlyMap<string, string>>;
  /** Sends a command as an operator would. */
  command(...words: readonly string[]): Promise<unknown>;
  kill(): Promise<void>;
  /** Hangs: connections stay, and nothing is answered. */
  pause(): void;
  resume(): void;
  /** Starts again on the same port, empty. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function launch(port: number): Promise<ChildProcess> {
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('redis-server ended at its start')));
    child.stdout?.on('data', (chunk) => {
      if (String(chunk).includes('Ready to accept connections')) resolve();
    });
  });
  return child;
}

/** Starts a Redis on a free port; it keeps nothing on disk. */
export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child = await launch(port);
  const withClient = async <Reply>(use: (client: Client) => Promise<Reply>) => {
    const client = clientFor(url);
    client.on('error', () => {});
    await client.connect();
    return use(client).finally(() => client.destroy());
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url,
    contents: () =>
      withClient(async (client) => {
        const keys = await client.keys('*');
        return new Map(await Promise.all(keys.map(async (key) => [key, (await client.get(key)) ?? ''] as const)));
      }),
    command: (...words) => withClient((client) => client.sendCommand([...words])),
    kill,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async restart() {
      await kill();
      child = await launch(port);
    },
    stop: kill,
  };
}
