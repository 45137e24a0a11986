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
])('%o is half a setting and says what is missing', (env, missing) => {
  expect(faultOf(env)).toContain(missing);
});
