import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Playground, type PlaygroundOptions, startPlayground } from '../../playground/server.ts';
import type { Message } from '../../playground/slack-types.ts';
import type { Workspace } from '../../playground/workspace.ts';
import { northPlan } from '../../playground/workspace-state.ts';
import { readEnvironment } from '../../src/config.ts';
import type { Clock } from '../../src/core/ports/clock.ts';
import { startAttrition } from '../../src/main.ts';
import { migratedFolder } from '../support/migrated-folder.ts';
import { walkInstall } from './install-walk.ts';
import { CHANNEL, wordsOf } from './whole-app.ts';

export const KEY = Buffer.alloc(32, 'a key of thirty-two bytes').toString('base64');

/** A local Slack with two companies' workspaces, neither of which has the app yet. */
export interface TwoWorkspaces {
  readonly playground: Playground;
  readonly north: Workspace;
  readonly folder: string;
  /** Where the bot answers, once it runs. */
  readonly address: string;
  /** Starts the whole program, by HTTP unless `env` names SLACK_APP_TOKEN. */
  start(options?: { readonly env?: Readonly<Record<string, string>>; readonly clock?: Clock }): Promise<RunningApp>;
}

export interface RunningApp {
  readonly logged: readonly string[];
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

/** Prepares Slack's side and a data folder; everything is taken down when the test has finished. */
export async function twoWorkspaces(options: PlaygroundOptions = {}): Promise<TwoWorkspaces> {
  const playground = await startPlayground({ installed: false, ...options });
  const north = playground.found(northPlan);
  const folder = await migratedFolder();
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const { clientSecret, signingSecret } = playground.tokens;
  const running = new Set<RunningApp>();
  playground.useRedirect(`${address}/slack/oauth_redirect`);
  onTestFinished(async () => {
    for (const app of running) await app.stop();
    await playground.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    ...{ playground, north, folder, address },
    async start({ env = {}, clock } = {}) {
      const logged: string[] = [];
      const log = (fields: object, message: string) => logged.push(`${message} ${JSON.stringify(fields)}`);
      const isSocket = env.SLACK_APP_TOKEN !== undefined;
      const app = await startAttrition({
        env: readEnvironment({
          ...{ SLACK_CLIENT_ID: playground.clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: 's3cret' },
          ...{ TOKEN_ENCRYPTION_KEY: KEY, SLACK_API_URL: playground.apiUrl, PORT: String(port), DATA_DIR: folder },
          ...(isSocket ? {} : { SLACK_SIGNING_SECRET: signingSecret }),
          ...{ MODELS_FILE: join(folder, 'none.yml'), ...env },
        }),
        log: { info: log, warn: log, error: log },
        ...(clock === undefined ? {} : { clock }),
      });
      if (!isSocket && env.ROLE !== 'worker') await playground.useHttp(`${address}/slack/events`);
      const handle: RunningApp = {
        logged,
        async stop() {
          running.delete(handle);
          await app.stop();
        },
      };
      running.add(handle);
      return handle;
    },
  };
}

/** Installs the app in a workspace, through the pages. */
export const install = (world: TwoWorkspaces, { team }: Workspace) => walkInstall(world.address, { team });

/** Uploads texts in one message and waits for what became of them. */
export async function upload(place: Workspace, files: Readonly<Record<string, string>>): Promise<string> {
  const list = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
  const { ts } = place.user.upload(CHANNEL, list);
  const told = await place.waitFor(
    () => place.thread(CHANNEL, ts).find((one) => one.ts !== ts && /\/attrition report/.test(wordsOf(one))),
    60_000,
  );
  return wordsOf(told);
}

/** Types a report command and waits until the report stands. */
export async function reportIn(place: Workspace, line = '/attrition report'): Promise<string> {
  const isDone = ({ blocks, user }: Message) =>
    user === place.botUser && JSON.stringify(blocks ?? []).includes('"report_anew"');
  const before = place.messages(CHANNEL).filter(isDone).length;
  await place.user.slash(CHANNEL, line);
  return wordsOf(await place.waitFor(() => place.messages(CHANNEL).filter(isDone)[before], 60_000));
}

/** Types a command and waits for the whisper that matches. */
export async function told(place: Workspace, user: string, line: string, words: RegExp): Promise<string> {
  const seen = place.whispers(user).length;
  await place.as(user).slash(CHANNEL, line);
  const whispers = () => place.whispers(user).slice(seen).map(wordsOf);
  return place.waitFor(() => whispers().find((one) => words.test(one)), 30_000);
}
