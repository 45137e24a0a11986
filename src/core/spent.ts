import type { Completion, LanguageModel, ModelEvent, Usage } from './ports/language-model.ts';

/** What was asked of models: answers asked for, and the tokens their servers counted. */
export interface Spent {
  readonly calls: number;
  readonly promptTokens: number;
  /** Of the prompt tokens, those that the server had in its prefix cache. */
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

export const NOTHING_SPENT: Spent = { calls: 0, promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

/** Adds two; the order doesn't matter. */
export function addSpent(a: Spent, b: Spent): Spent {
  return {
    calls: a.calls + b.calls,
    promptTokens: a.promptTokens + b.promptTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    completionTokens: a.completionTokens + b.completionTokens,
  };
}

/** A model that counts what is asked of it. */
export interface CountedModel {
  readonly model: LanguageModel;
  /** Everything asked through it so far; an answer that failed counts as a call without tokens. */
  spent(): Spent;
}

/**
 * Puts a counter before a model.
 *
 * @example const counted = countSpent(model); await counted.model.complete(request); counted.spent().calls // 1
 */
export function countSpent(model: LanguageModel): CountedModel {
  let spent = NOTHING_SPENT;
  const add = (calls: number, usage: Usage | null) => {
    spent = addSpent(spent, { ...NOTHING_SPENT, ...usage, calls });
  };
  return {
    spent: () => spent,
    model: {
      label: model.label,
      // Asked each time: a probe may learn the real window later.
      get windowTokens() {
        return model.windowTokens;
      },
      async complete(request): Promise<Completion> {
        add(1, null);
        const completion = await model.complete(request);
        add(0, completion.usage);
        return completion;
      },
      async *stream(request): AsyncGenerator<ModelEvent> {
        add(1, null);
        for await (const event of model.stream(request)) {
          if (event.type === 'finished') add(0, event.completion.usage);
          yield event;
        }
      },
    },
  };
}
