import type { Attribution } from '../src/core/attribution.ts';
import { type Interview, sentenceText } from '../src/core/interview.ts';
import type { CodingDesk } from '../src/core/ports/coding-desk.ts';
import { attribute } from '../src/evidence/attribute.ts';
import { decideSeparation } from '../src/evidence/separation.ts';
import { toOriginal } from '../src/ingest/structure/original-offset.ts';
import { structureDocument } from '../src/ingest/structure/structure-document.ts';
import type { Labelled } from './labelled-set.ts';

/** What the program made of a labelled interview; spans are offsets in its original text. */
export interface Answer {
  readonly labelled: Labelled;
  /** Null when ingest gave no single interview: counted as sent to a person. */
  readonly attribution: Attribution | null;
  readonly evidence: readonly { readonly code: string; readonly start: number; readonly end: number }[];
}

/** Takes a labelled interview through the product's path: ingest, coders, checks, verdicts, attribution. */
export async function codeLabelled(labelled: Labelled, desk: CodingDesk, useModel: boolean): Promise<Answer> {
  const structured = structureDocument({
    name: `${labelled.id}.txt`,
    kind: 'text',
    parts: [{ type: 'text', title: null, text: labelled.text }],
    remarks: [],
  });
  const [draft, second] = 'interviews' in structured ? structured.interviews : [];
  if (draft === undefined || second !== undefined) return { labelled, attribution: null, evidence: [] };
  const interview: Interview = {
    ...draft,
    id: labelled.id,
    fileId: labelled.id,
    fileName: `${labelled.id}.txt`,
    channel: 'eval',
    contentHash: labelled.id,
  };
  const attribution = await codeWith(interview, desk, useModel);
  return { labelled, attribution, evidence: evidenceOf(attribution, interview) };
}

async function codeWith(interview: Interview, desk: CodingDesk, useModel: boolean): Promise<Attribution> {
  const model = useModel ? desk.model(false) : null;
  const verify = useModel ? desk.verify(false) : null;
  const coders = [...(model === null ? [] : [model]), desk.reader, ...(interview.ticks.length > 0 ? [desk.tick] : [])];
  const outcomes = await Promise.all(coders.map((coder) => coder.code(interview)));
  const checked = outcomes.flatMap((outcome) =>
    outcome.kind === 'found' ? desk.check(interview, outcome.proposals) : [],
  );
  const segments = await Promise.all(
    checked.map((segment) =>
      verify !== null && segment.status === 'needs-person' && segment.coder === 'model'
        ? verify(interview, segment, new AbortController().signal)
        : segment,
    ),
  );
  const { codebook } = desk;
  return attribute({ interview, segments, outcomes, separation: decideSeparation(interview, codebook), codebook });
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
