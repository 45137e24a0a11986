import { z } from 'zod';
import type { Codebook } from '../../core/codebook.ts';
import type { Proposal } from '../../core/coding.ts';
import { AttritionError } from '../../core/errors.ts';
import type { Completion, CompletionRequest } from '../../core/ports/language-model.ts';

const LINKS = ['stated', 'why-answer', 'counterfactual', 'none'] as const;
/** More codes than a window of 3,000 tokens can hold reasons for. */
const CODES_MAX = 10;
const LINES_MAX = 12;

/** Not a code of its own, but what the model may say instead of one. */
const GENERIC = 'generic-reason';

/** What a window came to: proposals in the interview's own sentence ids, and sentences with mere formulas. */
export interface WindowAnswer {
  readonly proposals: readonly Proposal[];
  readonly generic: readonly number[];
}

/** Reads a window's answer; throws `model-invalid` for anything but the agreed form. */
export interface AnswerFormat {
  readonly schema: NonNullable<CompletionRequest['schema']>;
  read(completion: Completion, ids: readonly number[]): WindowAnswer;
}

/**
 * The closed answer form of a codebook: enums and line numbers, no text. Most windows hold nothing, which is `[]`. The lines
 * of a code stand under their link, since a key of its own for each of them costs a third more tokens.
 *
 * @example [{"code":"pay-level","stated":[12,14]}]
 */
export function answerFormat(codebook: Codebook): AnswerFormat {
  const codes = [...codebook.codes.map(({ id }) => id), 'other-cause', GENERIC];
  const entry = z.union(
    LINKS.map((link) =>
      z
        .strictObject({ code: z.enum(codes), [link]: z.array(z.int().min(1)).min(1) })
        .transform(({ code, [link]: lines }) => ({ code: String(code), lines: lines as readonly number[], link })),
    ),
  );
  const answer = z.array(entry);
  return {
    schema: { name: 'codes', schema: jsonSchema(codes) },
    read(completion, ids) {
      const parsed = answer.safeParse(parseJson(completion));
      if (!parsed.success) throw new AttritionError('model-invalid', { model: completion.model }, parsed.error);
      const found = parsed.data;
      const placed = found.flatMap((each) => {
        const { code, link } = each;
        const sentences = [...new Set(each.lines.flatMap((line) => ids[line - 1] ?? []))].sort((a, b) => a - b);
        return sentences.length === 0 ? [] : [{ code, sentences, link }];
      });
      // Reasons were found and not one cited line exists: that is no "nothing found".
      if (found.length > 0 && placed.length === 0)
        throw new AttritionError('model-invalid', { model: completion.model });
      return {
        proposals: mergeCodes(
          placed
            .filter(({ code }) => code !== GENERIC)
            .map((each) => ({ ...each, coder: 'model', model: completion.model })),
        ),
        generic: placed.filter(({ code }) => code === GENERIC).flatMap(({ sentences }) => sentences),
      };
    },
  };
}

/** One proposal for each code and link, its sentences put together. */
export function mergeCodes(proposals: readonly Proposal[]): readonly Proposal[] {
  const groups = Map.groupBy(proposals, ({ code, link, model }) => [code, link, model].join(' '));
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    const sentences = [...new Set(own.flatMap((each) => each.sentences))].sort((a, b) => a - b);
    return first === undefined ? [] : [{ ...first, sentences }];
  });
}

function parseJson(completion: Completion): unknown {
  try {
    return JSON.parse(completion.text);
  } catch (error) {
    throw new AttritionError('model-invalid', { model: completion.model }, error);
  }
}

/** Only keywords that servers' grammar engines know: bounded, nothing unique or patterned, no order of codes but the text's. */
function jsonSchema(codes: readonly string[]): Readonly<Record<string, unknown>> {
  const lines = {
    type: 'array',
    items: { type: 'integer', minimum: 1, maximum: 999 },
    minItems: 1,
    maxItems: LINES_MAX,
  };
  const entryOf = (link: (typeof LINKS)[number]) => ({
    type: 'object',
    properties: { code: { type: 'string', enum: codes }, [link]: lines },
    required: ['code', link],
    additionalProperties: false,
  });
  return { type: 'array', items: { anyOf: LINKS.map(entryOf) }, minItems: 0, maxItems: CODES_MAX };
}
