import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { AttritionError } from '../core/errors.ts';
import { budgetsSchema } from './budgets.ts';

const ability = z.boolean().optional();

const endpointSchema = z.strictObject({
  /** `primary` is asked first, `fast` steps in, `vision` reads pictures of pages. */
  role: z.enum(['primary', 'fast', 'vision']),
  /** The name the server knows the model by. */
  model: z.string().trim().min(1),
  /** The name shown to people; by default the model's name without its owner. */
  label: z.string().trim().min(1).optional(),
  /** OpenAI-compatible servers that serve the same model: replicas. "/v1" is added where no path is given. */
  baseUrls: z.array(z.url({ protocol: /^https?$/ })).min(1),
  apiKey: z.string().trim().min(1).optional(),
  /** Context window in tokens; by default what the server says of itself. */
  windowTokens: z.int().min(512).optional(),
  /** Whether it may code interviews, which takes citing sentences; by default its profile decides. */
  cites: z.boolean().optional(),
  /** What else it may be asked for, where its profile (model-profiles.yml) is wrong. */
  may: z
    .strictObject({ code: ability, verify: ability, write: ability, label: ability, readPictures: ability })
    .optional(),
  /** False: its template knows no system message, which then goes before the first question. */
  acceptsSystem: z.boolean().optional(),
  /** The server was started to schedule by priority; it is believed once a probe has seen it. */
  priority: z.boolean().optional(),
  /** Tokens of an interview that one coding request holds; by default what its profile says. */
  readingTokens: z.int().min(300).optional(),
  /** Requests at a time on each base URL; by default what its profile says for a card of 24 GB. */
  concurrency: z.int().min(1).max(1_000).optional(),
});

/** The schema of models.yml. */
export const modelsSchema = z.strictObject({
  models: z.array(endpointSchema).superRefine((models, context) => {
    models.forEach((model, index) => {
      if (models.findIndex(({ role }) => role === model.role) < index)
        context.addIssue({ code: 'custom', path: [index, 'role'], message: `a second ${model.role} model` });
    });
  }),
  budgets: budgetsSchema.default({}),
});

export type ModelsSettings = z.infer<typeof modelsSchema>;
export type EndpointSettings = ModelsSettings['models'][number];

/** Reads models.yml; throws `config-invalid` with file, line and reason. */
export function parseModels(yamlText: string, fileName: string): ModelsSettings {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines, prettyErrors: false });
  const invalid = (offset: number, reason: string) =>
    new AttritionError('config-invalid', { file: fileName, line: lines.linePos(offset).line, reason });
  const fault = document.errors[0];
  if (fault !== undefined) throw invalid(fault.pos[0], fault.message);
  const parsed = modelsSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue === undefined) throw invalid(0, 'unreadable');
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  throw invalid(offsetOf(document, path), reasonOf(issue));
}

const reasonOf = ({ path, message }: z.core.$ZodIssue) =>
  path.length === 0 ? message : `${path.join('.')}: ${message}`;

/** Where in the file a path stands; for something missing, where its nearest parent stands. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = (node as { range?: readonly number[] } | null | undefined)?.range;
    if (range?.[0] !== undefined) return range[0];
  }
  return 0;
}

/** The variables of the simple case: one model, and perhaps a fast one and one that reads pictures. */
export interface ModelVariables {
  readonly MODEL_URL?: string | undefined;
  readonly MODEL_NAME?: string | undefined;
  readonly MODEL_API_KEY?: string | undefined;
  readonly FAST_MODEL_URL?: string | undefined;
  readonly FAST_MODEL_NAME?: string | undefined;
  readonly FAST_MODEL_API_KEY?: string | undefined;
  readonly VISION_MODEL_URL?: string | undefined;
  readonly VISION_MODEL_NAME?: string | undefined;
  readonly VISION_MODEL_API_KEY?: string | undefined;
}

/**
 * Settings from environment variables, for one server each; replicas and budgets need models.yml.
 *
 * @example modelsFromEnv({ MODEL_URL: 'http://127.0.0.1:8000', MODEL_NAME: 'Qwen/Qwen2.5-7B-Instruct' })
 */
export function modelsFromEnv(env: ModelVariables): ModelsSettings {
  const endpoint = (role: EndpointSettings['role'], url?: string, model?: string, apiKey?: string) =>
    url === undefined || model === undefined ? [] : [{ role, model, baseUrls: [url], apiKey }];
  const parsed = modelsSchema.safeParse({
    models: [
      ...endpoint('primary', env.MODEL_URL, env.MODEL_NAME, env.MODEL_API_KEY),
      ...endpoint('fast', env.FAST_MODEL_URL, env.FAST_MODEL_NAME, env.FAST_MODEL_API_KEY),
      ...endpoint('vision', env.VISION_MODEL_URL, env.VISION_MODEL_NAME, env.VISION_MODEL_API_KEY),
    ],
  });
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues.map(reasonOf).join('; ');
  throw new AttritionError('config-invalid', { file: 'environment', reason });
}

/** The name of an endpoint's model as shown to people. */
export function labelOf(endpoint: EndpointSettings): string {
  return endpoint.label ?? endpoint.model.split('/').at(-1) ?? endpoint.model;
}
