import { tokensOf } from './scripted-answer.ts';

export interface ScriptedModel {
  readonly id: string;
  /** Reported as `max_model_len`; longer prompts are refused. */
  readonly windowTokens: number;
  /** It takes pictures; others refuse them. */
  readonly readsPictures?: boolean;
}

export interface ShownPicture {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  /** Pictures of all messages, in order. */
  readonly pictures: readonly ShownPicture[];
  readonly priority: number;
  readonly stream: boolean;
  readonly maxTokens: number | null;
  readonly includeUsage: boolean;
  readonly promptTokens: number;
  /** Name of the JSON schema asked for, or null. */
  readonly schema: string | null;
  /** The closed set the answer is held to, and by which field; null when none was asked for, or it is ignored. */
  readonly choice: readonly string[] | null;
  readonly choiceBy: 'structured_outputs' | 'json_schema' | null;
  /** The regular expression the answer is to match, for scripts that obey it; null when none was asked for, or it is ignored. */
  readonly pattern: string | null;
  readonly seed: number | null;
  /** How many alternatives a token is reported with; null for none. */
  readonly topLogprobs: number | null;
}

/** What a server does with `structured_outputs`: newer vLLM obeys, others ignore it with a 200 or refuse it. */
export type StructuredOutputs = 'obey' | 'ignore' | 'refuse';

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

/** What a server was started with, as far as requests are checked against it. */
export interface Checking {
  readonly models: readonly ScriptedModel[];
  readonly structuredOutputs: StructuredOutputs;
  readonly byPriority: boolean;
}

/** Checks a chat request as vLLM would; `warnings` name what it would silently ignore or add. */
export function checkRequest(
  body: unknown,
  { models, structuredOutputs, byPriority }: Checking,
): { readonly chat: ChatBody | null; readonly refusal: Refusal | null; readonly warnings: readonly string[] } {
  if (typeof body !== 'object' || body === null) return refuse('the body is not JSON', null);
  const fields = body as Record<string, unknown>;
  const { model } = fields;
  const read = readMessages(fields.messages);
  if (typeof read === 'string') return refuse(read, 'messages');
  const { messages } = read;
  const warnings = Object.keys(fields)
    .filter((key) => !KNOWN_FIELDS.has(key) || (key === 'structured_outputs' && structuredOutputs === 'ignore'))
    .map((key) => `ignored:${key}`);
  if (messages[0]?.role !== 'system') warnings.push('identity-prompt-added');
  const served = models.find(({ id }) => id === model);
  if (served === undefined) {
    const message = `The model \`${model}\` does not exist.`;
    return { chat: null, refusal: { status: 404, type: 'NotFoundError', message, param: 'model' }, warnings };
  }
  if (fields.stream_options !== undefined && fields.stream !== true)
    return refuse('Stream options can only be defined when `stream=True`.', 'stream_options');
  if (fields.structured_outputs !== undefined && structuredOutputs === 'refuse')
    return refuse('structured_outputs: extra inputs are not permitted', 'structured_outputs');
  if (fields.priority !== undefined && fields.priority !== 0 && !byPriority)
    return refuse('Got priority but the server does not schedule by priority', 'priority');
  if (read.pictures.length > 0 && served.readsPictures !== true)
    return refuse(`${served.id} is not a multimodal model`, 'messages');
  const chat = toChat(fields, read, { model: served.id, obeys: structuredOutputs === 'obey' });
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

type Messages = Pick<ChatBody, 'messages' | 'pictures'>;

/** Reads words and pictures, or says what is wrong with them. */
function readMessages(value: unknown): Messages | string {
  if (!Array.isArray(value) || value.length === 0) return 'messages: field required';
  const pictures: ShownPicture[] = [];
  const messages: { role: string; content: string }[] = [];
  for (const { role, content } of value) {
    if (typeof role !== 'string') return 'role: field required';
    const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    if (!Array.isArray(parts)) return 'content: a string or a list of parts';
    const words: string[] = [];
    for (const part of parts) {
      const picture = pictureOf(part?.image_url?.url);
      if (part?.type === 'text' && typeof part.text === 'string') words.push(part.text);
      else if (part?.type === 'image_url' && picture !== null) pictures.push(picture);
      else return 'content: cannot identify image file';
    }
    messages.push({ role, content: words.join('\n') });
  }
  return { messages, pictures };
}

/** First bytes of the kinds that are sent. */
const MAGIC: Readonly<Record<string, string>> = {
  'image/png': '89504e47',
  'image/jpeg': 'ffd8ff',
  'image/webp': '52494646',
};

function pictureOf(url: unknown): ShownPicture | null {
  const [, mediaType = '', base64 = ''] = /^data:(image\/\w+);base64,([A-Za-z0-9+/]+=*)$/.exec(String(url)) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const magic = MAGIC[mediaType];
  return magic !== undefined && bytes.toString('hex').startsWith(magic) ? { mediaType, bytes } : null;
}

function toChat(
  fields: Record<string, unknown>,
  { messages, pictures }: Messages,
  { model, obeys }: { readonly model: string; readonly obeys: boolean },
): ChatBody {
  const format = fields.response_format as { json_schema?: { name?: string; schema?: unknown } } | undefined;
  const options = fields.stream_options as { include_usage?: boolean } | undefined;
  const maxTokens = fields.max_completion_tokens ?? fields.max_tokens;
  return {
    model,
    messages,
    pictures,
    priority: typeof fields.priority === 'number' ? fields.priority : 0,
    stream: fields.stream === true,
    maxTokens: typeof maxTokens === 'number' ? maxTokens : null,
    includeUsage: options?.include_usage === true,
    promptTokens: messages.reduce((sum, { content }) => sum + tokensOf(content).length, 0),
    schema: format?.json_schema?.name ?? null,
    ...choiceOf(obeys ? fields.structured_outputs : undefined, format?.json_schema?.schema),
    pattern: (obeys ? (fields.structured_outputs as { regex?: string } | undefined)?.regex : undefined) ?? null,
    seed: typeof fields.seed === 'number' ? fields.seed : null,
    topLogprobs: fields.logprobs === true && typeof fields.top_logprobs === 'number' ? fields.top_logprobs : null,
  };
}

function choiceOf(structured: unknown, schema: unknown): Pick<ChatBody, 'choice' | 'choiceBy'> {
  const own = (structured as { choice?: readonly string[] } | undefined)?.choice;
  if (own !== undefined) return { choice: own, choiceBy: 'structured_outputs' };
  const portable = (schema as { properties?: { choice?: { enum?: readonly string[] } } } | undefined)?.properties;
  const listed = portable?.choice?.enum;
  return listed === undefined ? { choice: null, choiceBy: null } : { choice: listed, choiceBy: 'json_schema' };
}
