import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ChatBody, checkRequest, type Refusal } from '../../test/support/scripted-model-server/check-request.ts';
import { constrained } from '../../test/support/scripted-model-server/constrained.ts';
import { logprobsOf } from '../../test/support/scripted-model-server/token-logprobs.ts';
import { spokenTokens } from './count-tokens.ts';
import type { Engine } from './engine.ts';
import { cutPrompt } from './prefix-cache.ts';

/** What a server was asked and answered, in tokens. */
export interface ServedTokens {
  readonly calls: number;
  readonly refused: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

/** What a request is for, by its form; the peers' are all `other`. */
export type AskedFor = 'coding' | 'verdict' | 'other';

export const NOTHING_SERVED: ServedTokens = {
  calls: 0,
  refused: 0,
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
};

export interface ModelHttpOptions {
  readonly model: string;
  readonly windowTokens: number;
  readonly engine: Engine;
  readonly script: (chat: ChatBody) => string;
  readonly onServed: (served: ServedTokens, askedFor: AskedFor) => void;
}

/** Qwen's template: a few tokens around each message. */
const TURN = (role: string, content: string) => `<|im_start|>${role}\n${content}<|im_end|>\n`;

/** Adds two. */
export function addServed(a: ServedTokens, b: ServedTokens): ServedTokens {
  return {
    calls: a.calls + b.calls,
    refused: a.refused + b.refused,
    promptTokens: a.promptTokens + b.promptTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    completionTokens: a.completionTokens + b.completionTokens,
  };
}

/** Starts one replica that speaks vLLM's protocol with the engine's timing; resolves with its base URL. */
export async function startModelHttp(options: ModelHttpOptions): Promise<string> {
  const { model, windowTokens, engine } = options;
  const server = createServer((request, response) => {
    const route = `${request.method} ${new URL(request.url ?? '/', 'http://sim').pathname}`;
    if (route === 'GET /v1/models') {
      json(response, { object: 'list', data: [{ id: model, object: 'model', max_model_len: windowTokens }] });
    } else if (route === 'GET /metrics') {
      response.end(
        `vllm:num_requests_running{engine="0"} ${engine.running()}\nvllm:num_requests_waiting{engine="0"} ${engine.waiting()}\nvllm:kv_cache_usage_perc{engine="0"} 0\n`,
      );
    } else if (route === 'POST /v1/chat/completions') {
      chat(request, response, options).catch(() => response.destroy());
    } else refuse(response, { status: 404, type: 'NotFoundError', message: 'Not Found', param: null });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

async function chat(request: IncomingMessage, response: ServerResponse, options: ModelHttpOptions): Promise<void> {
  const { model, windowTokens, engine, script, onServed } = options;
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const checked = checkRequest(JSON.parse(Buffer.concat(parts).toString('utf8')), {
    models: [{ id: model, windowTokens: Number.POSITIVE_INFINITY }],
    structuredOutputs: 'obey',
    byPriority: true,
  });
  const refusal = checked.refusal ?? null;
  if (refusal !== null || checked.chat === null) {
    onServed({ ...NOTHING_SERVED, calls: 1, refused: 1 }, 'other');
    return refuse(response, refusal ?? { status: 400, type: 'BadRequestError', message: 'no chat', param: null });
  }
  const body = checked.chat;
  const prompt = cutPrompt(
    body.messages.map(({ role, content }) => TURN(role, content)).join('') + TURN('assistant', ''),
  );
  if (prompt.tokens + (body.maxTokens ?? 1) > windowTokens) {
    onServed({ ...NOTHING_SERVED, calls: 1, refused: 1 }, 'other');
    const message = `This model's maximum context length is ${windowTokens} tokens.`;
    return refuse(response, { status: 400, type: 'BadRequestError', message, param: 'input_tokens' });
  }
  const said = constrained({ text: script(body) }, body);
  const all = spokenTokens(said.text);
  const tokens = all.slice(0, body.maxTokens ?? windowTokens - prompt.tokens);
  const finish = tokens.length < all.length ? 'length' : 'stop';
  const weights = said.weights ?? null;
  const asked = body.topLogprobs;
  const reported =
    asked === null || weights === null ? [] : logprobsOf(said.text, weights, { top: asked, style: 'given' });
  const head = { id: 'chatcmpl-bench', created: 0, model: body.model };
  let cachedTokens = 0;
  const usage = () => ({
    prompt_tokens: prompt.tokens,
    completion_tokens: tokens.length + 1,
    total_tokens: prompt.tokens + tokens.length + 1,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  });
  const end = () => {
    // The end mark is generated like any other token.
    const own = { promptTokens: prompt.tokens, cachedTokens, completionTokens: tokens.length + 1 };
    onServed({ calls: 1, refused: 0, ...own }, askedFor(body));
    if (!body.stream) {
      const message = { role: 'assistant', content: tokens.join('') };
      json(response, {
        ...head,
        object: 'chat.completion',
        choices: [{ index: 0, message, finish_reason: finish }],
        usage: usage(),
      });
      return;
    }
    send({}, finish, null);
    if (body.includeUsage) event({ choices: [], usage: usage() });
    response.end('data: [DONE]\n\n');
  };
  const event = (rest: object) =>
    response.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...rest })}\n\n`);
  const send = (delta: object, finishReason: string | null, logprobs: object | null) =>
    event({ choices: [{ index: 0, delta, finish_reason: finishReason, logprobs }] });
  if (body.stream) {
    response.setHeader('content-type', 'text/event-stream');
    response.flushHeaders();
    send({ role: 'assistant', content: '' }, null, null);
  }
  const leave = engine.add({
    prompt,
    outputTokens: tokens.length + 1,
    priority: body.priority,
    onAdmitted: (cached) => {
      cachedTokens = cached;
    },
    onToken: (index) => {
      if (index === tokens.length) return end();
      if (body.stream)
        send({ content: tokens[index] }, null, index === 0 && reported.length > 0 ? whole(reported) : null);
    },
  });
  response.once('close', () => {
    if (!response.writableFinished) leave();
  });
}

function askedFor({ schema, choice }: ChatBody): AskedFor {
  if (schema === 'codes') return 'coding';
  return choice === null ? 'other' : 'verdict';
}

/** Our cut of a choice into tokens is not the one its weights are told by: all of them come with the first piece. */
function whole(reported: readonly object[]): object {
  return { content: reported.flatMap((one) => (one as { content: object[] }).content) };
}

function refuse(response: ServerResponse, { status, type, message, param }: Refusal): void {
  response.statusCode = status;
  json(response, { error: { message, type, param, code: status } });
}

function json(response: ServerResponse, body: object): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}
