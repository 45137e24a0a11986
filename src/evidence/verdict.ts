import { z } from 'zod';
import { type Codebook, codeById } from '../core/codebook.ts';
import { type CodedSegment, VERDICTS, type Verdict } from '../core/coding.ts';
import type { Interview } from '../core/interview.ts';
import type { LanguageModel } from '../core/ports/language-model.ts';
import { verdictMessages } from './verdict-prompt.ts';

/** Room for `{"verdict":"stated-reason"}` with the blanks some models put into JSON. */
const MAX_TOKENS = 40;

const answerSchema = z.strictObject({ verdict: z.enum(VERDICTS) });

const ANSWER_FORMAT = {
  name: 'verdict',
  schema: {
    type: 'object',
    properties: { verdict: { type: 'string', enum: [...VERDICTS] } },
    required: ['verdict'],
    additionalProperties: false,
  },
} as const;

export interface Verifier {
  /** Settles a segment by one closed question. Throws only when aborted: a fault leaves it to a person. */
  verify(interview: Interview, segment: CodedSegment, signal: AbortSignal): Promise<CodedSegment>;
}

/** Creates the verifier of one model and codebook: it asks another question than the coder, and sees less. */
export function createVerifier(model: LanguageModel, codebook: Codebook): Verifier {
  return {
    async verify(interview, segment, signal) {
      const verdict = await askVerdict({ model, codebook, interview, segment, signal });
      return verdict === null ? { ...segment, status: 'needs-person', why: 'no-model' } : settle(segment, [verdict]);
    },
  };
}

/** Turns verdicts into a status; several of them will be votes once low margins are asked again. */
function settle(segment: CodedSegment, verdicts: readonly [Verdict]): CodedSegment {
  const [verdict] = verdicts;
  if (verdict === 'stated-reason') return { ...segment, status: 'accepted', why: null, verdicts };
  if (verdict === 'mentioned') return { ...segment, status: 'mentioned', why: verdict, verdicts };
  return { ...segment, status: 'rejected', why: verdict, verdicts };
}

interface Question {
  readonly model: LanguageModel;
  readonly codebook: Codebook;
  readonly interview: Interview;
  readonly segment: CodedSegment;
  readonly signal: AbortSignal;
}

async function askVerdict({ model, codebook, interview, segment, signal }: Question): Promise<Verdict | null> {
  signal.throwIfAborted();
  const code = codeById(codebook, segment.code);
  try {
    const completion = await model.complete({
      purpose: 'verdict',
      messages: verdictMessages(interview, segment.sentences, code),
      maxTokens: MAX_TOKENS,
      schema: ANSWER_FORMAT,
      affinity: interview.id,
      signal,
    });
    return answerSchema.parse(JSON.parse(completion.text)).verdict;
  } catch {
    // The fault itself is of no use here: whatever it was, nobody has answered, and a person must.
    signal.throwIfAborted();
    return null;
  }
}
