import { readFile } from 'node:fs/promises';
import { type LoadedCodebook, loadCodebook } from '../src/coding/load-codebook.ts';
import { createModelCoder } from '../src/coding/model-coder.ts';
import { createCodebookReader } from '../src/coding/reader/codebook-reader.ts';
import { createTickCoder } from '../src/coding/tick-coder.ts';
import { systemClock } from '../src/core/ports/clock.ts';
import type { CodingDesk } from '../src/core/ports/coding-desk.ts';
import type { Completion, LanguageModel } from '../src/core/ports/language-model.ts';
import { checkProposals } from '../src/evidence/check-proposals.ts';
import { createVerifier } from '../src/evidence/verdict.ts';
import { loadVerdictThresholds, type VerdictThresholds } from '../src/evidence/verdict-thresholds.ts';
import { createModels } from '../src/llm/create-models.ts';
import { parseModels } from '../src/llm/settings.ts';

/** What the models were asked. */
export interface Spending {
  calls: number;
  promptTokens: number;
  completionTokens: number;
}

/** Builds the coders for an evaluation; without a models file there is no model. Throws `codebook-invalid`, `config-invalid`. */
export async function createEvalDesk(
  codebookPath: string,
  modelsPath: string | null,
  spent: Spending,
): Promise<CodingDesk> {
  const loaded = await loadCodebook(codebookPath);
  const model = modelsPath === null ? null : await loadModel(modelsPath, spent);
  return deskOf(loaded, model, await loadVerdictThresholds());
}

async function loadModel(path: string, spent: Spending): Promise<LanguageModel> {
  const models = createModels(parseModels(await readFile(path, 'utf8'), path), { clock: systemClock });
  const { primary } = models;
  if (primary === null) throw new Error(`${path} names no model`);
  // The probe shows whether the server obeys a closed set and tells its weights, as at the program's start.
  await models.probe();
  return counted(primary, spent);
}

function deskOf(
  { codebook, patterns, cues }: LoadedCodebook,
  model: LanguageModel | null,
  thresholds: VerdictThresholds,
): CodingDesk {
  const coder = model === null ? null : createModelCoder({ model, codebook });
  const verifier = model === null ? null : createVerifier({ model, codebook, thresholds });
  return {
    codebook,
    reader: createCodebookReader(codebook, patterns, cues),
    tick: createTickCoder(codebook),
    model: () => coder,
    check: (interview, proposals) => checkProposals(interview, proposals, { codebook, cues, patterns }),
    verifier: () => verifier,
  };
}

/** Counts what goes through a model; a failed call counts as a call. */
function counted(model: LanguageModel, spent: Spending): LanguageModel {
  return {
    label: model.label,
    windowTokens: model.windowTokens,
    stream: (request) => model.stream(request),
    async complete(request): Promise<Completion> {
      spent.calls += 1;
      const completion = await model.complete(request);
      spent.promptTokens += completion.usage?.promptTokens ?? 0;
      spent.completionTokens += completion.usage?.completionTokens ?? 0;
      return completion;
    },
  };
}
