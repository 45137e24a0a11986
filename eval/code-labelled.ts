import type { Attribution } from '../src/core/attribution.ts';
import { type Interview, sentenceText } from '../src/core/interview.ts';
import type { CodingDesk } from '../src/core/ports/coding-desk.ts';
import { attribute } from '../src/evidence/attribute.ts';
import { decideSeparation } from '../src/evidence/separation.ts';
import { settleDisagreement } from '../src/evidence/settle-disagreement.ts';
import { toOriginal } from '../src/ingest/structure/original-offset.ts';
import type { Labelled } from './labelled-set.ts';
import { draftsOf, storedAs } from './structure-labelled.ts';

/** What the program made of a labelled interview; spans are offsets in its original text. */
export interface Answer {
  readonly labelled: Labelled;
  /** Null when ingest gave no single interview: counted as sent to a person. */
  readonly attribution: Attribution | null;
  readonly evidence: readonly { readonly code: string; readonly start: number; readonly end: number }[];
}

/** Takes a labelled interview through the product's path: ingest, coders, checks, verdicts, attribution. */
export async function codeLabelled(labelled: Labelled, desk: CodingDesk, useModel: boolean): Promise<Answer> {
  const [draft, second] = draftsOf(labelled);
  if (draft === undefined || second !== undefined) return { labelled, attribution: null, evidence: [] };
  const interview = storedAs(labelled.id, draft);
  const attribution = await codeWith(interview, desk, useModel);
  return { labelled, attribution, evidence: evidenceOf(attribution, interview) };
}

async function codeWith(interview: Interview, desk: CodingDesk, useModel: boolean): Promise<Attribution> {
  const model = useModel ? desk.model(false) : null;
  const verifier = useModel ? desk.verifier(false) : null;
  const coders = [...(model === null ? [] : [model]), desk.reader, ...(interview.ticks.length > 0 ? [desk.tick] : [])];
  const outcomes = await Promise.all(coders.map((coder) => coder.code(interview)));
  const checked = outcomes.flatMap((outcome) =>
    outcome.kind === 'found' ? desk.check(interview, outcome.proposals) : [],
  );
  const segments = await Promise.all(
    checked.map((segment) =>
      verifier !== null && segment.status === 'needs-person' && segment.coder === 'model'
        ? verifier.verify(interview, segment, new AbortController().signal)
        : segment,
    ),
  );
  const { codebook } = desk;
  return attribute({
    interview,
    segments: settleDisagreement(segments),
    outcomes,
    separation: decideSeparation(interview, codebook),
    codebook,
  });
}

/** The labels stand in the text before masking, with its own line ends. */
function evidenceOf(attribution: Attribution, interview: Interview): Answer['evidence'] {
  return attribution.causes
    .filter(({ role }) => role !== 'mentioned')
    .flatMap(({ code, evidence }) => evidence.flatMap(({ sentences }) => sentences.map((id) => ({ code, id }))))
    .map(({ code, id }) => {
      const sentence = interview.sentences[id - 1];
      if (sentence === undefined) throw new RangeError(`no sentence ${id}: ${sentenceText(interview, id)}`);
      return { code, start: toOriginal(interview, sentence.start), end: toOriginal(interview, sentence.end) };
    });
}
