import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Purpose } from '../core/ports/language-model.ts';
import type { EndpointSettings } from './settings.ts';

/** Below this many billions a model labels and phrases, but cites wrong lines: its citation scores fall steeply. */
const CITES_FROM_BILLIONS = 3;
/** A size in a model's name: "7B", "0.5b", "135M". */
const SIZE = /(?<![a-z\d.])(\d+(?:\.\d+)?)([bm])(?![a-z\d])/giu;

const quality = z.enum(['good', 'fair', 'weak', 'unknown']);
const count = z.int().positive();
const positive = z.number().positive();
const maySchema = z.strictObject({
  code: z.boolean(),
  verify: z.boolean(),
  write: z.boolean(),
  label: z.boolean(),
  readPictures: z.boolean(),
});
const quantisationSchema = z.strictObject({
  id: z.enum(['fp16', 'fp8', 'awq', 'gptq']),
  match: z.string(),
  bytesPerWeight: positive,
});
const profileSchema = z.strictObject({
  id: z.string(),
  match: z.string(),
  label: z.string(),
  /** Billions. */
  parameters: z.strictObject({ total: positive, linear: positive, embeddings: positive }).nullable(),
  architecture: z
    .strictObject({
      layers: count,
      attentionHeads: count,
      kvHeads: count,
      headDim: count,
      hiddenSize: count,
      intermediateSize: count,
      tiedEmbeddings: z.boolean(),
    })
    .nullable(),
  windowTokens: count.nullable(),
  safeWindowTokens: count,
  /** Tokens of an interview that one request is given to code. */
  readingTokens: count,
  template: z.strictObject({ acceptsSystem: z.boolean(), defaultIdentity: z.string().nullable() }),
  languages: z.strictObject({ en: quality, zh: quality }),
  /** `check`: constraints are obeyed, but blanks and bounds need watching; `unknown`: nobody tried. */
  structuredOutput: z.enum(['check', 'unknown']),
  /** Characters that one token holds. */
  tokens: z.strictObject({ hanPerToken: positive, lettersPerToken: positive }),
  may: maySchema,
  concurrency: z.strictObject({ fp16: count, fp8: count, awq: count, gptq: count }),
});
const fileSchema = z.strictObject({ quantisations: z.array(quantisationSchema), profiles: z.array(profileSchema) });

/** What a model may be asked for. */
export type Abilities = z.infer<typeof maySchema>;

/** What is known of a model by its name. */
export interface ModelProfile extends Omit<z.infer<typeof profileSchema>, 'match' | 'concurrency'> {
  /** False for a name that no profile fits: then everything here is cautious. */
  readonly known: boolean;
  readonly quantisation: z.infer<typeof quantisationSchema>['id'];
  readonly bytesPerWeight: number;
  /** Requests at a time on one 24 GB card. */
  readonly concurrency: number;
}

/** Nobody knows the model: a short window until its server says more, Chinese as costly as byte letters make it. */
const UNKNOWN = {
  id: 'unknown',
  parameters: null,
  architecture: null,
  windowTokens: null,
  safeWindowTokens: 32_768,
  readingTokens: 1_500,
  template: { acceptsSystem: true, defaultIdentity: null },
  languages: { en: 'unknown', zh: 'unknown' },
  structuredOutput: 'unknown',
  tokens: { hanPerToken: 1.2, lettersPerToken: 4 },
} as const;
/** Fits thirteen 8K sequences of a 7B in half precision on one 24 GB card. */
const UNKNOWN_CONCURRENCY = 12;

/** All profiles of model-profiles.yml, in the order in which they are tried. Throws when the file is not ours. */
export function readProfiles(): z.infer<typeof fileSchema> {
  return fileSchema.parse(parse(readFileSync(new URL('./model-profiles.yml', import.meta.url), 'utf8')));
}

/**
 * What is known of a model by the name its server lists it under; a cautious default for a stranger, which may code
 * only when its name says that it has 3B parameters or more.
 *
 * @example profileOf('Qwen/Qwen2.5-7B-Instruct-AWQ').concurrency // 24
 */
export function profileOf(modelName: string, { quantisations, profiles } = readProfiles()): ModelProfile {
  const name = modelName.toLowerCase();
  const form = quantisations.find(({ match }) => new RegExp(match, 'u').test(name));
  const { id: quantisation = 'fp16', bytesPerWeight = 2 } = form ?? {};
  const found = profiles.find(({ match }) => new RegExp(match, 'u').test(name));
  if (found === undefined) {
    const may = {
      code: isLarge(name),
      verify: true,
      write: true,
      label: true,
      readPictures: /\bvl\b|vision/.test(name),
    };
    const label = modelName.split('/').at(-1) ?? modelName;
    return { ...UNKNOWN, label, known: false, quantisation, bytesPerWeight, may, concurrency: UNKNOWN_CONCURRENCY };
  }
  const { match: _, concurrency, ...rest } = found;
  return { ...rest, known: true, quantisation, bytesPerWeight, concurrency: concurrency[quantisation] };
}

/** What an endpoint's model may do: its profile, changed by models.yml. */
export function abilitiesOf(settings: EndpointSettings, profile = profileOf(settings.model)): Abilities {
  // Who trusts a model to cite trusts it to check one citation.
  const trusted =
    settings.cites === undefined ? {} : { code: settings.cites, ...(settings.cites ? { verify: true } : {}) };
  const byRole = settings.role === 'vision' ? { readPictures: true } : {};
  const own = Object.entries(settings.may ?? {}).filter(([, value]) => value !== undefined);
  return { ...profile.may, ...trusted, ...byRole, ...Object.fromEntries(own) };
}

/** The ability that a purpose takes. */
export const ABILITY: Readonly<Record<Purpose, keyof Abilities>> = {
  coding: 'code',
  verdict: 'verify',
  prose: 'write',
  answer: 'write',
  picture: 'readPictures',
};

function isLarge(name: string): boolean {
  const sizes = [...name.matchAll(SIZE)].map(([, figure, unit]) =>
    unit?.toLowerCase() === 'b' ? Number(figure) : Number(figure) / 1_000,
  );
  return sizes.length > 0 && Math.max(...sizes) >= CITES_FROM_BILLIONS;
}
