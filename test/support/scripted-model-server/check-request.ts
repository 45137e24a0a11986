import { tokensOf } from './scripted-answer.ts';

export interface ScriptedModel {
  readonly id: string;
  /** Reported as `max_model_len`; longer prompts are refused. */
  readonly windowTokens: number;
}

export interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream: boolean;
  readonly maxTokens: number | null;
  readonly includeUsage: boolean;
  readonly promptTokens: number;
  /** Name of the JSON schema asked for, or null. */
  readonly schema: string | null;
}

export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  readonly param: string | null;
}

/** Fields that vLLM reads; it accepts any other with a 200 and ignores it. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set(
  (
    'model messages max_tokens max_completion_tokens temperature top_p top_k min_p seed stop stream stream_options ' +
    'response_format structured_outputs priority logprobs top_logprobs repetition_penalty frequency_penalty ' +
    'presence_penalty cache_salt n user min_tokens'
  ).split(' '),
);

/** Checks a chat request as vLLM would; `warnings` name what it would silently ignore or add. */
export function checkRequest(
  body: unknown,
  models: readonly ScriptedModel[],
): { readonly chat: ChatBody | null; readonly refusal: Refusal | null; readonly warnings: readonly string[] } {
  if (typeof body !== 'object' || body === null) return refuse('the body is not JSON', null);
  const fields = body as Record<string, unknown>;
  const { messages, model } = fields;
  if (!isMessages(messages)) return refuse('messages: field required', 'messages');
  const warnings = Object.keys(fields)
    .filter((key) => !KNOWN_FIELDS.has(key))
    .map((key) => `ignored:${key}`);
  if (messages[0]?.role !== 'system') warnings.push('identity-prompt-added');
  const served = models.find(({ id }) => id === model);
  if (served === undefined) {
    const message = `The model \`${model}\` does not exist.`;
    return { chat: null, refusal: { status: 404, type: 'NotFoundError', message, param: 'model' }, warnings };
  }
  if (fields.stream_options !== undefined && fields.stream !== true)
    return refuse('Stream options can only be defined when `stream=True`.', 'stream_options');
  const chat = toChat(fields, messages, served.id);
  if (chat.promptTokens + (chat.maxTokens ?? 1) > served.windowTokens) {
    // The number is wrong on purpose: an early-2026 build printed a wrong maximum.
    const message = `This model's maximum context length is ${served.windowTokens + 1} tokens.`;
    return { ...refuse(message, 'input_tokens'), warnings };
  }
  return { chat, refusal: null, warnings };
}

function refuse(message: string, param: string | null) {
  return { chat: null, refusal: { status: 400, type: 'BadRequestError', message, param }, warnings: [] };
}

function isMessages(value: unknown): value is ChatBody['messages'] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((message) => typeof message?.role === 'string' && typeof message?.content === 'string')
  );
}

function toChat(fields: Record<string, unknown>, messages: ChatBody['messages'], model: string): ChatBody {
  const format = fields.response_format as { json_schema?: { name?: string } } | undefined;
  const options = fields.stream_options as { include_usage?: boolean } | undefined;
  const maxTokens = fields.max_completion_tokens ?? fields.max_tokens;
  return {
    model,
    messages,
    stream: fields.stream === true,
    maxTokens: typeof maxTokens === 'number' ? maxTokens : null,
    includeUsage: options?.include_usage === true,
    promptTokens: messages.reduce((sum, { content }) => sum + tokensOf(content).length, 0),
    schema: format?.json_schema?.name ?? null,
  };
}
