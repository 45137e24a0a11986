import { z } from 'zod';
import type { Clock } from '../src/core/ports/clock.ts';

/** A model server as the doctor talks to it: the raw protocol, since an SDK hides what is wrong with it. */
export interface Line {
  /** Ends in /v1 or what models.yml says instead. */
  readonly url: string;
  readonly model: string;
  readonly apiKey: string | undefined;
  /** False: rules go before the question, in one user message. */
  readonly acceptsSystem: boolean;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What came back on one question. */
export interface Heard {
  /** 0 without an answer. */
  readonly status: number;
  /** False when it was late, broke off or answered with anything but 200 and events. */
  readonly ok: boolean;
  readonly text: string;
  /** The server's reason for refusing, cut short. */
  readonly refusal: string;
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
  /** As usage says; otherwise the pieces that came. */
  readonly tokens: number;
  readonly cachedTokens: number | null;
  readonly usage: boolean;
  readonly finished: boolean;
  readonly logprobs: boolean;
}

export interface Question {
  readonly system: string;
  readonly user: string;
  readonly maxTokens: number;
  /** Further fields of the request, at its top level. */
  readonly fields?: object;
}

export interface Patience {
  /** Milliseconds for the whole answer. */
  readonly ms: number;
  readonly onToken?: () => void;
  /** Hangs up early. */
  readonly hangUp?: AbortSignal;
}

const chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
        logprobs: z.object({ content: z.array(z.unknown()).nullish() }).nullish(),
      }),
    )
    .nullish(),
  usage: z
    .object({
      completion_tokens: z.number().nullish(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
  /** An engine that dies in mid-answer says so inside the stream. */
  error: z.undefined().optional(),
});

/** A reply that never ends must not fill the memory. */
const MOST_TEXT = 20_000;
const MOST_REFUSAL = 500;

type Hearing = { -readonly [key in keyof Heard]: Heard[key] };

/** Asks once and reads the stream to its end, or gives up after `ms`. Throws only when the doctor itself is stopped. */
export async function ask(line: Line, question: Question, patience: Patience): Promise<Heard> {
  const { clock } = line;
  const begun = clock.now();
  const heard: Hearing = {
    status: 0,
    ok: false,
    text: '',
    refusal: '',
    firstTokenMs: null,
    totalMs: 0,
    tokens: 0,
    cachedTokens: null,
    usage: false,
    finished: false,
    logprobs: false,
  };
  const late = new AbortController();
  clock.sleep(patience.ms, late.signal).then(
    () => late.abort(),
    () => undefined,
  );
  const others = patience.hangUp === undefined ? [] : [patience.hangUp];
  try {
    const response = await open(line, question, AbortSignal.any([line.signal, late.signal, ...others]));
    heard.status = response.status;
    if (!response.ok) heard.refusal = (await response.text()).slice(0, MOST_REFUSAL);
    else if (response.body !== null)
      for await (const event of eventsOf(response.body)) {
        if (event === '[DONE]') break;
        if (note(heard, chunk.parse(JSON.parse(event)), () => clock.now() - begun)) patience.onToken?.();
        heard.ok = true;
      }
  } catch {
    // Late, broken off or no events: what was heard so far says which.
    heard.ok = false;
  } finally {
    late.abort();
  }
  line.signal.throwIfAborted();
  return { ...heard, totalMs: clock.now() - begun };
}

/** Takes what one event says; true when it holds text. */
function note(heard: Hearing, { choices, usage }: z.infer<typeof chunk>, elapsed: () => number): boolean {
  const said = choices?.[0];
  const text = said?.delta?.content ?? '';
  if (text !== '') {
    heard.firstTokenMs ??= elapsed();
    heard.tokens += 1;
    heard.text = (heard.text + text).slice(0, MOST_TEXT);
  }
  if (said?.finish_reason) heard.finished = true;
  if ((said?.logprobs?.content?.length ?? 0) > 0) heard.logprobs = true;
  if (usage) {
    heard.usage = true;
    heard.tokens = usage.completion_tokens ?? heard.tokens;
    heard.cachedTokens = usage.prompt_tokens_details?.cached_tokens ?? null;
  }
  return text !== '';
}

function open(line: Line, { system, user, maxTokens, fields }: Question, signal: AbortSignal): Promise<Response> {
  const messages = line.acceptsSystem
    ? [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ]
    : [{ role: 'user', content: `${system}\n\n${user}` }];
  const usual = { stream: true, stream_options: { include_usage: true }, temperature: 0, max_tokens: maxTokens };
  return line.fetch(`${line.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...keyHeader(line.apiKey) },
    body: JSON.stringify({ model: line.model, messages, ...usual, ...fields }),
    signal,
  });
}

/** Reads an address; null when it can't be had in `ms`. */
export async function look(
  line: Line,
  address: string,
  ms: number,
): Promise<{ readonly status: number; readonly text: string } | null> {
  const late = new AbortController();
  line.clock.sleep(ms, late.signal).then(
    () => late.abort(),
    () => undefined,
  );
  try {
    const signal = AbortSignal.any([line.signal, late.signal]);
    const response = await line.fetch(address, { headers: keyHeader(line.apiKey), signal });
    return { status: response.status, text: await response.text() };
  } catch {
    line.signal.throwIfAborted();
    return null;
  } finally {
    late.abort();
  }
}

/** Where health and metrics live: at the server's root, beside /v1. */
export const rootOf = ({ url }: Line): string => url.replace(/\/v1$/u, '');

const keyHeader = (apiKey: string | undefined): Record<string, string> =>
  apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };

async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split(/\r?\n/u);
    rest = lines.pop() ?? '';
    for (const each of lines) if (each.startsWith('data:')) yield each.slice('data:'.length).trim();
  }
}
