import { AttritionError, toAttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CompletionRequest, Fallback, LanguageModel, ModelEvent } from '../core/ports/language-model.ts';
import type { Log } from '../core/ports/log.ts';
import type { Meter } from '../core/ports/meter.ts';
import { type Attempt, ask } from './attempt.ts';
import type { Budgets } from './budgets.ts';
import type { Endpoint } from './endpoint.ts';
import { whyOf } from './model-errors.ts';
import { ABILITY } from './profiles.ts';

export interface RouteDeps {
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly log?: Log | undefined;
  readonly meter?: Meter | undefined;
  /** Fires when the program stops. */
  readonly closed: AbortSignal;
}

/** Who is asked, in order. */
interface Cast {
  readonly lead: Endpoint;
  readonly understudy: Endpoint | null;
}

/** One request on its way through the models. */
interface Journey extends Cast {
  readonly request: CompletionRequest;
  readonly signal: AbortSignal;
  readonly deps: RouteDeps;
  ask(endpoint: Endpoint): Attempt;
}

/** Who speaks, and what kept the first choice from it. */
interface Election {
  readonly speaker: Attempt;
  readonly leadError: AttritionError | null;
}

/**
 * A language model made of a first choice and, when given, an understudy. The understudy starts beside a first choice
 * whose first word is late, and alone after one that failed; whoever speaks first wins and the other is stopped.
 * Only models that may do what is asked are asked: small ones don't code.
 */
export function createRoute(cast: Cast, deps: RouteDeps): LanguageModel {
  const { lead, understudy } = cast;
  const models = understudy === null ? [lead] : [lead, understudy];

  async function* events(request: CompletionRequest, retry: boolean): AsyncGenerator<ModelEvent> {
    const signal = request.signal === undefined ? deps.closed : AbortSignal.any([deps.closed, request.signal]);
    const attempts: Attempt[] = [];
    const chosen = castFor(request, cast);
    const askOne = (endpoint: Endpoint) => {
      const skippable = endpoint === chosen.lead && chosen.understudy !== null;
      const attempt = ask(endpoint, request, { signal, retry, skippable });
      attempts.push(attempt);
      return attempt;
    };
    try {
      yield* travel({ ...chosen, request, signal, deps, ask: askOne });
    } finally {
      for (const attempt of attempts) attempt.stop();
    }
  }

  return {
    label: lead.label,
    servers: lead.servers,
    requestsAtOnce: lead.requestsAtOnce,
    freeSlots: () => lead.free(),
    readingTokens: Math.min(...codersOf(models).map((model) => model.readingTokens)),
    get windowTokens() {
      return Math.min(...models.map((model) => model.windowTokens()));
    },
    estimateTokens: (text) => Math.max(...models.map((model) => model.estimateTokens(text))),
    stream: (request) => events(request, false),
    async complete(request) {
      for await (const event of events(request, true)) {
        if (event.type === 'finished') return event.completion;
      }
      throw new AttritionError('model-cut-off', { model: lead.label });
    },
  };
}

/** Whoever may read an interview for codes; where none may, none is asked. */
function codersOf(models: readonly Endpoint[]): readonly Endpoint[] {
  const coders = models.filter(({ may }) => may.code);
  return coders.length > 0 ? coders : models;
}

/** Each purpose goes to models that may do it: where none may code, the codebook reader goes on alone. */
function castFor({ purpose }: CompletionRequest, { lead, understudy }: Cast): Cast {
  const [first, second = null] = [lead, understudy].filter((endpoint) => endpoint?.may[ABILITY[purpose]] === true);
  if (first !== undefined && first !== null) return { lead: first, understudy: second };
  throw new AttritionError(purpose === 'picture' ? 'model-not-configured' : 'model-too-small', { model: lead.label });
}

async function* travel(journey: Journey): AsyncGenerator<ModelEvent> {
  const { speaker, leadError } = await elect(journey);
  try {
    yield* tell(speaker, leadError === null ? null : stepIn(journey, leadError));
  } catch (thrown) {
    const error = toAttritionError(thrown);
    if (leadError !== null) throw failed(journey, leadError, error);
    if (journey.understudy === null || journey.signal.aborted) throw error;
    yield* startAgain(journey, journey.understudy, error);
  }
}

/** The first choice broke off in mid-text: the understudy writes everything anew. */
async function* startAgain(
  journey: Journey,
  understudy: Endpoint,
  leadError: AttritionError,
): AsyncGenerator<ModelEvent> {
  const attempt = journey.ask(understudy);
  try {
    await attempt.first;
    yield* tell(attempt, stepIn(journey, leadError));
  } catch (error) {
    throw failed(journey, leadError, error);
  }
}

async function elect(journey: Journey): Promise<Election> {
  const { lead, understudy, signal } = journey;
  const first = journey.ask(lead);
  let leadError: AttritionError | null = null;
  const refused = first.first.then(
    () => false,
    (error) => {
      leadError = toAttritionError(error);
      return true;
    },
  );
  const trouble = understudy !== null && (await Promise.race([refused, isLate(first, journey)]));
  if (!trouble || signal.aborted) {
    await first.first;
    return { speaker: first, leadError: null };
  }
  const second = journey.ask(understudy);
  const race = [first.first.then(() => first), second.first.then(() => second)];
  const speaker = await Promise.any(race).catch(({ errors }: AggregateError) => {
    throw failed(journey, toAttritionError(errors[0]), errors[1]);
  });
  // A first choice that failed needs no name for it; one that said nothing in time is a slow one.
  (speaker === first ? second : first).stop({ late: speaker === second });
  if (speaker === first) return { speaker, leadError: null };
  return { speaker, leadError: leadError ?? new AttritionError('model-slow', { model: lead.label }) };
}

/** Resolves with true when the first word is late; while a batch waits for its slot, nothing is late. */
async function isLate(attempt: Attempt, { request, signal, deps }: Journey): Promise<boolean> {
  const budget = deps.budgets[request.purpose];
  if (!budget.live) await attempt.slot;
  const settled = AbortSignal.any([signal, attempt.spoken]);
  return deps.clock.sleep(budget.firstTokenMs, settled).then(
    () => true,
    // Spoken or failed in time: the attempt itself decides the race.
    () => new Promise<never>(() => {}),
  );
}

async function* tell(attempt: Attempt, fallback: Fallback | null): AsyncGenerator<ModelEvent> {
  yield { type: 'started', model: attempt.label, fallback };
  const first = await attempt.first;
  if (first.done !== true) yield first.value;
  yield* attempt.rest;
}

function stepIn({ lead, understudy, deps }: Journey, error: AttritionError): Fallback {
  deps.log?.warn({ from: lead.label, code: error.code, to: understudy?.label }, 'another model steps in');
  if (understudy !== null) deps.meter?.fallback(lead.label, understudy.label, error.code);
  return { from: lead.label, why: whyOf(error) };
}

/** People hear of the first choice's fault; the log finds both. */
function failed({ signal }: Journey, leadError: AttritionError, secondError: unknown): AttritionError {
  if (signal.aborted) return new AttritionError('aborted', leadError.detail, secondError);
  return new AttritionError(leadError.code, leadError.detail, new AggregateError([leadError, secondError]));
}
