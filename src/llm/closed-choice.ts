import { z } from 'zod';

/** How a server is held to a closed set: by vLLM's own field, or by the portable one. */
export type ChoiceBy = 'structured-outputs' | 'json-schema';

/** vLLM gives at most so many alternatives of a token by default; more is refused. */
const TOP_LOGPROBS = 20;

/** The request's fields for a closed set. Extras stand at the top level: vLLM ignores an `extra_body` in silence. */
export function choiceFields(choice: readonly string[], by: ChoiceBy) {
  if (by === 'structured-outputs')
    return { structured_outputs: { choice: [...choice] }, logprobs: true, top_logprobs: TOP_LOGPROBS };
  const schema = {
    type: 'object',
    properties: { choice: { type: 'string', enum: [...choice] } },
    required: ['choice'],
    additionalProperties: false,
  };
  return { response_format: { type: 'json_schema' as const, json_schema: { name: 'choice', schema, strict: true } } };
}

/** Which of the choices a text is, bare or in the portable form's JSON; null for anything else. */
export function readChoice(text: string, choice: readonly string[]): string | null {
  const bare = text.trim();
  if (choice.includes(bare)) return bare;
  const form = z.strictObject({ choice: z.enum(choice) });
  try {
    return form.parse(JSON.parse(bare)).choice;
  } catch {
    // No JSON, or another one: the caller names the fault.
    return null;
  }
}
