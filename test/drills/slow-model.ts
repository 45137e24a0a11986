import { onTestFinished } from 'vitest';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import { startScriptedModelServer } from '../support/scripted-model-server/start-scripted-model-server.ts';
import { EXIT_CODES, playPeople } from '../support/scripted-people.ts';

/** Slow enough that a report outlives many bots. */
export async function slowModel() {
  const script = playPeople({
    codes: EXIT_CODES,
    prose: () => 'CORE\n{cause:pay-level} and {cause:manager-behavior} weigh most.',
  });
  const server = await startScriptedModelServer({
    models: [{ id: QWEN, windowTokens: 16_000 }],
    script,
    firstTokenMs: 400,
  });
  onTestFinished(() => server.close());
  return server;
}
