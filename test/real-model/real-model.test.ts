import { beforeAll, describe } from 'vitest';
import { realModelForTests } from '../support/services.ts';
import { clientSuite } from './client-suite.ts';
import { codingSuite } from './coding-suite.ts';
import { type RealServers, realServers } from './real-servers.ts';
import { reportSuite } from './report-suite.ts';

const service = realModelForTests();

// One file, so that the suites follow each other: they share two small servers and measure who waits for whom.
describe.skipIf(service.url === null)(`with a real model server${service.reason}`, { timeout: 240_000 }, () => {
  let found: RealServers;
  beforeAll(async () => {
    found = await realServers(service.url ?? '');
  });

  describe('our client', () => clientSuite(() => found));
  describe('the coder and the verifier', () => codingSuite(() => found));
  describe('a whole report', () => reportSuite(() => found));
});
