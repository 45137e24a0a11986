import { z } from 'zod';
import { AttritionError, type FaultCode, toAttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import { toModelError } from './model-errors.ts';
import type { Replica } from './replica.ts';
import { requestBody } from './request-body.ts';
import { type EndpointSettings, labelOf } from './settings.ts';
import { within } from './watchdog.ts';

/** Listing models takes milliseconds; a busy server may need some seconds for one token. */
const PROBE_MS = 10_000;

/** Any but 0: a server that doesn't schedule by priority answers it with an error. */
const CANARY_PRIORITY = 1;
/** No answer to the canary's question, and named nowhere in it: who answers with one was held to the set. */
const CANARY_CHOICE = ['amber-7', 'violet-3'];
const CANARY_TOKENS = 12;

const windowSchema = z.int().positive().nullish();
/** vLLM and its kin say the window as `max_model_len`, llama.cpp as `meta.n_ctx`, for one slot. */
const servedModel = z.object({
  id: z.string(),
  max_model_len: windowSchema,
  meta: z.object({ n_ctx: windowSchema }).nullish(),
});

/** What was found at one base URL. */
export interface EndpointProbe {
  readonly role: EndpointSettings['role'];
  readonly label: string;
  readonly url: string;
  /** Null when the server serves the model and speaks. */
  readonly fault: FaultCode | null;
  /** The window the server says it has; null when it doesn't say. */
  readonly windowTokens: number | null;
  /** The server takes vLLM's `structured_outputs` and obeys it; another may ignore it in silence (known failure M10). */
  readonly obeysChoice: boolean;
  /** It schedules by priority; asked only where models.yml says so. */
  readonly obeysPriority: boolean;
}

interface Probing {
  readonly replica: Replica;
  readonly settings: EndpointSettings;
  readonly acceptsSystem: boolean;
  readonly clock: Clock;
  /** Fires when the program stops. */
  readonly closed: AbortSignal;
}

/**
 * Asks a server for its models and for one token (a health check can be green while nothing runs), and whether it obeys
 * a closed set. Never throws.
 */
export async function probeReplica(probing: Probing): Promise<EndpointProbe> {
  const { replica, settings, clock, closed } = probing;
  const label = labelOf(settings);
  const found = { role: settings.role, label, url: replica.url, obeysChoice: false, obeysPriority: false };
  const end = new AbortController();
  const late = () => new AttritionError('model-slow', { model: label });
  const signal = AbortSignal.any([closed, end.signal]);
  const timed = <T>(promise: Promise<T>) => within(promise, PROBE_MS, clock, late);
  let windowTokens: number | null = null;
  try {
    windowTokens = await timed(servedWindow(replica, settings, signal));
    await timed(speaks(probing, signal));
    const obeysChoice = await timed(obeys(probing, signal)).catch(() => false);
    const obeysPriority = settings.priority === true && (await timed(schedules(probing, signal)).catch(() => false));
    return { ...found, fault: null, windowTokens, obeysChoice, obeysPriority };
  } catch (error) {
    return { ...found, fault: toAttritionError(toModelError(error, label, false)).code, windowTokens };
  } finally {
    end.abort();
  }
}

async function servedWindow(
  { client }: Replica,
  settings: EndpointSettings,
  signal: AbortSignal,
): Promise<number | null> {
  const { data } = await client.models.list({ signal });
  const models = z.array(servedModel).safeParse(data);
  if (!models.success) throw new AttritionError('model-invalid', { model: labelOf(settings) }, models.error);
  const served = models.data.find(({ id }) => id === settings.model);
  if (served === undefined) throw new AttritionError('model-refused', { model: labelOf(settings), status: 404 });
  return served.max_model_len ?? served.meta?.n_ctx ?? null;
}

/** A question of one token; its `priority` only where a server is tried for it. */
async function speaks(probing: Probing, signal: AbortSignal, priority?: number): Promise<void> {
  const { replica, settings } = probing;
  const messages = [
    { role: 'system' as const, content: 'Answer with one word.' },
    { role: 'user' as const, content: 'Ready?' },
  ];
  const body = {
    ...requestBody(settings.model, { purpose: 'verdict', messages, maxTokens: 1 }, manner(probing)),
    ...(priority === undefined ? {} : { priority }),
  };
  for await (const chunk of await replica.client.chat.completions.create(body, { signal })) {
    if (chunk.choices[0]?.finish_reason || chunk.choices[0]?.delta.content) return;
  }
  throw new AttritionError('model-invalid', { model: labelOf(settings) });
}

async function schedules(probing: Probing, signal: AbortSignal): Promise<boolean> {
  await speaks(probing, signal, CANARY_PRIORITY);
  return true;
}

const manner = ({ acceptsSystem }: Probing) => ({
  choiceBy: 'structured-outputs' as const,
  acceptsSystem,
  byPriority: false,
  live: true,
});

/** The canary: a plain question whose answer can only be of the set when the server obeys. */
async function obeys(probing: Probing, signal: AbortSignal): Promise<boolean> {
  const { replica, settings } = probing;
  const messages = [
    { role: 'system' as const, content: 'Answer in one short sentence.' },
    { role: 'user' as const, content: 'What is a spoon for?' },
  ];
  const asked = { purpose: 'verdict' as const, messages, maxTokens: CANARY_TOKENS, choice: CANARY_CHOICE };
  let text = '';
  const body = requestBody(settings.model, asked, manner(probing));
  for await (const chunk of await replica.client.chat.completions.create(body, { signal }))
    text += chunk.choices[0]?.delta.content ?? '';
  return CANARY_CHOICE.includes(text.trim());
}
