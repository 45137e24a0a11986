import type { LoadedCodebook } from '../coding/load-codebook.ts';
import { createModelCoder } from '../coding/model-coder.ts';
import { createCodebookReader } from '../coding/reader/codebook-reader.ts';
import { createTickCoder } from '../coding/tick-coder.ts';
import { AttritionError } from '../core/errors.ts';
import type { CodingDesk, CodingDesks } from '../core/ports/coding-desk.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import { checkProposals } from '../evidence/check-proposals.ts';
import { createVerifier } from '../evidence/verdict.ts';
import { loadVerdictThresholds, type VerdictThresholds } from '../evidence/verdict-thresholds.ts';
import type { Models } from '../llm/create-models.ts';

function createDesk(loaded: LoadedCodebook, models: Models, thresholds: VerdictThresholds): CodingDesk {
  const { codebook, patterns, cues } = loaded;
  // Made once: a coder's prompt and schema are the same for every interview.
  const readersOf = (model: LanguageModel | null) =>
    model === null
      ? null
      : {
          atOnce: model.requestsAtOnce,
          coder: createModelCoder({ model, codebook }),
          verifier: createVerifier({ model, codebook, thresholds }),
        };
  const primary = readersOf(models.primary);
  const quick = models.fast === null ? primary : readersOf(models.fast);
  return {
    codebook,
    reader: createCodebookReader(codebook, patterns, cues),
    tick: createTickCoder(codebook),
    model: (fast) => (fast ? quick : primary)?.coder ?? null,
    atOnce: (fast) => (fast ? quick : primary)?.atOnce,
    check: (interview, proposals) => checkProposals(interview, proposals, { codebook, cues, patterns }),
    verifier: (fast) => (fast ? quick : primary)?.verifier ?? null,
  };
}

/** A desk per codebook: its coders, its checks and its verifier, made once. */
export async function loadDesks(books: ReadonlyMap<string, LoadedCodebook>, models: Models): Promise<CodingDesks> {
  const thresholds = await loadVerdictThresholds();
  const desks = new Map([...books].map(([id, loaded]) => [id, createDesk(loaded, models, thresholds)]));
  return (id) => {
    const desk = desks.get(id);
    if (desk === undefined)
      throw new AttritionError('codebook-unknown', { codebook: id, known: [...desks.keys()].join(', ') });
    return desk;
  };
}
