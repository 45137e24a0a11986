import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);
const VERSIONS = '/usr/lib/postgresql';
/** How long a server may take to begin (ms), recovery after a crash included. */
const BEGIN_LIMIT_MS = 60_000;
/** `postgres` and its group on Debian; it refuses to run as root. */
const isRoot = process.getuid?.() === 0;
const asPostgres = (command: readonly string[]) => (isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command);

/** A PostgreSQL server of a drill's own, which it may stop, kill and start again. */
export interface OwnPostgres {
  readonly url: string;
  start(): Promise<void>;
  /** `fast` breaks all connections off and shuts down; `kill` is kill -9 of all of its processes. */
  stop(how: 'fast' | 'kill'): Promise<void>;
}

async function binaries(): Promise<string> {
  const [version = ''] = (await readdir(VERSIONS)).sort((a, b) => Number(b) - Number(a));
  return join(VERSIONS, version, 'bin');
}

/** Why no server of its own can be had here; null when one can. */
export async function whyNoPostgres(): Promise<string | null> {
  const found = await readdir(VERSIONS).catch(() => []);
  return found.length > 0 ? null : 'install PostgreSQL from Debian';
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Makes a cluster in a folder of its own and starts it; the end of the test removes both. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const bin = await binaries();
  const folder = await mkdtemp(join(tmpdir(), 'attrition-pg-'));
  const cluster = join(folder, 'cluster');
  const port = await freePort();
  const call = (command: readonly string[]) => {
    const [file = '', ...rest] = asPostgres(command);
    return run(file, rest, { cwd: '/' });
  };
  if (isRoot) await giveTo(folder);
  await call([join(bin, 'initdb'), '-D', cluster, '-U', 'attrition', '--auth=trust', '--no-sync']);
  const begin = [join(bin, 'postgres'), '-D', cluster, '-h', '127.0.0.1', '-p', String(port), '-k', folder];
  let server: ChildProcess | null = null;
  const isReady = () => call([join(bin, 'pg_isready'), '-q', '-h', '127.0.0.1', '-p', String(port)]);
  const own: OwnPostgres = {
    url: `postgres://attrition@127.0.0.1:${port}/postgres`,
    async start() {
      const [file = '', ...rest] = asPostgres(begin);
      for (const end = Date.now() + BEGIN_LIMIT_MS; Date.now() < end; await sleep(100)) {
        // After kill -9 it refuses to begin while processes of the one before are still ending.
        if (server === null || server.exitCode !== null) server = spawn(file, rest, { cwd: '/', stdio: 'ignore' });
        if (
          await isReady().then(
            () => true,
            () => false,
          )
        )
          return;
      }
      throw new Error('the drill’s PostgreSQL did not begin');
    },
    async stop(how) {
      if (server === null) return;
      const ended = new Promise((resolve) => server?.once('exit', resolve));
      const postmaster = Number((await call(['head', '-n', '1', join(cluster, 'postmaster.pid')])).stdout);
      process.kill(postmaster, how === 'fast' ? 'SIGINT' : 'SIGKILL');
      await ended;
      server = null;
    },
  };
  onTestFinished(async () => {
    await own.stop('fast');
    await rm(folder, { recursive: true, force: true });
  });
  await own.start();
  return own;
}

async function giveTo(folder: string): Promise<void> {
  const { stdout } = await run('id', ['-u', 'postgres']);
  const { stdout: group } = await run('id', ['-g', 'postgres']);
  await chown(folder, Number(stdout), Number(group));
}
