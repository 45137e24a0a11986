import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Codebook } from '../../src/core/codebook.ts';
import type { CodingOutcome, Proposal, Verdict } from '../../src/core/coding.ts';
import { type Interview, roleOf } from '../../src/core/interview.ts';
import type { Labelled } from '../labelled-set.ts';
import { plant } from '../pad.ts';
import { draftsOf, storedAs } from '../structure-labelled.ts';
import { chance, pick } from './chance.ts';
import type { Fault, FaultKind, SecondReading } from './fault.ts';
import { swapSpeakers } from './swap-speakers.ts';
import { type Claim, sentencesBy, sentencesOf, trueClaims } from './truth.ts';

const MODEL = 'oracle';

const planted = z.record(
  z.enum(['en', 'zh']),
  z.array(z.strictObject({ code: z.string(), question: z.string(), answer: z.string() })),
);
const tablesSchema = z.strictObject({
  confusable: z.record(z.string(), z.array(z.string())),
  planted: z.strictObject({ hypothetical: planted, instruction: planted }),
});
export type FaultTables = z.infer<typeof tablesSchema>;

/** Reads which codes are confused and which sentences are planted: data beside this file. */
export async function readFaultTables(): Promise<FaultTables> {
  const read = async (name: string) => JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8'));
  const [confusable, own] = await Promise.all([read('confusable.json'), read('planted.json')]);
  return tablesSchema.parse({ confusable: confusable.pairs, planted: own });
}

/** A labelled interview as read, with what is true of it. */
export interface Subject {
  readonly labelled: Labelled;
  readonly interview: Interview;
  readonly truth: readonly Claim[];
}

/** Reads a labelled interview; null when ingest gives no single interview. */
export function subjectOf(labelled: Labelled): Subject | null {
  const [draft, second] = draftsOf(labelled);
  if (draft === undefined || second !== undefined) return null;
  const interview = storedAs(labelled.id, draft);
  return { labelled, interview, truth: trueClaims(labelled, interview) };
}

/** Labelled traps by the fault of stepping into them, and what a right verifier says of each. */
const TRAPS: readonly (readonly [FaultKind, readonly string[], Verdict])[] = [
  ['negation-removed', ['negated'], 'denied'],
  ['hypothetical-as-fact', ['hypothetical'], 'hypothetical'],
  ['interviewers-phrase', ['asked'], 'unrelated'],
  ['colleagues-reason', ['other-person', 'reported-speech'], 'other-person'],
  ['another-employer', ['past-employer', 'next-job-detail'], 'other-employer'],
  ['before-and-after', ['resolved'], 'resolved'],
];

/** Every fault that can be put into a right coder's claims about one interview; see `transport.ts` for broken answers. */
export function claimFaults(subject: Subject, codebook: Codebook, tables: FaultTables): readonly Fault[] {
  const place = { subject, codebook, tables };
  return [
    ...inventedCauses(place),
    ...confusedCodes(place),
    ...steppedIntoTraps(place),
    ...interviewersPhrases(place),
    ...plantedSentences(place),
    ...exampleLeakage(place),
    ...twiceAcrossWindows(place),
    ...swappedSpeakers(place),
    ...idsOutOfRange(place),
  ];
}

interface Place {
  readonly subject: Subject;
  readonly codebook: Codebook;
  readonly tables: FaultTables;
}

interface Injection {
  readonly kind: FaultKind;
  readonly claim: Claim;
  readonly verdict: Verdict;
  /** The claims beside the false one; all true ones unless the fault replaces one. */
  readonly truth?: readonly Claim[];
}

function injected(subject: Subject, codebook: Codebook, injection: Injection): Fault {
  const { labelled, interview, truth: all } = subject;
  const { kind, claim, verdict, truth = all } = injection;
  const claims = [...truth, claim];
  const outcome: CodingOutcome = { kind: 'found', proposals: claims.map(proposalOf), unsure: false };
  return {
    kind,
    language: labelled.language === 'en' ? 'en' : 'zh',
    interview,
    code: async () => outcome,
    claim,
    verdict,
    truth,
    second: secondReadingOf(subject, codebook),
    isUnreadable: false,
    shownUnchecked: claims.map(({ code }) => code),
  };
}

/** What the coder may say of an interview when it is asked again: everything true, or an invention like the first. */
export function secondReadingOf(subject: Subject, codebook: Codebook): SecondReading {
  const code = foreignCode(subject, codebook, 'again');
  const sentence = pick(plainSentences(subject), subject.interview.id, 'again', 'sentence');
  const wrong = code === undefined || sentence === undefined ? null : { code, sentences: [sentence] };
  return { right: subject.truth, wrong };
}

/** The worst case: the model always says that the leaver ties it to the leaving. */
export function proposalOf({ code, sentences }: Claim): Proposal {
  return { code, sentences, coder: 'model', model: MODEL, link: 'stated' };
}

/** A code that nothing in the interview is labelled with, neither as cause nor as trap. */
function foreignCode({ labelled, interview }: Subject, codebook: Codebook, use: string): string | undefined {
  const near = new Set([
    ...labelled.primary,
    ...labelled.contributing,
    ...labelled.mentioned,
    ...labelled.traps.map(({ about }) => about),
  ]);
  const codes = codebook.codes.map(({ id }) => id).filter((id) => !near.has(id));
  return pick(codes, interview.id, use, 'code');
}

/** Sentences of the leaver that no label touches. */
function plainSentences({ labelled, interview, truth }: Subject): readonly number[] {
  const traps = labelled.traps.flatMap(({ text }) => sentencesOf(text, labelled, interview));
  return sentencesBy(
    ['leaver', 'note'],
    interview,
    new Set([...truth.flatMap(({ sentences }) => sentences), ...traps]),
  );
}

function inventedCauses({ subject, codebook }: Place): readonly Fault[] {
  return ['first', 'second'].flatMap((use) => {
    const code = foreignCode(subject, codebook, use);
    const sentence = pick(plainSentences(subject), subject.interview.id, use, 'sentence');
    if (code === undefined || sentence === undefined) return [];
    return [
      injected(subject, codebook, {
        kind: 'invented-cause',
        claim: { code, sentences: [sentence] },
        verdict: 'unrelated',
      }),
    ];
  });
}

/** The wrong code stands in the right one's place, as it did in what people saw. */
function confusedCodes({ subject, codebook, tables }: Place): readonly Fault[] {
  const own = new Set(subject.truth.map(({ code }) => code));
  return subject.truth.flatMap((right) => {
    const wrong = (tables.confusable[right.code] ?? []).filter((code) => !own.has(code));
    const code = pick(wrong, subject.interview.id, right.code);
    if (code === undefined) return [];
    const truth = subject.truth.filter((other) => other !== right);
    const claim = { code, sentences: right.sentences };
    return [injected(subject, codebook, { kind: 'confusable-code', claim, verdict: 'unrelated', truth })];
  });
}

function steppedIntoTraps({ subject, codebook }: Place): readonly Fault[] {
  const { labelled, interview, truth } = subject;
  const own = new Set(truth.map(({ code }) => code));
  return TRAPS.flatMap(([kind, classes, verdict]) =>
    labelled.traps
      .filter((trap) => classes.includes(trap.class) && !own.has(trap.about))
      .flatMap(({ about, text }) => {
        const sentences = sentencesOf(text, labelled, interview);
        return sentences.length === 0
          ? []
          : [injected(subject, codebook, { kind, claim: { code: about, sentences }, verdict })];
      }),
  );
}

function interviewersPhrases({ subject, codebook }: Place): readonly Fault[] {
  const code = foreignCode(subject, codebook, 'asked');
  const sentence = pick(sentencesBy(['interviewer'], subject.interview), subject.interview.id, 'asked');
  if (code === undefined || sentence === undefined) return [];
  const claim = { code, sentences: [sentence] };
  return [injected(subject, codebook, { kind: 'interviewers-phrase', claim, verdict: 'unrelated' })];
}

function plantedSentences({ subject, codebook, tables }: Place): readonly Fault[] {
  const language = subject.labelled.language === 'en' ? 'en' : 'zh';
  const own = new Set([...subject.labelled.primary, ...subject.labelled.contributing]);
  const kinds = [
    ['hypothetical-as-fact', tables.planted.hypothetical, 'hypothetical'],
    ['documents-instruction', tables.planted.instruction, 'unrelated'],
  ] as const;
  return kinds.flatMap(([kind, sentences, verdict]) => {
    const fitting = (sentences[language] ?? []).filter(({ code }) => !own.has(code));
    const chosen = pick(fitting, subject.interview.id, kind);
    const longer = chosen === undefined ? null : plant(chosen, subject.labelled);
    const planted = longer === null ? null : subjectOf(longer);
    if (chosen === undefined || planted === null) return [];
    const ids = sentencesOf(chosen.answer, planted.labelled, planted.interview);
    return ids.length === 0
      ? []
      : [injected(planted, codebook, { kind, claim: { code: chosen.code, sentences: ids }, verdict })];
  });
}

/** The ids of a prompt's example come back for every interview: small ones, and some that it doesn't have. */
function exampleLeakage({ subject, codebook }: Place): readonly Fault[] {
  const code = foreignCode(subject, codebook, 'example');
  if (code === undefined) return [];
  const { interview, truth } = subject;
  const isTrue = (id: number) => truth.some(({ sentences }) => sentences.includes(id));
  const sentences = [2, 3].filter((id) => id <= interview.sentences.length && !isTrue(id));
  const claim = { code, sentences: [...sentences, interview.sentences.length + 5] };
  return [injected(subject, codebook, { kind: 'example-leakage', claim, verdict: 'unrelated' })];
}

/** The next window shows the last exchange again, and the model codes it again. */
function twiceAcrossWindows({ subject, codebook }: Place): readonly Fault[] {
  const again = subject.truth[0];
  if (again === undefined) return [];
  const claim = { code: again.code, sentences: again.sentences.slice(-1) };
  return [injected(subject, codebook, { kind: 'twice-across-windows', claim, verdict: 'stated-reason' })];
}

function swappedSpeakers({ subject, codebook }: Place): readonly Fault[] {
  const { labelled, interview } = subject;
  const swapped = swapSpeakers(labelled, interview);
  const read = swapped === null ? null : subjectOf(swapped);
  if (read === null) return [];
  const trap = labelled.traps.find((each) => each.class === 'asked');
  const code = trap?.about ?? foreignCode(subject, codebook, 'swapped');
  const asked = interview.sentences.filter(({ id }) => roleOf(interview, id) === 'interviewer');
  const chosen = pick(asked, interview.id, 'swapped');
  if (code === undefined || chosen === undefined || subject.truth.some((claim) => claim.code === code)) return [];
  const words = trap?.text ?? interview.text.slice(chosen.start, chosen.end);
  const sentences = sentencesOf(words, read.labelled, read.interview);
  // With the roles wrong nothing can be kept rightly: the true claims are not asked for.
  return sentences.length === 0
    ? []
    : [
        injected(read, codebook, {
          kind: 'swapped-speakers',
          claim: { code, sentences },
          verdict: 'other-person',
          truth: [],
        }),
      ];
}

function idsOutOfRange({ subject, codebook }: Place): readonly Fault[] {
  const code = foreignCode(subject, codebook, 'range');
  if (code === undefined) return [];
  const last = subject.interview.sentences.length;
  const beyond = chance(subject.interview.id, 'range') < 0.5 ? [last + 1, last + 40] : [-1, 0];
  const claim = { code, sentences: beyond };
  return [injected(subject, codebook, { kind: 'ids-out-of-range', claim, verdict: 'unrelated' })];
}
