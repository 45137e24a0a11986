import { type ModelProfile, readProfiles } from '../../src/llm/profiles.ts';

/** What the arithmetic needs to know of a model. */
export interface ModelShape extends NonNullable<ModelProfile['architecture']> {
  /** As people write it, in lower case. */
  readonly name: string;
  /** The name of its half-precision checkpoint. */
  readonly checkpoint: string;
  readonly parameters: number;
}

/** Whose checkpoints they are, by the beginning of the profile's id. */
const OWNERS: readonly (readonly [start: string, owner: string])[] = [
  ['qwen', 'Qwen'],
  ['phi', 'microsoft'],
  ['chatglm', 'THUDM'],
  ['tinyllama', 'TinyLlama'],
  ['smollm', 'HuggingFaceTB'],
];

/** The models of model-profiles.yml whose shape is known. */
export const SHAPES: readonly ModelShape[] = readProfiles().profiles.flatMap(
  ({ id, label, architecture, parameters }) => {
    if (architecture === null || parameters === null) return [];
    const owner = OWNERS.find(([start]) => id.startsWith(start))?.[1];
    const checkpoint = owner === undefined ? label : `${owner}/${label}`;
    return [{ ...architecture, name: id, checkpoint, parameters: parameters.total * 1e9 }];
  },
);
