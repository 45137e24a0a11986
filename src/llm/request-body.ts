import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { CompletionRequest, Purpose } from '../core/ports/language-model.ts';
import { type ChoiceBy, choiceFields } from './closed-choice.ts';

/** Qwen's template puts its own identity ("You are Qwen…") where no system message is sent. */
const DEFAULT_SYSTEM = 'Follow the instructions exactly. Say nothing about yourself.';

/** Coding must be repeatable; prose at exactly 0 falls into loops more often. */
const TEMPERATURE: Readonly<Record<Purpose, number>> = { coding: 0, verdict: 0, prose: 0.3, answer: 0.2, picture: 0 };
/** Qwen2.5's own default: votes must be able to differ. */
const VARIANT_TEMPERATURE = 0.7;

/** The request as sent: always with a system message, a token cap and usage in the stream. */
export function requestBody(
  model: string,
  request: CompletionRequest,
  choiceBy: ChoiceBy,
): ChatCompletionCreateParamsStreaming {
  const { messages, schema, choice, pattern, variant } = request;
  const hasSystem = messages.some(({ role }) => role === 'system');
  return {
    model,
    messages: [...(hasSystem ? [] : [{ role: 'system' as const, content: DEFAULT_SYSTEM }]), ...messages],
    max_tokens: request.maxTokens,
    temperature: variant === undefined ? TEMPERATURE[request.purpose] : VARIANT_TEMPERATURE,
    stream: true,
    stream_options: { include_usage: true },
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
