import OpenAI from 'openai';
import { AttritionError, toAttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CompletionRequest } from '../core/ports/language-model.ts';
import type { Meter } from '../core/ports/meter.ts';
import { type BackPressure, createBackPressure } from './back-pressure.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import type { Budgets } from './budgets.ts';
import { callMeter } from './call-meter.ts';
import { isServerFailure, LATE } from './model-errors.ts';
import { readAnswer, type Speech } from './read-answer.ts';
import { type Manner, requestBody } from './request-body.ts';
import { createServerLoad, type LoadFigures } from './server-load.ts';
import { type EndpointSettings, labelOf } from './settings.ts';
import { createSlots, type Slots } from './slots.ts';
import { within } from './watchdog.ts';

/** A server whose queue is full is left alone for a moment: its queue is seconds long. */
const BACK_OFF_MS = 2_000;
const BUSY: ReadonlySet<unknown> = new Set([429, 503]);
/** From here on vLLM throws out running requests to make room. */
const KV_FULL = 0.95;
/** What a full cache weighs, in waiting requests. */
const KV_FULL_WEIGHS = 8;

export interface ReplicaDeps {
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
  readonly meter?: Meter | undefined;
  /** Fires when the program stops. */
  readonly closed: AbortSignal;
}

export interface ReplicaAsking {
  readonly signal: AbortSignal;
  /** Called when the request leaves our queue. */
  readonly onSlot: () => void;
  /** Another replica is waiting to be tried: without a word after this, in milliseconds, it is. */
  readonly patienceMs?: number | undefined;
  /** How this server is to be spoken to. */
  readonly manner: Manner;
}

/** One server that serves an endpoint's model. */
export interface Replica {
  readonly url: string;
  readonly client: OpenAI;
  readonly breaker: Breaker;
  /** Requests running and waiting here, ours and, where the server tells, everybody's. */
  load(): number;
  /** Requests of a batch that would be sent at once. */
  free(): number;
  /** Its queue was full a moment ago. */
  isBackingOff(): boolean;
  /** Ours that run and wait. */
  own(): { readonly running: number; readonly waiting: number };
  /** The server's own figures; null when it has none. */
  figures(): LoadFigures | null;
  /** Asks the server for its figures when they are due. */
  refresh(): void;
  /** Asks once. Ending the iteration closes the connection. */
  ask(request: CompletionRequest, asking: ReplicaAsking): AsyncGenerator<Speech>;
}

/** Builds the client of one base URL, with its own slots. */
export function createReplica(settings: EndpointSettings, baseUrl: string, deps: Deps): Replica {
  const { clock } = deps;
  const url = withVersion(baseUrl);
  const client = clientOf(url, settings.apiKey, deps.fetch);
  const breaker = createBreaker(clock);
  const slots = createSlots(deps.concurrency);
  let backOffUntil = Number.NEGATIVE_INFINITY;
  const load = createServerLoad(url, {
    clock,
    fetch: deps.fetch ?? fetch,
    closed: deps.closed,
    onFigures: () => slots.setLost(load.zombies()),
  });
  // What is kept back holds its slot and is not at the server.
  const sent = () => slots.running() - pressure.held();
  const refresh = () => load.refresh(sent);
  const pressure = createBackPressure({ figures: load.figures, refresh }, clock);
  /** A server that refuses for want of room while it works on what it has is full, not down. */
  const isFull = (error: AttritionError) => {
    const { running = 0, waiting = 0 } = load.figures() ?? {};
    return BUSY.has(error.detail.status) && running + waiting > 0;
  };
  const fullness = () => ((load.figures()?.kvUse ?? 0) > KV_FULL ? KV_FULL_WEIGHS : 0);

  function judge(thrown: unknown): void {
    const error = toAttritionError(thrown);
    if (BUSY.has(error.detail.status)) backOffUntil = clock.now() + BACK_OFF_MS;
    if (isFull(error)) return;
    const failure = isServerFailure(error);
    if (failure === true) breaker.failed(error.code);
    if (failure === false) breaker.answered();
  }

  return {
    url,
    client,
    breaker,
    load: () => slots.running() + slots.waiting() + load.others() + fullness(),
    free: slots.free,
    isBackingOff: () => clock.now() < backOffUntil,
    own: () => ({ running: sent(), waiting: slots.waiting() + pressure.held() }),
    figures: load.figures,
    refresh,
    ask: (request, asking) =>
      askPatiently(request, asking, {
        ...{ settings, deps, client, slots, pressure, isFull, judge, refresh },
        answered: breaker.answered,
        aborted: load.aborted,
      }),
  };
}

interface Server {
  readonly settings: EndpointSettings;
  readonly deps: Deps;
  readonly client: OpenAI;
  readonly slots: Slots;
  readonly pressure: BackPressure;
  isFull(error: AttritionError): boolean;
  answered(): void;
  /** A request failed that the server had been sent. */
  judge(thrown: unknown): void;
  /** A request was left before its end. */
  aborted(): void;
  refresh(): void;
}

/** A batch comes back to a server that is full, for as long as one request may take; a person is sent on at once. */
async function* askPatiently(
  request: CompletionRequest,
  asking: ReplicaAsking,
  server: Server,
): AsyncGenerator<Speech> {
  const { clock, budgets } = server.deps;
  const { live, totalMs } = budgets[request.purpose];
  const mayWait = !live && asking.patienceMs === undefined;
  for (const until = clock.now() + totalMs; ; ) {
    try {
      return yield* converse(request, asking, server);
    } catch (thrown) {
      const error = toAttritionError(thrown);
      if (!mayWait || !server.isFull(error) || clock.now() >= until) throw thrown;
      await clock.sleep(BACK_OFF_MS, asking.signal).catch((reason: unknown) => {
        throw new AttritionError('aborted', { model: labelOf(server.settings) }, reason);
      });
    }
  }
}

async function* converse(
  request: CompletionRequest,
  { signal, onSlot, manner, patienceMs }: ReplicaAsking,
  server: Server,
): AsyncGenerator<Speech> {
  const { settings, slots } = server;
  const { clock, meter, budgets } = server.deps;
  const model = labelOf(settings);
  const usual = budgets[request.purpose];
  const budget = patienceMs === undefined ? usual : { ...usual, silenceMs: patienceMs };
  const end = new AbortController();
  const both = AbortSignal.any([signal, end.signal]);
  const call = callMeter({ model, purpose: request.purpose, clock, meter });
  let state: 'queued' | 'sent' | 'ended' = 'queued';
  try {
    const slot = slots.take(budget.live, both);
    const late = () => new AttritionError('model-slow', { model, seconds: budget.silenceMs / 1_000 });
    // A batch may wait in line as long as the batch takes; a person may not.
    await (budget.live ? within(slot, budget.silenceMs, clock, late) : slot);
    if (!budget.live) await server.pressure.room(budget.totalMs, both);
    onSlot();
    call.sent();
    state = 'sent';
    const body = requestBody(settings.model, request, { ...manner, live: budget.live });
    const open = server.client.chat.completions.create(body, { signal: both });
    const reading = { model, budget, clock, signal: both, choice: request.choice, onText: call.heard };
    for await (const speech of readAnswer(open, reading)) {
      if (speech.type === 'finished') {
        state = 'ended';
        server.answered();
        call.ended(speech.completion.usage);
      }
      yield speech;
    }
  } catch (thrown) {
    // A race lost for want of a first word is the server's failure; an abort by a person is nobody's.
    const slow = signal.reason === LATE && state === 'sent' && !call.hasHeard();
    const error = slow ? new AttritionError('model-slow', { model }, thrown) : thrown;
    if (state === 'sent' && (slow || !signal.aborted)) server.judge(error);
    call.failed(signal.aborted && !slow ? 'aborted' : toAttritionError(error).code);
    throw signal.aborted ? new AttritionError('aborted', { model }, thrown) : thrown;
  } finally {
    // A server that is left, by us or in a huff, may go on with the request.
    if (state === 'sent') server.aborted();
    call.failed('aborted');
    end.abort();
    if (state !== 'queued') server.refresh();
  }
}

type Deps = ReplicaDeps & { readonly concurrency: number };

function clientOf(baseURL: string, apiKey: string | undefined, ownFetch: typeof fetch | undefined): OpenAI {
  return new OpenAI({
    baseURL,
    // Every field that the SDK would otherwise read from the environment is set here.
    apiKey: apiKey ?? 'none',
    organization: null,
    project: null,
    webhookSecret: null,
    adminAPIKey: null,
    logLevel: 'off',
    // The SDK's own retries multiply ours and know no budget.
    maxRetries: 0,
    ...(ownFetch === undefined ? {} : { fetch: ownFetch }),
  });
}

/** People write the address of the server; the protocol lives under "/v1" unless a path says otherwise. */
function withVersion(baseUrl: string): string {
  const url = new URL(baseUrl);
  if (url.pathname === '/') url.pathname = '/v1';
  return url.href.replace(/\/$/, '');
}
