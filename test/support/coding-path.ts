import { fileURLToPath } from 'node:url';
import { answerFor } from '../../eval/faults/scripted-verifier.ts';
import { draftsOf, storedAs } from '../../eval/structure-labelled.ts';
import { loadCodebook } from '../../src/coding/load-codebook.ts';
import { createCodebookReader } from '../../src/coding/reader/codebook-reader.ts';
import type { Attribution } from '../../src/core/attribution.ts';
import type { CodingOutcome, Verdict } from '../../src/core/coding.ts';
import { type Interview, sentenceText } from '../../src/core/interview.ts';
import type { Language } from '../../src/core/language.ts';
import { attribute } from '../../src/evidence/attribute.ts';
import { checkProposals } from '../../src/evidence/check-proposals.ts';
import { decideSeparation } from '../../src/evidence/separation.ts';
import { settleDisagreement } from '../../src/evidence/settle-disagreement.ts';
import { createVerifier } from '../../src/evidence/verdict.ts';
import { loadVerdictThresholds } from '../../src/evidence/verdict-thresholds.ts';
import { fakeModel } from '../fixtures/evidence/fake-model.ts';

const CODEBOOK = fileURLToPath(new URL('../../codebooks/employee-exit.yml', import.meta.url));

export type Exchange = readonly [question: string, answer: string];

/** Writes a conversation down as people send it. */
export function transcriptOf(language: Language, exchanges: readonly Exchange[]): string {
  const [q, a] = language === 'en' ? ['Interviewer: ', 'Employee: '] : ['面谈人：', '员工：'];
  return `${exchanges.map(([question, answer]) => `${q}${question}\n${a}${answer}`).join('\n')}\n`;
}

/** Reads a text that must be one interview. */
export function readInterview(text: string): Interview {
  const [draft, second] = draftsOf({ id: 'told', text });
  if (draft === undefined || second !== undefined) throw new Error('not one interview');
  return storedAs('told', draft);
}

/** A model's claims: a code and words of the sentence it cites, or an id. */
export type ModelClaim = readonly [code: string, cited: string | number];

/** What a model coder would have answered. */
export function proposed(interview: Interview, claims: readonly ModelClaim[]): CodingOutcome {
  return {
    kind: 'found',
    unsure: false,
    proposals: claims.map(([code, cited]) => ({
      code,
      sentences: [typeof cited === 'number' ? cited : idOf(interview, cited)],
      coder: 'model',
      model: 'M',
      link: 'stated',
    })),
  };
}

function idOf(interview: Interview, words: string): number {
  const sentence = interview.sentences.find(({ id }) => sentenceText(interview, id).includes(words));
  if (sentence === undefined) throw new Error(`nobody says ${words}`);
  return sentence.id;
}

/** What a verifier says of a code; null: it can't be reached. */
export type Verdicts = (code: string) => Verdict | null;

/** The shipped codebook with the ways from an answer, or from the reader alone, to an interview's causes. */
export async function codingPath() {
  const [book, thresholds] = await Promise.all([loadCodebook(CODEBOOK), loadVerdictThresholds()]);
  const { codebook } = book;
  const attributed = async (interview: Interview, outcome: CodingOutcome, verdicts: Verdicts): Promise<Attribution> => {
    const checked = outcome.kind === 'found' ? checkProposals(interview, outcome.proposals, book) : [];
    const segments = await Promise.all(
      checked.map((segment) => {
        const model = fakeModel((request) => {
          const verdict = verdicts(segment.code);
          return verdict === null ? new Error('away') : answerFor(request, verdict, segment.code);
        });
        const verifier = createVerifier({ model, codebook, thresholds });
        return segment.status === 'needs-person'
          ? verifier.verify(interview, segment, new AbortController().signal)
          : segment;
      }),
    );
    const separation = decideSeparation(interview, codebook);
    return attribute({
      interview,
      segments: settleDisagreement(segments),
      outcomes: [outcome],
      separation,
      codebook,
    });
  };
  const reader = createCodebookReader(codebook, book.patterns, book.cues);
  const byReader = async (interview: Interview) => attributed(interview, await reader.code(interview), () => null);
  return { codebook, attributed, byReader };
}

/** The codes that a report would count. */
export function causesOf({ outcome, causes }: Attribution): readonly string[] {
  return outcome === 'coded' ? causes.filter(({ role }) => role !== 'mentioned').map(({ code }) => code) : [];
}
