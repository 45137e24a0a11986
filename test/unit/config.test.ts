import { expect, test } from 'vitest';
import { readEnvironment } from '../../src/config.ts';
import { AttritionError } from '../../src/core/errors.ts';

function faultOf(env: Record<string, string>): string {
  try {
    readEnvironment(env);
  } catch (error) {
    if (error instanceof AttritionError) return String(error.detail.reason);
  }
  return '';
}

test('an empty environment runs on embedded parts', () => {
  expect(readEnvironment({})).toMatchObject({ DATA_DIR: './data', CODEBOOK: 'employee-exit', PORT: 3000 });
});

test('an empty value counts as not set', () => {
  expect(readEnvironment({ SLACK_BOT_TOKEN: '', DATABASE_URL: ' ' })).not.toHaveProperty('SLACK_BOT_TOKEN');
});

test('every fault is named at once', () => {
  const fault = faultOf({ PORT: 'eighty', DATABASE_URL: 'localhost' });
  expect(fault).toContain('PORT');
  expect(fault).toContain('DATABASE_URL');
});

test.each([
  [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN'],
  [{ SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN'],
  [{ MODEL_URL: 'http://gpu:8000/v1' }, 'MODEL_NAME'],
  [{ FAST_MODEL_NAME: 'small' }, 'FAST_MODEL_URL'],
  [{ REDIS_URL: 'http://cache:6379' }, 'REDIS_URL: no redis:// or rediss:// address'],
])('%o is half a setting and says what is missing', (env, missing) => {
  expect(faultOf(env)).toContain(missing);
});

const KEY = Buffer.alloc(32, 'k').toString('base64');
const OAUTH = {
  ...{ SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'c', SLACK_STATE_SECRET: 's' },
  ...{ TOKEN_ENCRYPTION_KEY: KEY, SLACK_SIGNING_SECRET: 'signing' },
};

test('several workspaces: four settings, a way to be told of events, keys of 32 bytes, owners by workspace', () => {
  const keys = readEnvironment({ ...OAUTH, TOKEN_ENCRYPTION_KEY: `${KEY}, ${KEY}`, ALERT_TO: 'T1:U1, E2:C2' });
  expect(keys.TOKEN_ENCRYPTION_KEY?.map((key) => key.length)).toEqual([32, 32]);
  const { SLACK_SIGNING_SECRET: _http, ...deaf } = OAUTH;
  expect(readEnvironment({ ...deaf, SLACK_APP_TOKEN: 'xapp-1' }).SLACK_CLIENT_ID).toBe('1.2');
  expect(faultOf(deaf)).toMatch(/SLACK_CLIENT_ID needs SLACK_APP_TOKEN .* or SLACK_SIGNING_SECRET/);
  const { TOKEN_ENCRYPTION_KEY: _key, ...keyless } = OAUTH;
  expect(faultOf(keyless)).toMatch(/TOKEN_ENCRYPTION_KEY must be set too/);
  for (const wrong of ['short', `${KEY},AAAA`, 'é'])
    expect(faultOf({ ...OAUTH, TOKEN_ENCRYPTION_KEY: wrong })).toMatch(/32 bytes in base64; .*openssl rand -base64 32/);
  expect(faultOf({ ...OAUTH, SLACK_BOT_TOKEN: 'xoxb-1' })).toMatch(/for one workspace .* for several: remove one/);
  expect(readEnvironment({ ...OAUTH, ALLOWED_WORKSPACES: 'T1, E2' }).ALLOWED_WORKSPACES).toEqual(['T1', 'E2']);
  expect(faultOf({ ...OAUTH, ALLOWED_WORKSPACES: 'acme' })).toMatch(/ALLOWED_WORKSPACES: ids of workspaces/);
  expect(faultOf({ ALLOWED_WORKSPACES: 'T1' })).toMatch(
    /ALLOWED_WORKSPACES is for a bot that several workspaces install/,
  );
  expect(faultOf({ ...OAUTH, ALERT_TO: 'U1' })).toMatch(/ALERT_TO names the workspace .* T0123ABC:U0456DEF/);
});
