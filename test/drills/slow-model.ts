import { onTestFinished } from 'vitest';
import { QWEN } from '../support/scripted-model-server/model-rig.ts';
import { startScriptedModelServer } from '../support/scripted-model-server/start-scripted-model-server.ts';
import { playPeople } from '../support/scripted-people.ts';

/** Slow enough that a report outlives many bots. */
export async function slowModel() {
  const script = playPeople({
    codes: [
      { code: 'pay-level', words: /\bpay\b|salary|工资/i },
      { code: 'family-care', words: /care for|look after|照顾|带，我得回去/ },
      { code: 'manager-behavior', words: /my manager|组长|主管/ },
    ],
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
