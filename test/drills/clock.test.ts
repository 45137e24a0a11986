import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/core/ports/clock.ts';
import { EXIT_TEXTS } from '../support/exit-texts.ts';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import { CHANNEL, startApp, type WholeApp, wordsOf } from '../workspace/whole-app.ts';
import { createLookout } from './lookout.ts';
import { slowModel } from './slow-model.ts';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** What is answered with the clock running goes on within this time (ms) with the clock set back. */
const PATIENCE_MS = 60_000;

/** The system's clock with somebody's hand on it. */
function jumpyClock() {
  let off = 0;
  return {
    now: () => systemClock.now() + off,
    sleep: systemClock.sleep,
    jump(ms: number) {
      off += ms;
    },
  };
}

const digests = (app: WholeApp) =>
  app.playground.messages(CHANNEL).filter((message) => wordsOf(message).startsWith('**Exit interviews'));

describe('the clock jumps', () => {
  test.each([
    ['an hour back', -HOUR_MS, 'en', /From cache, made \d+ min ago|From cache, made just now/],
    ['a day on, as after a suspend', DAY_MS, 'zh', null],
  ])(
    '%s in mid-report: nobody waits for it, the report is finished, no cache is older than it says',
    async (_what, ms, lang, cached) => {
      const model = await slowModel();
      const clock = jumpyClock();
      const app = await startApp({ clock, env: { MODEL_URL: model.url, MODEL_NAME: QWEN } });
      const { playground } = app;
      const lookout = createLookout(playground, model);
      await app.upload(EXIT_TEXTS);
      await playground.user.slash(CHANNEL, '/attrition digest daily 00:00 UTC');
      const root = await app.ask(`/attrition report lang=${lang}`);
      await playground.waitFor(() => lookout.at('coding'), 30_000);
      clock.jump(ms);
      const begun = Date.now();
      await app.finished(root);
      expect(Date.now() - begun).toBeLessThan(PATIENCE_MS);
      const again = wordsOf(await app.finished(await app.ask(`/attrition report lang=${lang}`)));
      if (cached !== null) expect(again).toMatch(cached);
      // Back again over the same midnight: what was posted for it stays the only one.
      clock.jump(-ms);
      clock.jump(DAY_MS);
      await app.stop();
      const later = await startApp({ clock, folder: app.folder });
      onTestFinished(() => later.stop());
      await later.playground.waitFor(() => digests(later).length > 0, 30_000);
      await later.stop();
      clock.jump(-HOUR_MS);
      const third = await startApp({ clock, folder: app.folder });
      await third.upload({ 'one-more.txt': `${EXIT_TEXTS['en-pay-1.txt']}\nQ: Your desk?\nA: Number 77.` });
      expect(digests(third)).toHaveLength(0);
      await third.stop();
    },
    240_000,
  );
});
