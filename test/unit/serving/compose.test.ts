import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseModels } from '../../../src/llm/settings.ts';
import { readCompose, type Service } from './compose-schema.ts';

const compose = await readCompose();
const services = Object.entries(compose.services);
const modelServers = services.filter(([, { image }]) => image.startsWith('vllm/'));
const PROFILES = ['one-card', 'four-cards', 'four-cards-vision'];

/** Flags of `vllm serve` that facts and documents name; a guess of ours would stop the server at its start. */
const KNOWN_FLAGS = new Set([
  'served-model-name',
  'quantization',
  'max-model-len',
  'gpu-memory-utilization',
  'max-num-queued-reqs',
  'max-num-seqs',
  'scheduling-policy',
  'generation-config',
  'enable-prompt-tokens-details',
]);

const flagsOf = ({ command = [] }: Service) =>
  new Map(command.slice(1).map((part) => part.replace(/^--/, '').split('=') as [string, string | undefined]));
const cardOf = ({ deploy }: Service) => deploy?.resources.reservations.devices[0]?.device_ids[0];
const runsIn = (profile: string) => services.filter(([, one]) => one.profiles?.includes(profile) ?? true);
const modelsOf = async (profile: string) =>
  parseModels(await readFile(`compose/models.${profile}.yml`, 'utf8'), `models.${profile}.yml`).models;

describe('compose.yaml', () => {
  it('knows three profiles, and each has a models file that the bot can read', async () => {
    expect(new Set(services.flatMap(([, { profiles = [] }]) => profiles))).toEqual(new Set(PROFILES));
    const files = (await readdir('compose')).filter((name) => name.startsWith('models.'));
    expect(files.sort()).toEqual(PROFILES.map((profile) => `models.${profile}.yml`).sort());
    const { MODELS_FILE } = compose.services.bot?.environment ?? {};
    expect(MODELS_FILE?.replace(/\$\{COMPOSE_PROFILES[^}]*\}/, 'X')).toBe('/etc/attrition/models.X.yml');
    expect(compose.services.bot?.volumes).toContain('./compose:/etc/attrition:ro');
  });

  it.each(PROFILES)(
    '%s: every address of the models file is a server that runs in it, and serves that very model',
    async (profile) => {
      const running = new Map(runsIn(profile));
      for (const model of await modelsOf(profile)) {
        for (const url of model.baseUrls.map((base) => new URL(base))) {
          const server = running.get(url.hostname);
          expect(server, `${url.hostname} in ${profile}`).toBeDefined();
          if (server === undefined) continue;
          expect(server.expose).toContain(url.port);
          const flags = flagsOf(server);
          expect(flags.get('served-model-name')).toBe(model.model);
          expect(Number(flags.get('max-model-len'))).toBe(model.windowTokens ?? 0);
          expect(flags.get('scheduling-policy') === 'priority').toBe(model.priority ?? false);
          // Else the server refuses requests that the bot sends at once by its own rule.
          expect(Number(flags.get('max-num-queued-reqs'))).toBeGreaterThanOrEqual(model.concurrency ?? 0);
        }
      }
    },
  );

  it.each(PROFILES)('%s: no server runs for nobody, and no card is given away twice', async (profile) => {
    const asked = new Set(
      (await modelsOf(profile)).flatMap(({ baseUrls }) => baseUrls.map((url) => new URL(url).hostname)),
    );
    const running = runsIn(profile).filter(([, { image }]) => image.startsWith('vllm/'));
    expect(new Set(running.map(([name]) => name))).toEqual(asked);
    const used = new Map<string | undefined, number>();
    for (const [, one] of running)
      used.set(cardOf(one), (used.get(cardOf(one)) ?? 0) + Number(flagsOf(one).get('gpu-memory-utilization')));
    expect(used.has(undefined)).toBe(false);
    for (const share of used.values()) expect(share).toBeLessThanOrEqual(0.91);
  });

  it('starts the servers with flags that are known, on a pinned image, and lets none choose its own sampling', () => {
    expect(modelServers).toHaveLength(8);
    for (const [name, server] of modelServers) {
      expect(
        [...flagsOf(server).keys()].filter((flag) => !KNOWN_FLAGS.has(flag)),
        name,
      ).toEqual([]);
      expect(flagsOf(server).get('generation-config'), name).toBe('vllm');
      expect(server.command?.[0], name).toMatch(/^Qwen\/Qwen2\.5-/);
    }
    for (const [name, { image }] of services.filter(([, { build }]) => build === undefined))
      expect(image, name).toMatch(/:v?\d+\.\d+/);
  });

  it('publishes nothing beyond loopback, and every server has a health check', () => {
    for (const [name, { ports = [], healthcheck, build }] of services) {
      for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:/);
      // The bot's own stands in the Dockerfile.
      expect(healthcheck !== undefined || build !== undefined, name).toBe(true);
    }
  });

  it('names only volumes and services that exist, and holds no secret', async () => {
    const named = services.flatMap(([, { volumes = [] }]) => volumes.map((one) => one.split(':')[0] ?? ''));
    expect(named.filter((name) => !name.startsWith('.') && !(name in compose.volumes))).toEqual([]);
    for (const [name, { depends_on = {}, profiles }] of services) {
      for (const [other, { required = true }] of Object.entries(depends_on)) {
        const one = compose.services[other];
        expect(one, `${name} needs ${other}`).toBeDefined();
        // What isn't in every profile of the one that needs it must be dispensable.
        const everywhere = one?.profiles === undefined || profiles?.every((each) => one.profiles?.includes(each));
        expect(everywhere === true || !required, `${name} needs ${other}`).toBe(true);
      }
    }
    const text = await readFile('compose.yaml', 'utf8');
    expect(text).not.toMatch(/xox[abp]-|xapp-|hf_\w{8}|PASSWORD: (?!\$\{)/);
    const example = await readFile('compose/env.example', 'utf8');
    for (const [, variable] of text.matchAll(/\$\{(\w+)/g)) expect(example, variable).toContain(`${variable}=`);
  });

  it('is YAML to a strict reader too', async () => {
    const text = await readFile('compose.yaml', 'utf8');
    expect(() => parse(text, { merge: true, strict: true, uniqueKeys: true })).not.toThrow();
  });
});
