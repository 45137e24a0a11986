import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/core/ports/clock.ts';
import type { ChatMessage, CompletionRequest, LanguageModel } from '../../src/core/ports/language-model.ts';
import { createModels } from '../../src/llm/create-models.ts';
import { parseModels } from '../../src/llm/settings.ts';

/** One of the servers under test, and the model it says it serves. */
export interface RealServer {
  readonly url: string;
  readonly model: string;
}

/** The servers that .ci/real-model started: the first has two slots, the second one. */
export interface RealServers {
  readonly first: RealServer;
  readonly second: RealServer;
}

/** Asks each of the two base URLs which model it serves. */
export async function realServers(urls: string): Promise<RealServers> {
  const [first, second] = await Promise.all(
    urls.split(',').map(async (url): Promise<RealServer> => {
      const { data } = (await (await fetch(`${url}/models`)).json()) as { data: readonly { id: string }[] };
      const [model] = data;
      if (model === undefined) throw new Error(`${url} serves no model`);
      return { url, model: model.id };
    }),
  );
  if (first === undefined || second === undefined) throw new Error('TEST_REAL_MODEL_URL needs two base URLs');
  return { first, second };
}

interface Cast {
  readonly primary: RealServer;
  readonly fast?: RealServer;
  readonly concurrency?: number;
  /** So small a model is let near interviews only because the file says so. */
  readonly cites?: boolean;
  /** Budgets that a CPU keeps; only what a test is about is shorter. */
  readonly firstTokenMs?: number;
}

/** A models.yml over real servers, for a machine without a graphics card that does other things at the same time. */
export function modelsYml({ primary, fast, concurrency = 2, cites = true, firstTokenMs = 120_000 }: Cast): string {
  const budget = `{ firstTokenMs: ${firstTokenMs}, silenceMs: 120000, stallMs: 60000, totalMs: 180000 }`;
  const entry = (role: string, { url, model }: RealServer) =>
    `  - { role: ${role}, model: "${model}", baseUrls: ["${url}"], concurrency: ${concurrency}${cites ? ', cites: true' : ''} }\n`;
  return [
    `models:\n${entry('primary', primary)}${fast === undefined ? '' : entry('fast', fast)}`,
    `budgets: { prose: ${budget}, coding: ${budget}, verdict: ${budget}, answer: ${budget} }\n`,
  ].join('');
}

/** Our client over real servers, from a models.yml as people write it. */
export function modelOver(cast: Cast): LanguageModel {
  const models = createModels(parseModels(modelsYml(cast), 'models.yml'), { clock: systemClock });
  onTestFinished(() => models.close());
  if (models.primary === null) throw new Error('a primary model is configured');
  return models.primary;
}

/** A request in which only what matters to the test is said. */
export function question(content: string, changes: Partial<CompletionRequest> = {}): CompletionRequest {
  const messages: readonly ChatMessage[] = [
    { role: 'system', content: 'You are brief.' },
    { role: 'user', content },
  ];
  return { purpose: 'answer', messages, maxTokens: 60, ...changes };
}
