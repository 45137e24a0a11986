import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatBody } from './check-request.ts';
import { type Fault, type ScriptedAnswer, SLOW_MS, tokensOf } from './scripted-answer.ts';
import { type LogprobStyle, logprobsOf } from './token-logprobs.ts';

/** An answer with nothing left open. */
export interface Performance extends Required<ScriptedAnswer> {
  readonly chat: ChatBody;
  /** Tokens of the prompt's beginning that were seen before. */
  readonly cachedTokens: number;
  readonly logprobs: LogprobStyle | 'none';
}

/** Faults that end the text half-way. */
const HALF: ReadonlySet<Fault | null> = new Set<Fault>(['stall', 'cut', 'reset', 'length', 'error-in-stream']);
const LOOPS: Partial<Record<Fault, string>> = { 'whitespace-loop': '\n', 'phrase-loop': ' and so on 等等等' };
/** A loop ends here even if nobody closes the connection, so that a test can't run for ever. */
const LOOP_TOKENS = 5_000;
const LOOP_PAUSE_MS = 1;
const EMPTY_PAUSE_MS = 50;
/** Text that was written must have left before the socket is destroyed. */
const RESET_PAUSE_MS = 50;

/** Speaks an answer over an open response, in real time, with the chosen fault; `gone` fires when the client left. */
export async function sendAnswer(response: ServerResponse, show: Performance, gone: AbortSignal): Promise<void> {
  const { fault } = show;
  if (fault === 'dead') response.destroy();
  else if (fault === 'hung') await until(gone);
  else if (fault === 'html') response.setHeader('content-type', 'text/html').end('<html><body>Sign in</body></html>');
  else if (!show.chat.stream) await sendWhole(response, show, gone);
  else await sendStream(response, show, gone);
}

async function sendWhole(response: ServerResponse, show: Performance, gone: AbortSignal): Promise<void> {
  const { tokens, finish } = script(show);
  await sleep(firstTokenMs(show) + (tokens.length * 1_000) / show.tokensPerSecond, null, { signal: gone });
  const content = show.fault === 'null-content' ? null : tokens.join('');
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: finish }];
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ...head(show, 'chat.completion'), choices, usage: usage(show, tokens.length) }));
}

async function sendStream(response: ServerResponse, show: Performance, gone: AbortSignal): Promise<void> {
  const { fault, chat } = show;
  response.setHeader('content-type', 'text/event-stream');
  response.flushHeaders();
  if (fault === 'pings-only') return pingUntil(response, gone);
  if (fault === 'garbage') return void response.end('data: {"choices": [{"del\n\ndata: oops\n\n');
  const { tokens, finish } = script(show);
  const reported = logprobs(show);
  const write = (delta: object, finishReason: string | null, index = -1) => {
    const choices = [{ index: 0, delta, finish_reason: finishReason, logprobs: reported[index] ?? null }];
    return send(response, JSON.stringify({ ...head(show, 'chat.completion.chunk'), choices }), fault);
  };
  while (fault === 'empty-chunks' && !gone.aborted) {
    await write({ content: '' }, null);
    await sleep(EMPTY_PAUSE_MS, null, { signal: gone });
  }
  await sleep(firstTokenMs(show), null, { signal: gone });
  await write({ role: 'assistant', content: fault === 'null-content' ? null : '' }, null);
  for (const [index, token] of fault === 'null-content' ? [] : tokens.entries()) {
    await write({ content: token }, null, index);
    if (Number.isFinite(show.tokensPerSecond)) await sleep(1_000 / show.tokensPerSecond, null, { signal: gone });
  }
  await speakLoop(write, fault, gone);
  if (fault === 'stall' || fault === 'late-finish') return until(gone);
  if (fault === 'reset') {
    await sleep(RESET_PAUSE_MS, null, { signal: gone });
    return void response.destroy();
  }
  if (fault === 'cut') return void response.end();
  if (fault === 'error-in-stream') {
    await send(
      response,
      JSON.stringify({ error: { message: 'engine died', type: 'InternalServerError', code: 500 } }),
      fault,
    );
    return void response.end();
  }
  await write({}, finish);
  if (fault === 'no-usage') return until(gone);
  if (chat.includeUsage)
    await send(
      response,
      JSON.stringify({ ...head(show, 'chat.completion.chunk'), choices: [], usage: usage(show, tokens.length) }),
      fault,
    );
  await send(response, '[DONE]', fault);
  response.end();
}

/** The tokens to be said and how they end, after fault and token cap. */
function script({ text, fault, chat }: Performance): { tokens: readonly string[]; finish: string | null } {
  const all = tokensOf(fault === 'think' ? `<think>\nLet me see. 让我想想。\n</think>\n\n${text}` : text);
  const said =
    HALF.has(fault) || fault === 'whitespace-loop' || fault === 'phrase-loop'
      ? all.slice(0, Math.ceil(all.length / 2))
      : all;
  if (chat.maxTokens !== null && said.length > chat.maxTokens)
    return { tokens: said.slice(0, chat.maxTokens), finish: 'length' };
  return { tokens: said, finish: fault === 'no-finish' ? null : fault === 'length' ? 'length' : 'stop' };
}

/** One object for each token, where they were asked for and the answer is of a closed set. */
function logprobs({ chat, text, weights, logprobs: style }: Performance): readonly object[] {
  if (style === 'none' || chat.topLogprobs === null || weights === null) return [];
  return logprobsOf(text, weights, { top: chat.topLogprobs, style });
}

async function speakLoop(
  write: (delta: object, finish: null) => Promise<void>,
  fault: Fault | null,
  gone: AbortSignal,
): Promise<void> {
  const unit = fault === null ? undefined : LOOPS[fault];
  for (let i = 0; unit !== undefined && i < LOOP_TOKENS; i += 1) {
    await write({ content: unit }, null);
    await sleep(LOOP_PAUSE_MS, null, { signal: gone });
  }
}

async function send(response: ServerResponse, data: string, fault: Fault | null): Promise<void> {
  const event = Buffer.from(`data: ${data}\n\n`);
  if (fault !== 'single-bytes') return void response.write(event);
  for (const byte of event) {
    response.write(Buffer.of(byte));
    // Lets each byte leave in a packet of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function pingUntil(response: ServerResponse, gone: AbortSignal): Promise<void> {
  while (!gone.aborted) {
    response.write(': ping\n\n');
    await sleep(20, null, { signal: gone });
  }
}

function until(gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (gone.aborted) resolve();
    gone.addEventListener('abort', () => resolve(), { once: true });
  });
}

const firstTokenMs = (show: Performance) => (show.fault === 'slow' ? SLOW_MS : show.firstTokenMs);

const head = ({ chat }: Performance, object: string) => ({
  id: 'chatcmpl-scripted',
  object,
  created: 0,
  model: chat.model,
});

const usage = ({ chat, cachedTokens }: Performance, completionTokens: number) => ({
  prompt_tokens: chat.promptTokens,
  completion_tokens: completionTokens,
  total_tokens: chat.promptTokens + completionTokens,
  prompt_tokens_details: { cached_tokens: cachedTokens },
});
