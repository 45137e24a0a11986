import OpenAI from 'openai';
import PQueue from 'p-queue';
import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CompletionRequest } from '../core/ports/language-model.ts';
import type { Budgets } from './budgets.ts';
import type { ChoiceBy } from './closed-choice.ts';
import { readAnswer, type Speech } from './read-answer.ts';
import { requestBody } from './request-body.ts';
import { type EndpointSettings, labelOf } from './settings.ts';
import { within } from './watchdog.ts';

/** Order in the queue for a slot: an answer that a person waits for goes before a batch. */
const PRIORITY = { live: 1, batch: 0 };

export interface ReplicaDeps {
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly fetch?: typeof fetch;
}

export interface ReplicaAsking {
  readonly signal: AbortSignal;
  /** Called when the request leaves our queue. */
  readonly onSlot: () => void;
  /** Another replica is waiting to be tried: without a word after this, in milliseconds, it is. */
  readonly patienceMs?: number | undefined;
  /** How this server is held to a closed set. */
  readonly choiceBy: ChoiceBy;
}

/** One server that serves an endpoint's model. */
export interface Replica {
  readonly url: string;
  readonly client: OpenAI;
  /** Requests running and waiting here. */
  load(): number;
  /** Asks once. Ending the iteration closes the connection. */
  ask(request: CompletionRequest, asking: ReplicaAsking): AsyncGenerator<Speech>;
}

/** Builds the client of one base URL, with its own slots. */
export function createReplica(settings: EndpointSettings, baseUrl: string, deps: ReplicaDeps): Replica {
  const { budgets, clock } = deps;
  const model = labelOf(settings);
  const url = withVersion(baseUrl);
  const client = new OpenAI({
    baseURL: url,
    // Every field that the SDK would otherwise read from the environment is set here.
    apiKey: settings.apiKey ?? 'none',
    organization: null,
    project: null,
    webhookSecret: null,
    adminAPIKey: null,
    logLevel: 'off',
    // The SDK's own retries multiply ours and know no budget.
    maxRetries: 0,
    ...(deps.fetch === undefined ? {} : { fetch: deps.fetch }),
  });
  const slots = new PQueue({ concurrency: settings.concurrency });

  return {
    url,
    client,
    load: () => slots.size + slots.pending,
    async *ask(request, { signal, onSlot, choiceBy, patienceMs }) {
      const usual = budgets[request.purpose];
      const budget = patienceMs === undefined ? usual : { ...usual, silenceMs: patienceMs };
      const end = new AbortController();
      const both = AbortSignal.any([signal, end.signal]);
      try {
        const slot = takeSlot(slots, budget.live ? PRIORITY.live : PRIORITY.batch, both);
        const late = () => new AttritionError('model-slow', { model, seconds: budget.silenceMs / 1_000 });
        // A batch may wait in line as long as the batch takes; a person may not.
        await (budget.live ? within(slot, budget.silenceMs, clock, late) : slot);
        onSlot();
        const body = requestBody(settings.model, request, choiceBy);
        const open = client.chat.completions.create(body, { signal: both });
        yield* readAnswer(open, { model, budget, clock, signal: both, choice: request.choice });
      } catch (error) {
        throw signal.aborted ? new AttritionError('aborted', { model }, error) : error;
      } finally {
        end.abort();
      }
    },
  };
}

/** Resolves when a slot is free and holds it until the signal fires. */
function takeSlot(slots: PQueue, priority: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const hold = () =>
      new Promise<void>((release) => {
        signal.addEventListener('abort', () => release(), { once: true });
        resolve();
      });
    slots.add(hold, { priority, signal }).catch(reject);
  });
}

/** People write the address of the server; the protocol lives under "/v1" unless a path says otherwise. */
function withVersion(baseUrl: string): string {
  const url = new URL(baseUrl);
  if (url.pathname === '/') url.pathname = '/v1';
  return url.href.replace(/\/$/, '');
}
