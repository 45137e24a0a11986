import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bytesOf, startBot } from './bot-harness.ts';
import { CHANNEL } from './whole-app.ts';

/** Slack's patience, ms. */
const PATIENCE_MS = 3_000;

/** A bot whose use cases begin and end when the test says so. */
async function startGated(mode: 'socket' | 'http') {
  const port = 20_000 + ((process.pid + 7_919) % 20_000);
  const harness = await startBot({ mode, port });
  let stopped: Promise<void> | null = null;
  const stop = () => {
    stopped ??= harness.bot.stop();
    return stopped;
  };
  onTestFinished(async () => {
    await stop();
    await harness.playground.stop();
  });
  const { playground, commands } = harness;
  if (mode === 'http') await playground.useHttp(`http://127.0.0.1:${port}/slack/events`);
  const gate = Promise.withResolvers<void>();
  onTestFinished(() => gate.resolve());
  let begun = 0;
  const wait = async () => {
    begun += 1;
    await gate.promise;
  };
  Object.assign(commands, { slash: wait, mention: wait, filesShared: wait });
  const acts = {
    upload: () => void playground.user.upload(CHANNEL, [{ name: '面谈.txt', bytes: bytesOf('薪酬太低。') }]),
    question: () => void playground.user.say(CHANNEL, '@Attrition why do people leave?'),
    command: () => void playground.user.slash(CHANNEL, '/attrition report'),
  };
  return {
    ...{ playground, stop, gate, acts },
    begun: () => begun,
    /** What Slack got for each delivery of a kind of event or command, attempt by attempt. */
    heard: (what: string) =>
      playground.deliveries
        .filter(({ kind, payload }) => kind === what || (payload.event as { type?: string } | undefined)?.type === what)
        .map(({ attempts }) => attempts.map(({ receipt }) => receipt.ok)),
  };
}

describe.each(['socket', 'http'] as const)('what Slack delivers by %s', (mode) => {
  it.each([
    ['upload', 'message'],
    ['question', 'app_mention'],
    ['command', 'slash_commands'],
  ] as const)('is acknowledged when it has been taken, not before: %s', async (act, what) => {
    const { playground, gate, acts, begun, heard } = await startGated(mode);
    acts[act]();
    await playground.waitFor(() => begun() === 1);
    await sleep(200);
    expect(heard(what)).toEqual([[]]);
    gate.resolve();
    await playground.waitFor(() => heard(what)[0]?.length === 1);
    expect(heard(what)).toEqual([[true]]);
  });

  it('is acknowledged also by a bot that is asked to leave meanwhile', async () => {
    const { playground, stop, gate, acts, begun, heard } = await startGated(mode);
    acts.command();
    await playground.waitFor(() => begun() === 1);
    const stopped = stop();
    await sleep(200);
    gate.resolve();
    await stopped;
    await playground.waitFor(() => heard('slash_commands')[0]?.length === 1);
    expect(heard('slash_commands')).toEqual([[true]]);
  });

  it('is acknowledged before it is taken where that lasts, so that it is not sent again', async () => {
    const { playground, acts, begun, heard } = await startGated(mode);
    for (const act of Object.values(acts)) act();
    await playground.waitFor(() => begun() === 3);
    await sleep(PATIENCE_MS);
    // A mention comes as two events.
    expect([...heard('message'), ...heard('app_mention'), ...heard('slash_commands')]).toEqual(
      Array.from({ length: 4 }, () => [true]),
    );
    expect(begun()).toBe(3);
  });
});
