import type { Code } from '../core/codebook.ts';
import { QUESTION_IDS, type QuestionId, VERDICTS, type Verdict } from '../core/coding.ts';

export { QUESTION_IDS, type QuestionId };

/** What is asked about: the claimed code, and those it is easily taken for. */
export interface DisputedClaim {
  /** Undefined for a concrete reason outside the codebook. */
  readonly code: Code | undefined;
  readonly codeId: string;
  /** In the codebook's order, the claimed code left out. */
  readonly rivals: readonly Code[];
}

/** One closed question about the marked sentences; what it answers counts as a verdict on the claim. */
interface ClosedQuestion {
  readonly text: (claim: DisputedClaim) => string;
  /** Every answer with the verdict it amounts to. */
  readonly answers: (claim: DisputedClaim) => ReadonlyMap<string, Verdict>;
}

const NONE = 'none-of-these';
const OTHER_CAUSE = 'a concrete reason for leaving that is none of the usual ones. 不属于常见类别的具体离开原因。';

/** The topic without its name: a name invites to agree with it. */
const meaningOf = ({ code }: DisputedClaim): string =>
  code === undefined ? OTHER_CAUSE : `${code.definition.en} ${code.definition.zh}`;

const lineOf = ({ id, name, definition }: Code): string =>
  `${id}: ${name.en} / ${name.zh}: ${definition.en} ${definition.zh}`;

const OF_THE_TOPIC = `Question: what do the marked sentences say about the topic?
stated-reason: the speaker gives the topic as a reason of their own for leaving: says so, answers why with it, or says they would have stayed without it.
mentioned: the speaker complains of the topic here, but doesn't tie it to leaving; advice also counts as this.
denied: the speaker says it was not a reason, or plays it down.
hypothetical: it has not happened; a general opinion or a fear.
other-person: it is somebody else's reason or opinion.
other-employer: it was at a former employer, or is a detail of the next one.
resolved: it was a problem once and has been put right.
praised: the speaker speaks well of it.
unrelated: the marked sentences are not about the topic.`;

const OF_OWNER_AND_TIME = `Question: in the marked sentences, whose matter is this, where and when?
own-here-now: the speaker's own, at the place they leave, and part of why they go.
own-complaint: the speaker's own and at that place, but told without any tie to their going.
someone-else: a colleague's, a relative's opinion, what people say.
elsewhere: at an employer before, or at the next one.
earlier-and-settled: it was so once and has been put right.
only-imagined: it has not happened; a fear, a rumour, an if.
says-it-is-not: the speaker says that it is not so, or that it is fine.
not-about-this: the marked sentences are about something else.`;

const WHOSE: ReadonlyMap<string, Verdict> = new Map([
  ['own-here-now', 'stated-reason'],
  ['own-complaint', 'mentioned'],
  ['someone-else', 'other-person'],
  ['elsewhere', 'other-employer'],
  ['earlier-and-settled', 'resolved'],
  ['only-imagined', 'hypothetical'],
  ['says-it-is-not', 'denied'],
  ['not-about-this', 'unrelated'],
]);

const OF_THE_STATEMENT = `Question: does the statement follow from the marked sentences?
follows: whoever reads only the marked sentences and what they answer must take it for true.
does-not-follow: it may be true, but they don't say it; or they say something else.
contradicted: they say the opposite.`;

const FOLLOWS: ReadonlyMap<string, Verdict> = new Map([
  ['follows', 'stated-reason'],
  ['does-not-follow', 'unrelated'],
  ['contradicted', 'denied'],
]);

/**
 * The questions that a claim is put to: different ones, since the same one asked twice repeats its mistake. What is the
 * same for all codes comes first, for the server's prefix cache.
 */
export const QUESTIONS: Readonly<Record<QuestionId, ClosedQuestion>> = {
  verdict: {
    text: (claim) => `${OF_THE_TOPIC}\nTopic: ${topicOf(claim)}`,
    answers: () => new Map(VERDICTS.map((verdict) => [verdict, verdict])),
  },
  choice: {
    text: (claim) =>
      [
        "Question: which of these do the marked sentences give as the speaker's own reason for leaving?",
        ...optionsOf(claim).map(({ line }) => line),
        `${NONE}: they give another reason, or none.`,
      ].join('\n'),
    answers: (claim) =>
      new Map([
        ...optionsOf(claim).map(({ id }) => [id, id === claim.codeId ? 'stated-reason' : 'unrelated'] as const),
        [NONE, 'unrelated'] as const,
      ]),
  },
  whose: { text: (claim) => `${OF_OWNER_AND_TIME}\nMatter: ${meaningOf(claim)}`, answers: () => WHOSE },
  follows: {
    text: (claim) => `${OF_THE_STATEMENT}\nStatement: this is why the speaker left: ${meaningOf(claim)}`,
    answers: () => FOLLOWS,
  },
};

function topicOf({ code }: DisputedClaim): string {
  return code === undefined
    ? `other-cause: ${OTHER_CAUSE}`
    : `${code.name.en} / ${code.name.zh}: ${code.definition.en} ${code.definition.zh}`;
}

/** The claimed code stands where its id sorts: a fixed place would tell which one is claimed. */
function optionsOf({ code, codeId, rivals }: DisputedClaim): readonly { readonly id: string; readonly line: string }[] {
  const own = { id: codeId, line: code === undefined ? `${codeId}: ${OTHER_CAUSE}` : lineOf(code) };
  return [own, ...rivals.map((rival) => ({ id: rival.id, line: lineOf(rival) }))].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
}
