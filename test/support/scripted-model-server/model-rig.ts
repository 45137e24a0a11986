import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../src/core/ports/clock.ts';
import type { CompletionRequest, ModelEvent } from '../../../src/core/ports/language-model.ts';
import type { Meter } from '../../../src/core/ports/meter.ts';
import { createModels, type Models } from '../../../src/llm/create-models.ts';
import { modelsSchema } from '../../../src/llm/settings.ts';
import {
  type ScriptedModelServer,
  type ScriptedServerOptions,
  startScriptedModelServer,
} from './start-scripted-model-server.ts';

export const QWEN = 'Qwen/Qwen2.5-7B-Instruct';
export const SMALL = 'Qwen/Qwen2.5-1.5B-Instruct';
export const VISION = 'Qwen/Qwen2.5-VL-7B-Instruct';
export const WINDOW_TOKENS = 2_000;

/** Budgets so short that a fault ends in a test, and so long that a busy machine isn't taken for one. */
const SHORT_BUDGET = { firstTokenMs: 300, silenceMs: 1_500, stallMs: 1_000, totalMs: 20_000 };

/** Vitest's hook of the running test; tests that run side by side hand in their own. */
type Finished = typeof onTestFinished;

/** Starts a server for one model and closes it after the test. */
export async function serve(
  model: string,
  script: ScriptedServerOptions['script'],
  options: Partial<ScriptedServerOptions> = {},
  finished: Finished = onTestFinished,
): Promise<ScriptedModelServer> {
  const server = await startScriptedModelServer({
    models: [{ id: model, windowTokens: WINDOW_TOKENS, readsPictures: model === VISION }],
    script,
    ...options,
  });
  finished(() => server.close());
  return server;
}

export interface RigOptions {
  readonly primary?: readonly ScriptedModelServer[];
  readonly fast?: readonly ScriptedModelServer[];
  readonly vision?: readonly ScriptedModelServer[];
  /** The primary's name; by default Qwen2.5-7B's. */
  readonly model?: string;
  /** The primary's servers schedule by priority, says models.yml. */
  readonly priority?: boolean;
  readonly clock?: Clock;
  readonly meter?: Meter;
  readonly concurrency?: number;
  /** What models.yml says of citing; by default the names decide. */
  readonly cites?: { readonly primary?: boolean; readonly fast?: boolean };
  readonly budget?: Partial<typeof SHORT_BUDGET>;
}

/** The system's clock, set forward by hand. */
export function clockAhead(): Clock & { forward(ms: number): void } {
  let ahead = 0;
  return {
    now: () => systemClock.now() + ahead,
    sleep: systemClock.sleep,
    forward(ms) {
      ahead += ms;
    },
  };
}

/** Builds our client over scripted servers, with the same short budget for every purpose. */
export function rig(options: RigOptions, finished: Finished = onTestFinished): Models {
  const budget = { ...SHORT_BUDGET, ...options.budget };
  const endpoint = (
    role: 'primary' | 'fast' | 'vision',
    model: string,
    servers: readonly ScriptedModelServer[] = [],
  ) =>
    servers.length === 0
      ? []
      : [
          {
            role,
            model,
            baseUrls: servers.map(({ url }) => url),
            concurrency: options.concurrency ?? 8,
            ...(role === 'vision' ? {} : { cites: options.cites?.[role] }),
            ...(role === 'primary' && options.priority !== undefined ? { priority: options.priority } : {}),
          },
        ];
  const settings = modelsSchema.parse({
    models: [
      ...endpoint('primary', options.model ?? QWEN, options.primary),
      ...endpoint('fast', SMALL, options.fast),
      ...endpoint('vision', VISION, options.vision),
    ],
    budgets: { answer: budget, prose: budget, coding: budget, verdict: budget, picture: budget },
  });
  const models = createModels(settings, {
    clock: options.clock ?? systemClock,
    ...(options.meter === undefined ? {} : { meter: options.meter }),
  });
  finished(() => models.close());
  return models;
}

/** A request in which only what matters to the test is said. */
export function request(changes: Partial<CompletionRequest> = {}): CompletionRequest {
  const messages = [
    { role: 'system' as const, content: 'You summarise. 你负责概括。' },
    { role: 'user' as const, content: 'Why did she leave? 她为什么离职？' },
  ];
  return { purpose: 'answer', messages, maxTokens: 400, ...changes };
}

/** Reads a stream to its end; what it threw stands beside what had come. */
export async function drain(
  events: AsyncIterable<ModelEvent>,
): Promise<{ readonly events: readonly ModelEvent[]; readonly error: unknown }> {
  const seen: ModelEvent[] = [];
  try {
    for await (const event of events) seen.push(event);
    return { events: seen, error: null };
  } catch (error) {
    return { events: seen, error };
  }
}

/** The text that counts after a stream: everything since the last `started`. */
export function standingText(events: readonly ModelEvent[]): string {
  let text = '';
  for (const event of events) {
    if (event.type === 'started') text = '';
    if (event.type === 'text') text += event.delta;
  }
  return text;
}
