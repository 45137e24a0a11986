import { describe, expect, it } from 'vitest';
import { createInstaller } from '../../../src/bot/installer.ts';
import { sightsOf, workspaceIdOf } from '../../../src/bot/sightings.ts';
import { manyWorkspaces } from '../../../src/bot/workspaces.ts';
import type { InstallationStore } from '../../../src/core/ports/installation-store.ts';
import { createManualClock } from './manual-clock.ts';

const ORG = { teamId: 'T5', enterpriseId: 'E1', isEnterpriseInstall: true };

function setUp() {
  const rows = new Map<string, string>();
  const store: InstallationStore = {
    keep: async (workspace, sealed) => void rows.set(workspace, sealed),
    sealed: async (workspace) => rows.get(workspace) ?? null,
    installed: async () => [...rows.keys()],
    leave: async () => false,
    see: async () => {},
    workspaceOf: async () => null,
    channels: async () => [],
    leftBefore: async () => [],
    forget: async () => {},
  };
  const silent = () => {};
  const logger = { debug: silent, info: silent, warn: silent, error: silent, setLevel: silent, setName: silent };
  const oauth = { clientId: '1.2', clientSecret: 'c', stateSecret: 's', keys: [Buffer.alloc(32, 1)], allowed: null };
  const installer = createInstaller({
    settings: {
      ...{ botToken: '', oauth, mode: 'http', signingSecret: 'x', apiUrl: 'https://slack.com/api/' },
      ...{ allowedChannels: null, maxFileBytes: 1 },
    },
    ...{ oauth, store, clock: createManualClock() },
    logger: { ...logger, getLevel: () => 'error' as never },
  });
  const slack = installer.receiver.installer?.installationStore;
  const keep = (workspace: string, isOrganisation: boolean) =>
    slack?.storeInstallation({
      team: isOrganisation ? undefined : { id: workspace },
      enterprise: isOrganisation ? { id: workspace } : undefined,
      isEnterpriseInstall: isOrganisation,
      user: { token: undefined, scopes: undefined, id: 'U1' },
      bot: { token: `xoxb-of-${workspace}`, scopes: [], id: 'B1', userId: 'UB' },
    });
  return { rows, store, installer, keep };
}

describe('the installer', () => {
  it('keeps an organisation’s one token for all its workspaces, beside those of single workspaces', async () => {
    const { rows, installer, keep } = setUp();
    await keep('E1', true);
    await keep('T1', false);
    expect([...rows.keys()]).toEqual(['E1', 'T1']);
    expect([...rows.values()].join()).not.toContain('xoxb');
    expect([await installer.token('E1'), await installer.token('T1')]).toEqual(['xoxb-of-E1', 'xoxb-of-T1']);
    // As Bolt asks when an event of one of its workspaces comes.
    expect(await installer.receiver.installer?.authorize(ORG)).toMatchObject({ botToken: 'xoxb-of-E1', teamId: 'T5' });
    await expect(installer.token('T5')).rejects.toMatchObject({ code: 'app-uninstalled' });
  });

  it('opens no row that was moved to another workspace', async () => {
    const { rows, installer, keep } = setUp();
    await keep('T1', false);
    rows.set('T2', rows.get('T1') ?? '');
    await expect(installer.token('T2')).rejects.toMatchObject({ code: 'token-key-wrong' });
  });

  it('finds what was read before there were several workspaces in the only one, and in none of two', async () => {
    const { store, installer, keep } = setUp();
    const workspaces = manyWorkspaces(store, installer.token);
    await expect(workspaces.find('C1')).rejects.toMatchObject({ code: 'app-uninstalled' });
    await keep('T1', false);
    expect(await workspaces.find('C1')).toBe('T1');
    await keep('T2', false);
    await expect(workspaces.find('C1')).rejects.toMatchObject({ code: 'app-uninstalled' });
    expect(await workspaces.find('T9')).toBe('T9');
  });
});

describe('what an event tells of places and people', () => {
  const source = { teamId: 'T1' };
  const place = { id: 'C1', kind: 'channel', workspace: 'T1' };
  const person = { id: 'U1', kind: 'person', workspace: 'T1' };

  it.each([
    ['a message', { event: { channel: 'C1', user: 'U1' } }, [true, true]],
    [
      'a message of a guest of another company',
      { event: { channel: 'C1', user: 'U1', user_team: 'T7' } },
      [true, false],
    ],
    ['a command, which can be typed where the bot is not', { channel_id: 'C1', user_id: 'U1' }, [false, true]],
    ['a button', { channel: { id: 'C1' }, user: { id: 'U1', team_id: 'T1' } }, [false, true]],
  ])('%s', (_what, body, proven) => {
    expect(sightsOf(body, source)).toEqual([
      { ...place, proven: proven[0] },
      { ...person, proven: proven[1] },
    ]);
  });

  it('an organisation’s installation goes by its own id, and nonsense tells nothing', () => {
    expect(workspaceIdOf(ORG)).toBe('E1');
    expect(sightsOf({ event: { channel: 'C1', user: 'U1' } }, ORG).map(({ workspace }) => workspace)).toEqual([
      'E1',
      'E1',
    ]);
    expect(sightsOf({ event: { channel: { id: 3 }, user: 7 } }, source)).toEqual([]);
    expect(sightsOf('x', source)).toEqual([]);
    expect(sightsOf({ channel_id: 'C1' }, {})).toEqual([]);
  });
});
