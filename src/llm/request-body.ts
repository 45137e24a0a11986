import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { ChatMessage, CompletionRequest, Purpose } from '../core/ports/language-model.ts';
import { type ChoiceBy, choiceFields } from './closed-choice.ts';

/** Qwen's template puts its own identity ("You are Qwen…") where no system message is sent. */
const DEFAULT_SYSTEM = 'Follow the instructions exactly. Say nothing about yourself.';

/** Coding must be repeatable; prose at exactly 0 falls into loops more often. */
const TEMPERATURE: Readonly<Record<Purpose, number>> = { coding: 0, verdict: 0, prose: 0.3, answer: 0.2, picture: 0 };
/** Qwen2.5's own default: votes must be able to differ. */
const VARIANT_TEMPERATURE = 0.7;
/** vLLM runs lower numbers earlier; 0 is what everybody has who says nothing, and so has a live answer. */
const BATCH_PRIORITY = 10;

/** How a server is spoken to, after what it was seen to obey. */
export interface Manner {
  readonly choiceBy: ChoiceBy;
  /** False: the model's template knows no system message. */
  readonly acceptsSystem: boolean;
  /** It schedules by priority; any other server answers a priority with an error. */
  readonly byPriority: boolean;
}

/** The request as sent: with a system message wherever there can be one, a token cap and usage in the stream. */
export function requestBody(
  model: string,
  request: CompletionRequest,
  manner: Manner & { readonly live: boolean },
): ChatCompletionCreateParamsStreaming {
  const { schema, choice, pattern, variant } = request;
  const { choiceBy, acceptsSystem, byPriority, live } = manner;
  return {
    model,
    messages: acceptsSystem ? withSystem(request.messages) : withoutSystem(request.messages),
    max_tokens: request.maxTokens,
    temperature: variant === undefined ? TEMPERATURE[request.purpose] : VARIANT_TEMPERATURE,
    stream: true,
    stream_options: { include_usage: true },
    ...(byPriority && !live ? { priority: BATCH_PRIORITY } : {}),
    ...(variant === undefined ? {} : { seed: variant }),
    ...(choice === undefined ? {} : choiceFields(choice, choiceBy)),
    ...(pattern !== undefined && choiceBy === 'structured-outputs' ? { structured_outputs: { regex: pattern } } : {}),
    ...(schema === undefined
      ? {}
      : {
          response_format: {
            type: 'json_schema',
            json_schema: { name: schema.name, schema: { ...schema.schema }, strict: true },
          },
        }),
  };
}

function withSystem(messages: readonly ChatMessage[]): ChatCompletionMessageParam[] {
  const hasSystem = messages.some(({ role }) => role === 'system');
  return [...(hasSystem ? [] : [{ role: 'system' as const, content: DEFAULT_SYSTEM }]), ...messages.map(sent)];
}

/** The rules go before the first question, so that the constant part still begins the prompt and is cached. */
function withoutSystem(messages: readonly ChatMessage[]): ChatCompletionMessageParam[] {
  const rules = messages.flatMap(({ role, content }) => (role === 'system' ? [content] : []));
  const [first, ...rest] = messages.filter(({ role }) => role === 'user');
  const content = [...rules, ...(first === undefined ? [] : [first.content])].join('\n\n');
  return [{ role: 'user' as const, content, pictures: first?.pictures ?? [] }, ...rest].map(sent);
}

function sent({ role, content, pictures = [] }: ChatMessage): ChatCompletionMessageParam {
  if (role === 'system' || pictures.length === 0) return { role, content };
  const shown = pictures.map(({ mediaType, bytes }): ChatCompletionContentPart => {
    const url = `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
    return { type: 'image_url', image_url: { url } };
  });
  return { role, content: [{ type: 'text', text: content }, ...shown] };
}
