import { createHash } from 'node:crypto';
import type { Codebook } from '../core/codebook.ts';
import type { CodingOutcome } from '../core/coding.ts';
import { type FaultCode, toAttritionError } from '../core/errors.ts';
import type { Interview } from '../core/interview.ts';
import type { Coder } from '../core/ports/coder.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import { type AnswerFormat, answerFormat, mergeCodes, type WindowAnswer } from './model/coding-answer.ts';
import { numberWindow, systemPrompt } from './model/coding-prompt.ts';
import { estimateTokens } from './model/estimate-tokens.ts';
import { type CodingWindow, halvesOf, windowsOf } from './model/windows.ts';

/** Eight codes with a dozen lines each, and the blanks some models put into JSON. */
const MAX_TOKENS = 500;
/** Read-only context and what the chat template adds. */
const OVERHEAD_TOKENS = 400;

/** Faults of the answer: half the text may do. A server that is away stays away. */
const WORTH_HALVING: ReadonlySet<FaultCode> = new Set([
  'model-cut-off',
  'model-looping',
  'model-invalid',
  'model-too-long',
]);

interface Reading {
  readonly model: LanguageModel;
  readonly format: AnswerFormat;
  readonly system: string;
  readonly interview: Interview;
  readonly signal: AbortSignal | undefined;
}

/** Creates the coder that reads window by window with a language model and answers with codes and sentence ids only. */
export function createModelCoder({ model, codebook }: { model: LanguageModel; codebook: Codebook }): Coder {
  const system = systemPrompt(codebook);
  const format = answerFormat(codebook);
  const taken = estimateTokens(system) + MAX_TOKENS + OVERHEAD_TOKENS;
  const version = createHash('sha256').update(system).update(JSON.stringify(format.schema)).digest('hex').slice(0, 12);
  return {
    id: 'model',
    version: `${version} ${model.label}`,
    async code(interview, signal): Promise<CodingOutcome> {
      signal?.throwIfAborted();
      if (interview.doubt !== null) return { kind: 'unsure', why: interview.doubt };
      // Asked each time: a probe may learn the real window after this coder was made.
      const room = model.windowTokens - taken;
      const windows = windowsOf(interview, room);
      if (windows.length === 0) return { kind: 'unsure', why: 'no-words-of-the-leaver' };
      if (room <= 0) return { kind: 'failed', fault: 'model-too-long' };
      const reading = { model, format, system, interview, signal };
      const answers = await Promise.all(windows.map((window) => readWindow(window, reading)));
      return outcomeOf(answers);
    },
  };
}

type WindowOutcome = WindowAnswer | { readonly fault: FaultCode };

/** Reads one window; a bad answer gets one more chance, in halves. Throws only when aborted. */
async function readWindow(window: CodingWindow, reading: Reading): Promise<WindowOutcome> {
  const answer = await ask(window, reading);
  if (!('fault' in answer) || !WORTH_HALVING.has(answer.fault)) return answer;
  const halves = halvesOf(reading.interview, window);
  if (halves === null) return answer;
  const answers = await Promise.all(halves.map((half) => ask(half, reading)));
  const fault = answers.find((each) => 'fault' in each);
  if (fault !== undefined) return fault;
  return joined(answers);
}

async function ask(window: CodingWindow, reading: Reading): Promise<WindowOutcome> {
  const { model, format, system, interview, signal } = reading;
  signal?.throwIfAborted();
  const { messages, ids } = numberWindow(interview, window, system);
  try {
    const completion = await model.complete({
      purpose: 'coding',
      messages,
      maxTokens: MAX_TOKENS,
      schema: format.schema,
      affinity: interview.id,
      ...(signal === undefined ? {} : { signal }),
    });
    return format.read(completion, ids);
  } catch (error) {
    signal?.throwIfAborted();
    const fault = toAttritionError(error);
    if (fault.code === 'aborted') throw fault;
    return { fault: fault.code };
  }
}

function joined(answers: readonly WindowOutcome[]): WindowAnswer {
  const read = answers.flatMap((each) => ('fault' in each ? [] : [each]));
  return {
    proposals: mergeCodes(read.flatMap(({ proposals }) => proposals)),
    generic: read.flatMap(({ generic }) => generic),
  };
}

/** One unread window could have held the main cause: then the interview is not coded, and never "no cause". */
function outcomeOf(answers: readonly WindowOutcome[]): CodingOutcome {
  const failed = answers.find((each) => 'fault' in each);
  if (failed !== undefined && 'fault' in failed) return { kind: 'failed', fault: failed.fault };
  const { proposals, generic } = joined(answers);
  if (proposals.length > 0) return { kind: 'found', proposals, unsure: false };
  return { kind: 'none', special: generic.length > 0 ? 'generic-reason' : 'no-cause-found', sentences: generic };
}
