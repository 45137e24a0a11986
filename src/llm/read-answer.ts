import { z } from 'zod';
import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Completion, ModelEvent, Usage } from '../core/ports/language-model.ts';
import type { Budget } from './budgets.ts';
import { choiceProbabilities, type TokenStep } from './choice-probabilities.ts';
import { readChoice } from './closed-choice.ts';
import { createLoopDetector } from './loop-detector.ts';
import { toModelError } from './model-errors.ts';
import { createVisibleText } from './visible-text.ts';
import { within } from './watchdog.ts';

/** The usage chunk comes right behind the finish; an answer that is complete doesn't wait longer for it. */
const USAGE_GRACE_MS = 1_000;

const reportedToken = { token: z.string(), bytes: z.array(z.number()).nullish() };
const tokenSteps = z.array(
  z.object({ ...reportedToken, top_logprobs: z.array(z.object({ ...reportedToken, logprob: z.number() })) }),
);

const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        // Servers differ in what they report; an answer isn't lost over its weights.
        logprobs: z.object({ content: tokenSteps.nullish() }).nullish().catch(null),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .object({
      prompt_tokens: z.number(),
      completion_tokens: z.number().default(0),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
});

/** What one model says: text, then the complete answer, exactly once. */
export type Speech = Exclude<ModelEvent, { readonly type: 'started' }>;

export interface Reading {
  /** Label of the model. */
  readonly model: string;
  readonly budget: Budget;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The closed set the answer must be of; then it is told whole, once it is known to be. */
  readonly choice: readonly string[] | undefined;
  /** Called whenever text came, also while it is held back. */
  readonly onText: () => void;
}

/**
 * Reads a stream of chunks under a budget. Throws an AttritionError when it is late, stalls, runs in circles or ends
 * without `finish_reason` "stop": a cut answer never passes as a complete one.
 */
export async function* readAnswer(open: Promise<AsyncIterable<unknown>>, reading: Reading): AsyncGenerator<Speech> {
  const patience = createPatience(reading);
  const answer = createAnswer(reading.model, reading.choice);
  try {
    const chunks = (await patience.wait(open))[Symbol.asyncIterator]();
    for (;;) {
      const next = await patience.wait(chunks.next()).catch(answer.endOrThrow);
      if (next.done === true) break;
      const delta = answer.take(next.value);
      if (delta !== '') {
        patience.heard();
        reading.onText();
        if (reading.choice === undefined) yield { type: 'text', delta };
      }
      if (answer.finished()) patience.finish();
    }
    // The SDK ends the loop quietly when aborted, whatever had come.
    if (reading.signal.aborted) throw new AttritionError('aborted', { model: reading.model });
    yield* answer.end();
  } catch (error) {
    throw toModelError(error, reading.model, answer.text() !== '');
  }
}

/** Counts the waiting only: a reader that takes its time is no stalled model. */
function createPatience({ model, budget, clock }: Reading) {
  const begun = clock.now();
  let limit = budget.silenceMs;
  let spoken = false;
  let waited = 0;
  const late = () => new AttritionError(spoken ? 'model-stalled' : 'model-slow', { model, seconds: limit / 1_000 });
  const tooLong = () => new AttritionError(spoken ? 'model-cut-off' : 'model-slow', { model });
  return {
    async wait<T>(promise: Promise<T>): Promise<T> {
      const since = clock.now();
      const untilLate = limit - waited;
      const untilEnd = budget.totalMs - (since - begun);
      try {
        return await within(
          promise,
          Math.max(0, Math.min(untilLate, untilEnd)),
          clock,
          untilEnd < untilLate ? tooLong : late,
        );
      } finally {
        waited += clock.now() - since;
      }
    },
    heard() {
      waited = 0;
      if (!spoken) limit = budget.stallMs;
      spoken = true;
    },
    finish() {
      waited = 0;
      limit = USAGE_GRACE_MS;
    },
  };
}

function createAnswer(model: string, choice: readonly string[] | undefined) {
  const visible = createVisibleText();
  const loops = createLoopDetector();
  let text = '';
  let chunks = 0;
  let finish: string | null = null;
  let usage: Usage | null = null;
  const steps: TokenStep[] = [];

  return {
    text: () => text,
    finished: () => finish !== null,
    take(value: unknown): string {
      const parsed = chunkSchema.safeParse(value);
      if (!parsed.success) throw new AttritionError('model-invalid', { model }, parsed.error);
      chunks += 1;
      usage = usageOf(parsed.data) ?? usage;
      const said = parsed.data.choices?.[0];
      finish = said?.finish_reason ?? finish;
      steps.push(...(said?.logprobs?.content ?? []));
      const content = said?.delta?.content ?? '';
      if (content === '') return '';
      if (loops.push(content)) throw new AttritionError('model-looping', { model });
      const delta = visible.push(content);
      text += delta;
      return delta;
    },
    /** After the finish only the usage can be missing, and that is no reason to lose the answer. */
    endOrThrow(error: unknown): IteratorReturnResult<undefined> {
      if (finish === null) throw error;
      return { done: true, value: undefined };
    },
    *end(): Generator<Speech> {
      const rest = visible.end();
      text += rest;
      checkEnd({ model, text, finish, chunks });
      if (choice === undefined) {
        if (rest !== '') yield { type: 'text', delta: rest };
        yield { type: 'finished', completion: { text, model, usage } };
      } else {
        const completion = chosenOf({ text, model, usage }, choice, steps);
        yield { type: 'text', delta: completion.text };
        yield { type: 'finished', completion };
      }
    },
  };
}

/** Throws `model-invalid` for free prose: a server that ignores a constraint answers 200 all the same. */
function chosenOf(answer: Completion, choice: readonly string[], steps: readonly TokenStep[]): Completion {
  const text = readChoice(answer.text, choice);
  if (text === null) throw new AttritionError('model-invalid', { model: answer.model });
  const probabilities = choiceProbabilities(choice, text, steps);
  return { ...answer, text, ...(probabilities === null ? {} : { choiceProbabilities: probabilities }) };
}

function usageOf({ usage }: z.infer<typeof chunkSchema>): Usage | null {
  if (usage === null || usage === undefined) return null;
  return {
    promptTokens: usage.prompt_tokens,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    completionTokens: usage.completion_tokens,
  };
}

interface Ending {
  readonly model: string;
  readonly text: string;
  readonly finish: string | null;
  readonly chunks: number;
}

function checkEnd({ model, text, finish, chunks }: Ending): void {
  // Not one event: something else than a model server answers there.
  if (chunks === 0) throw new AttritionError('model-invalid', { model });
  if (finish === null || finish === 'length' || finish === 'abort')
    throw new AttritionError('model-cut-off', { model, finish: finish ?? 'none' });
  if (finish === 'content_filter') throw new AttritionError('model-refused', { model, finish });
  if (finish !== 'stop' || text.trim() === '') throw new AttritionError('model-invalid', { model, finish });
}
