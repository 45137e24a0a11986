import { expect, it } from 'vitest';
import { loadCodebooks } from '../../../src/composition/codebooks.ts';
import { loadDesks } from '../../../src/composition/desks.ts';
import { readEnvironment } from '../../../src/config.ts';
import { systemClock } from '../../../src/core/ports/clock.ts';
import type { Coder } from '../../../src/core/ports/coder.ts';
import type { CodingDesk } from '../../../src/core/ports/coding-desk.ts';
import type { CodingStore } from '../../../src/core/ports/store.ts';
import { codeCorpus } from '../../../src/jobs/code-corpus.ts';
import { createModels } from '../../../src/llm/create-models.ts';
import { parseModels } from '../../../src/llm/settings.ts';
import { evidenceCodebook as codebook } from '../../fixtures/evidence/codebook.ts';
import { interviewOf } from '../../support/interviews.ts';

const store: CodingStore = {
  ledger: async () => null,
  record: async () => {},
  save: async () => {},
  attributions: async () => [],
  segments: async () => new Map(),
};

/** Codes forty interviews with a coder that waits behind a door; tells what had begun when nothing moved any more. */
async function begun(desk: Partial<CodingDesk>, waiting: Coder['id'] = 'model'): Promise<readonly Coder['id'][]> {
  const events: Coder['id'][] = [];
  const door = Promise.withResolvers<void>();
  const coderOf = (id: Coder['id']): Coder => ({
    id,
    version: '1',
    async code() {
      events.push(id);
      if (id === waiting) await door.promise;
      return { kind: 'none', special: 'no-cause-found', sentences: [] };
    },
  });
  const coding = codeCorpus({
    interviews: Array.from({ length: 40 }, (_, index) => ({
      ...interviewOf([['leaver', `I left. 我走了。${index}`]]),
      id: `interview-${index}`,
    })),
    desk: {
      codebook,
      reader: coderOf('reader'),
      tick: coderOf('tick'),
      model: () => coderOf('model'),
      check: () => [],
      verifier: () => null,
      ...desk,
    },
    store,
    reviews: { decisions: async () => [] },
    fast: false,
    language: 'en',
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const seen = [...events];
  door.resolve();
  expect((await coding).interviews).toHaveLength(40);
  return seen;
}

it('codes as many interviews side by side as the servers take requests', async () => {
  expect((await begun({ atOnce: () => 30 })).filter((id) => id === 'model')).toHaveLength(30);
  expect((await begun({})).filter((id) => id === 'model')).toHaveLength(16);
});

it('has the database answer more of them together where there is no model', async () => {
  expect(await begun({ model: () => null }, 'reader')).toHaveLength(40);
});

it('lets the reader read while the model does, once all that the model is asked has left', async () => {
  const events = await begun({});
  expect(new Set(events.slice(0, 16))).toEqual(new Set(['model']));
  expect(new Set(events.slice(16))).toEqual(new Set(['reader']));
  expect(events).toHaveLength(32);
});

it('counts the requests of all replicas together', async () => {
  const yml = (urls: string) => `models:\n  - { role: primary, model: m, baseUrls: [${urls}], concurrency: 24 }\n`;
  const models = createModels(parseModels(yml('"http://127.0.0.1:1", "http://127.0.0.1:2"'), 'models.yml'), {
    clock: systemClock,
  });
  const desks = await loadDesks(await loadCodebooks(readEnvironment({})), models);
  expect(desks('employee-exit').atOnce?.(false)).toBe(48);
});
