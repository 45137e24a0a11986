import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ChatBody,
  checkRequest,
  type Refusal,
  type ScriptedModel,
  type StructuredOutputs,
} from './check-request.ts';
import { constrained } from './constrained.ts';
import { type Fault, type ScriptedAnswer, tokensOf } from './scripted-answer.ts';
import { sendAnswer } from './send-answer.ts';
import type { LogprobStyle } from './token-logprobs.ts';

/** A chat request as it came in; the flags change while it is answered. */
interface ReceivedRequest {
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: IncomingMessage['headers'];
  /** When it came, milliseconds since the epoch. */
  readonly at: number;
  /** Null when it was refused before any model saw it. */
  readonly chat: ChatBody | null;
  /** What vLLM would ignore or add in silence, e.g. "ignored:guided_json". */
  readonly warnings: readonly string[];
  status: 'running' | 'answered' | 'client-closed';
}

export interface ScriptedServerOptions {
  readonly models: readonly ScriptedModel[];
  /** What the model says: tests play coder, verdict and prose by looking at the messages. */
  readonly script: (chat: ChatBody) => string | ScriptedAnswer | Promise<string | ScriptedAnswer>;
  /** Default timing of every answer. */
  readonly firstTokenMs?: number;
  readonly tokensPerSecond?: number;
  /** Requests at a time; the others wait, counted by /metrics. */
  readonly maxRunning?: number;
  /** So many may wait; the next one gets a 503, as with --max-num-queued-reqs. By default any number. */
  readonly maxQueued?: number;
  /** Lower priorities run first; by default a priority is an error. */
  readonly byPriority?: boolean;
  /** Names of the gauges under /metrics: `old` has gpu_cache_usage_perc; `none` has no metrics. */
  readonly metrics?: 'new' | 'old' | 'none';
  /** By default it obeys, as vLLM since v0.12 does. */
  readonly structuredOutputs?: StructuredOutputs;
  /** How it reports logprobs when asked; by default as vLLM should. */
  readonly logprobs?: LogprobStyle | 'none';
}

export interface ScriptedModelServer {
  /** Base URL for a client, ending in /v1. */
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Sets a fault for all requests to come, or for the next `times` of them. */
  setFault(fault: Fault | null, times?: number): void;
  /** What other clients have there, for /metrics. */
  setOthers(others: { readonly running?: number; readonly waiting?: number; readonly kvUse?: number }): void;
  /** As `vllm:num_requests_running` says. */
  running(): number;
  close(): Promise<void>;
}

const REFUSALS: Partial<Record<Fault, Refusal>> = {
  '404': { status: 404, type: 'NotFoundError', message: 'The model does not exist.', param: 'model' },
  '429': { status: 429, type: 'RateLimitError', message: 'Too many requests', param: null },
  '503': { status: 503, type: 'ServiceUnavailableError', message: 'The queue is full', param: null },
  'flat-400': { status: 400, type: 'BadRequestError', message: 'Grammar error: bad schema', param: null },
  'nested-400': { status: 400, type: 'BadRequestError', message: 'Grammar error: bad schema', param: null },
  'too-long': {
    status: 400,
    type: 'BadRequestError',
    message: 'maximum context length is 1 token',
    param: 'input_tokens',
  },
};

/** Starts a server on loopback that speaks vLLM's OpenAI protocol and says what the script says. */
export async function startScriptedModelServer(options: ScriptedServerOptions): Promise<ScriptedModelServer> {
  const requests: ReceivedRequest[] = [];
  const waiting: { readonly priority: number; readonly go: () => void }[] = [];
  let others: Parameters<ScriptedModelServer['setOthers']>[0] = {};
  const seen = new Set<string>();
  let running = 0;
  let fault: { readonly name: Fault; left: number } | null = null;

  const takeFault = (): Fault | null => {
    if (fault === null || fault.left <= 0) return null;
    fault.left -= 1;
    return fault.name;
  };

  const isFull = () => running >= (options.maxRunning ?? Number.POSITIVE_INFINITY);

  async function chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = parseJson(await readBody(request));
    const checked = checkRequest(body, {
      models: options.models,
      structuredOutputs: options.structuredOutputs ?? 'obey',
      byPriority: options.byPriority ?? false,
    });
    const received: ReceivedRequest = {
      body: (body ?? {}) as Record<string, unknown>,
      headers: request.headers,
      at: Date.now(),
      chat: checked.chat,
      warnings: checked.warnings,
      status: 'running',
    };
    requests.push(received);
    const gone = new AbortController();
    response.once('close', () => {
      received.status = response.writableFinished ? 'answered' : 'client-closed';
      gone.abort();
    });
    const name = takeFault();
    const full = isFull() && waiting.length >= (options.maxQueued ?? Number.POSITIVE_INFINITY);
    const made = name === null ? null : REFUSALS[name];
    const refusal = checked.refusal ?? made ?? (full ? REFUSALS['503'] : null) ?? null;
    if (refusal !== null) return refuse(response, refusal, name === 'flat-400');
    if (checked.chat !== null) await answer(checked.chat, response, { name, gone: gone.signal });
  }

  async function answer(body: ChatBody, response: ServerResponse, how: { name: Fault | null; gone: AbortSignal }) {
    if (isFull())
      await new Promise<void>((go) => {
        waiting.push({ priority: body.priority, go });
        waiting.sort((a, b) => a.priority - b.priority);
      });
    running += 1;
    try {
      const scripted = await options.script(body);
      const plain = constrained(typeof scripted === 'string' ? { text: scripted } : scripted, body);
      const prompt = JSON.stringify(body.messages[0]);
      const cachedTokens = seen.has(prompt)
        ? Math.floor(tokensOf(body.messages[0]?.content ?? '').length / 16) * 16
        : 0;
      seen.add(prompt);
      const { firstTokenMs = 0, tokensPerSecond = Number.POSITIVE_INFINITY } = { ...options, ...plain };
      const { text, weights = null, fault: own = null } = plain;
      const show = { text, weights, firstTokenMs, tokensPerSecond, fault: how.name ?? own, chat: body, cachedTokens };
      await sendAnswer(response, { ...show, logprobs: options.logprobs ?? 'given' }, how.gone);
    } catch (error) {
      if (!how.gone.aborted) throw error;
    } finally {
      if (!(how.name === 'zombie' && how.gone.aborted)) running -= 1;
      waiting.shift()?.go();
    }
  }

  const metrics = () => {
    const cache = options.metrics === 'old' ? 'gpu_cache_usage_perc' : 'kv_cache_usage_perc';
    return [
      `vllm:num_requests_running{engine="0"} ${running + (others.running ?? 0)}`,
      `vllm:num_requests_waiting{engine="0"} ${waiting.length + (others.waiting ?? 0)}`,
      `vllm:${cache}{engine="0"} ${others.kvUse ?? 0}\n`,
    ].join('\n');
  };
  const listing = options.models.map(({ id, windowTokens }) => ({ id, object: 'model', max_model_len: windowTokens }));

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://scripted');
    const route = `${request.method} ${pathname}`;
    // A look at the metrics uses no fault up, so that tests can count on the requests.
    const dead = fault?.name === 'dead' && fault.left > 0 && (pathname === '/metrics' || takeFault() !== null);
    if (dead) request.socket.destroy();
    else if (route === 'GET /v1/models') json(response, { object: 'list', data: listing });
    else if (route === 'GET /health') response.end();
    else if (route === 'GET /metrics' && options.metrics !== 'none') response.end(metrics());
    else if (route === 'POST /tokenize') void tokenize(request, response);
    else if (route === 'POST /v1/chat/completions')
      chat(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
    else refuse(response, { status: 404, type: 'NotFoundError', message: 'Not Found', param: null }, true);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    setFault(name, times = Number.POSITIVE_INFINITY) {
      fault = name === null ? null : { name, left: times };
    },
    setOthers(now) {
      others = now;
    },
    running: () => running,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function tokenize(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = parseJson(await readBody(request)) as { prompt?: string } | null;
  const tokens = tokensOf(body?.prompt ?? '').map((_, index) => index);
  json(response, { count: tokens.length, tokens });
}

function refuse(response: ServerResponse, { status, type, message, param }: Refusal, flat: boolean): void {
  const error = { message, type, param, code: status };
  response.statusCode = status;
  json(response, flat ? { object: 'error', ...error } : { error });
}

function json(response: ServerResponse, body: object): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
