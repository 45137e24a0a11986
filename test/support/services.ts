import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** A service that full tests need: on a person's machine its absence is a skip with a reason, under CI a failure. */
export interface TestService {
  readonly url: string | null;
  /** Added to the suite's title when it is skipped, so that the reason is printed. */
  readonly reason: string;
}

/** The runner counts skipped tests without their titles, so the reason is printed by itself. */
export function skipped(remedy: string): TestService {
  console.warn(`skipped here: to run these tests ${remedy}`);
  return { url: null, reason: ` (skipped: ${remedy})` };
}

/** The PostgreSQL server given in TEST_DATABASE_URL. */
export function postgresForTests(): TestService {
  const url = process.env.TEST_DATABASE_URL;
  if (url !== undefined && url !== '') return { url, reason: '' };
  if (process.env.CI === 'true')
    throw new Error('TEST_DATABASE_URL is not set: CI runs these tests on a real PostgreSQL.');
  return skipped('set TEST_DATABASE_URL to a PostgreSQL server');
}

/** The browser given in TEST_CHROMIUM, the path of a Chromium executable. */
export function chromiumForTests(): TestService {
  const path = process.env.TEST_CHROMIUM;
  if (path !== undefined && path !== '') return { url: path, reason: '' };
  if (process.env.CI === 'true') throw new Error('TEST_CHROMIUM is not set: CI runs these tests in a real browser.');
  return skipped('set TEST_CHROMIUM to a Chromium executable');
}

/**
 * The model servers given in TEST_REAL_MODEL_URL: two base URLs with a comma between them, as .ci/real-model prints.
 * Where that script could not, the gate hands its reason down in TEST_REAL_MODEL_WHY_NOT.
 */
export function realModelForTests(): TestService {
  const urls = process.env.TEST_REAL_MODEL_URL;
  if (urls !== undefined && urls !== '') return { url: urls, reason: '' };
  const whyNot = process.env.TEST_REAL_MODEL_WHY_NOT;
  if (process.env.CI === 'true' && whyNot === undefined)
    throw new Error('TEST_REAL_MODEL_URL is not set: CI runs these tests on a real model server.');
  return skipped(`set TEST_REAL_MODEL_URL to what .ci/real-model prints${whyNot === undefined ? '' : `; ${whyNot}`}`);
}

/** Creates an empty database on the server; `drop` removes it. */
export async function temporaryDatabase(serverUrl: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `attrition_test_${randomUUID().slice(0, 8)}`;
  const admin = async (statement: string) => {
    const client = new Client({ connectionString: serverUrl });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await admin(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(`drop database if exists ${name} with (force)`) };
}
