import { createHash } from 'node:crypto';
import type { Codebook } from '../core/codebook.ts';
import type { CodingOutcome } from '../core/coding.ts';
import { type FaultCode, toAttritionError } from '../core/errors.ts';
import { estimateTokens } from '../core/estimate-tokens.ts';
import type { Interview } from '../core/interview.ts';
import type { Coder, RefusedClaim } from '../core/ports/coder.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import { countSpent } from '../core/spent.ts';
import { type AnswerFormat, answerFormat, mergeCodes, type WindowAnswer } from './model/coding-answer.ts';
import { numberWindow, systemPrompt } from './model/coding-prompt.ts';
import { type CodingWindow, halvesOf, WINDOW_TOKENS, windowsOf } from './model/windows.ts';

/** Ten codes with a dozen lines each, and the blanks some models put into JSON. */
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

type OnRead = NonNullable<Parameters<Coder['code']>[2]>;

interface Reading {
  readonly model: LanguageModel;
  readonly format: AnswerFormat;
  readonly system: string;
  readonly interview: Interview;
  readonly signal: AbortSignal | undefined;
  /** Claims of the first reading; empty while it is the first. */
  readonly refused: readonly RefusedClaim[];
}

/** Creates the coder that reads window by window with a language model and answers with codes and sentence ids only. */
export function createModelCoder({ model, codebook }: { model: LanguageModel; codebook: Codebook }): Coder {
  const system = systemPrompt(codebook);
  const format = answerFormat(codebook);
  const readingTokens = model.readingTokens ?? WINDOW_TOKENS;
  const parts = [system, JSON.stringify(format.schema), String(readingTokens)];
  const version = createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
  const read = async (
    interview: Interview,
    refused: readonly RefusedClaim[],
    { signal, onRead }: { signal: AbortSignal | undefined; onRead?: OnRead | undefined },
  ): Promise<CodingOutcome> => {
    signal?.throwIfAborted();
    if (interview.doubt !== null) return { kind: 'unsure', why: interview.doubt };
    // Asked each time: a probe may learn the real window after this coder was made.
    const room = roomFor(interview.text, system, model);
    const windows = windowsOf(interview, Math.min(readingTokens, room), model.servers);
    if (windows.length === 0) return { kind: 'unsure', why: 'no-words-of-the-leaver' };
    if (room <= 0) return { kind: 'failed', fault: 'model-too-long' };
    const counted = countSpent(model);
    const reading = { model: counted.model, format, system, interview, signal, refused };
    const answers = await readAll(toRead(windows, refused), reading, onRead);
    return { ...outcomeOf(answers), spent: counted.spent() };
  };
  return {
    id: 'model',
    version: `${version} ${model.label}`,
    code: (interview, signal, onRead) => read(interview, [], { signal, onRead }),
    async again(interview, refused, signal) {
      const outcome = await read(interview, refused, { signal });
      if (outcome.kind !== 'found') return outcome;
      const proposals = outcome.proposals.filter((proposal) => !refused.some((claim) => holds(claim, proposal)));
      // It insists on what did not stand: neither a cause nor "no cause".
      if (proposals.length > 0) return { ...outcome, proposals };
      return { kind: 'unsure', why: 'nothing-accepted', ...(outcome.spent && { spent: outcome.spent }) };
    },
  };
}

/** What a model's window leaves for an interview, in tokens of our own estimate, whatever its tokenizer makes of them. */
function roomFor(text: string, system: string, model: LanguageModel): number {
  const tokensOf = model.estimateTokens ?? estimateTokens;
  const room = model.windowTokens - tokensOf(system) - MAX_TOKENS - OVERHEAD_TOKENS;
  return Math.floor(room / Math.max(1, tokensOf(text) / Math.max(1, estimateTokens(text))));
}

const holds = (claim: RefusedClaim, { code, sentences }: RefusedClaim): boolean =>
  claim.code === code && sentences.every((id) => claim.sentences.includes(id));

/** A second reading is of the windows that held a refused claim: the others have said already that they hold no reason. */
function toRead(windows: readonly CodingWindow[], refused: readonly RefusedClaim[]): readonly CodingWindow[] {
  const cited = new Set(refused.flatMap(({ sentences }) => sentences));
  const holding = windows.filter(({ exchanges }) => exchanges.flat().some((id) => cited.has(id)));
  return holding.length > 0 ? holding : windows;
}

/** Reads windows side by side; the answers stand in the windows' order. */
function readAll(
  windows: readonly CodingWindow[],
  reading: Reading,
  onRead: OnRead | undefined,
): Promise<readonly WindowOutcome[]> {
  const soFar: WindowOutcome[] = [];
  return Promise.all(
    windows.map(async (window) => {
      const answer = await readWindow(window, reading);
      soFar.push(answer);
      onRead?.(joined(soFar).proposals);
      return answer;
    }),
  );
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
  const { model, format, system, interview, signal, refused } = reading;
  signal?.throwIfAborted();
  const { messages, ids } = numberWindow(interview, window, system, refused);
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
