import type { Cause, CauseRole } from '../core/attribution.ts';
import type { CodedSegment, CoderId, Verdict } from '../core/coding.ts';
import type { AgreementReading, FrequencyLabel } from '../core/findings.ts';
import type { InterviewLanguage } from '../core/language.ts';
import type { Fallback } from '../core/ports/language-model.ts';
import { agreementWords } from './words-of-agreement.ts';

/** "1 interview", "2 interviews". */
const many = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;

const frequency: Record<FrequencyLabel, string> = {
  high: 'high',
  'medium-high': 'medium-high',
  medium: 'medium',
  low: 'low',
};
const language: Record<InterviewLanguage, string> = { en: 'English', zh: 'Chinese', mixed: 'mixed' };
const coder: Record<CoderId, string> = {
  model: 'a model',
  reader: 'the codebook reader',
  tick: 'a tick on the form',
  person: 'a person in review',
};
const role: Record<CauseRole, string> = {
  primary: 'main cause',
  contributing: 'contributing cause',
  mentioned: 'mentioned only',
};
const status: Record<CodedSegment['status'], string> = {
  accepted: 'accepted',
  mentioned: 'mentioned only',
  rejected: 'rejected',
  'needs-person': 'waits for a person',
};
const outcome: Record<string, string> = {
  coded: 'coded',
  'no-cause': 'no cause found',
  review: 'waits for a person',
  failed: 'failed',
};
/** Why an interview or a claim was not settled, by name. */
const why: Record<string, string> = {
  'speakers-unknown': 'who is speaking is not known',
  'speakers-swapped': 'the speakers may be swapped',
  'separation-doubt': 'may have been asked to resign',
  'form-vs-narrative': 'the form and the words disagree',
  'no-model': 'needs a model or a person to decide',
  'low-margin': 'the verdict was too close',
  'no-words-of-the-leaver': 'holds no words of the person who left',
  'only-mentioned': 'complaints, but none given as a reason for leaving',
  'nothing-accepted': 'no proposed cause stood up to the checks',
  'not-the-leaver': 'not said by the person who left',
  'no-such-sentence': 'pointed to a sentence that does not exist',
  'no-such-code': 'named a cause that is not in the codebook',
  'generic-words': 'general words only',
  'instruction-text': 'reads as an instruction, not as talk',
  reviewer: 'rejected in review',
  'model-not-configured': 'no model is set up',
  'model-too-long': 'the interview is too long for the model',
  unexpected: 'a fault that nobody foresaw',
};
const verdict: Record<Verdict, string> = {
  'stated-reason': 'a stated reason',
  mentioned: 'mentioned only',
  denied: 'denied',
  hypothetical: 'hypothetical',
  'other-person': 'about somebody else',
  'other-employer': 'about another employer',
  resolved: 'settled by then',
  praised: 'praise',
  unrelated: 'not about this cause',
};
/** Special codes in plain words, where the codebook's names are terms. */
const special: Record<string, string> = {
  'generic-reason': 'General words only',
  'no-cause-found': 'No cause in the interview',
  undetermined: 'Several causes, none called the main one',
};
const fallback: Record<Fallback['why'], string> = {
  slow: 'was too slow',
  stalled: 'stalled in mid-answer',
  unreachable: 'could not be reached',
  refused: 'refused the request',
  'cut-off': 'was cut off',
  looping: 'repeated itself',
  invalid: 'gave an invalid answer',
  'too-small': 'is too small to cite sentences reliably',
};
const reading: Record<AgreementReading, string> = {
  rely: 'high enough to rely on the ranking',
  tentative: 'enough for a tentative ranking only',
  'do-not-rank': 'too low to rest a ranking on it',
  unknown: 'too few or too similar interviews to tell',
};
/** The same in a cell. */
const bar: Record<AgreementReading, string> = {
  rely: 'rely on it',
  tentative: 'tentative',
  'do-not-rank': 'do not rank',
  unknown: 'cannot be told',
};
/** What each strength stands for, by rule. */
const strength: Record<Cause['strength'], string> = {
  5: 'main cause, called decisive in their own words',
  4: 'main cause',
  3: 'contributing cause, tied to the leaving twice',
  2: 'contributing cause',
  1: 'mentioned only',
};

/** English wording of reports. */
export const english = {
  frequency,
  language,
  coder,
  role,
  status,
  outcome,
  why,
  whyUnknown: 'not settled',
  verdict,
  special,
  strength,
  fallback,
  modelFailed: 'gave no answer',
  reading,
  bar,
  listJoin: '; ',
  sentenceJoin: ' ',
  quoted: (text: string) => `“${text}”`,

  // what fills the slots
  count: (x: number, n: number) => `${x} of ${n}`,
  percent: (percent: number) => `${percent}\u00a0%`,
  interval: (low: number, high: number) => `${low}–${high}\u00a0%`,

  // coverage
  specialCount: (name: string, count: string) => `${name}: ${count}`,
  read: (count: number) => `${many(count, 'interview')} read`,
  coded: (count: number) => `${count} coded`,
  noCause: (count: number) => `${count} no cause`,
  review: (count: number) => `${count} to review`,
  failed: (count: number) => `${count} failed`,
  files: (count: number, failed: number) => `${many(count, 'file')} given, ${failed} not read`,
  counted: (n: number) => `${n} in the ranking`,
  outside: (list: string) => `outside the ranking: ${list}`,
  languages: (list: string) => `languages: ${list}`,
  scope: {
    period: (period: string) => `Period: ${period}`,
    department: (department: string) => `Department: ${department}`,
    all: 'all interviews of this channel',
  },

  // how much may be shown
  held: (n: number, min: number) =>
    `${many(n, 'interview')} can be counted so far. Causes are held back until there are at least ${min}: ` +
    'in so small a group a single person could be recognised.',
  indicative: 'Indicative only: fewer than 10 interviews, so counts are shown without stars, labels or ranks.',
  smallSample: 'Small sample: fewer than 30 interviews, so the intervals are wide.',
  hidden: (codes: number) =>
    `${many(codes, 'cause is', 'causes are')} hidden: so few interviews could point to a person.`,
  moreRows: (rows: number, most: number) =>
    `${many(rows, 'more cause')} (${many(most, 'interview')} at most): in the full report.`,
  mentionedOnly: (count: number) => `${many(count, 'more mentions it', 'more mention it')} without leaving for it`,
  notNamed: (list: string, n: number, high: number) => `Named by nobody (0 of ${n}, at most ${high}\u00a0%): ${list}.`,
  notRated: 'not rated',
  provisional: 'provisional',
  tied: (first: string, last: string, count: number) =>
    `From “${first}” to “${last}” (${count} causes) neighbours may stand in this order by chance: too few interviews set them apart.`,
  disputed: (list: string) => `Not ranked, because the two readers disagree on who left for it: ${list}.`,
  disputedNote:
    'A model and the codebook reader read each interview apart. On these causes they agree too little (kappa under 0.667) for a place in the ranking; their interviews are counted all the same.',
  lowAgreement: 'The two readers agree too little on the main cause to rest a ranking on it: take the order as open.',
  starRange: (low: number, high: number) => `(${low}–${high})`,
  noQuotation:
    'No quotation: too few people, a cause too sensitive to quote, or nothing in their own words that may be shown.',

  // headings
  title: {
    core: 'Core finding',
    causes: 'Causes',
    disputed: 'Not ranked: two readers disagree',
    quotations: 'In their words',
    agreement: 'Agreement, cause by cause',
    preventable: 'Within your reach',
    suggestions: 'To think about (suggestions, not findings)',
    sure: 'How sure',
    notRead: 'Not read',
    interviews: 'Every interview',
    limits: 'Limits and method',
    coverage: 'Coverage',
    chart: 'Chart',
  },
  columns: {
    cause: 'Cause',
    details: 'Details',
    impact: 'Impact',
    frequency: 'Frequency',
    people: 'Interviews',
    interval: '95 % interval',
    byModel: 'Model',
    byReader: 'Codebook reader',
    byBoth: 'Both',
    positive: 'Agreement where found',
    means: 'Means',
    number: 'No.',
    file: 'File',
    language: 'Language',
    outcome: 'Outcome',
    reason: 'Why',
  },

  // sentences of the renderers
  source: (interview: number, sentences: readonly number[]) =>
    `interview ${interview}, ${sentences.length === 1 ? 'sentence' : 'sentences'} ${sentences.join(', ')}`,
  reach: (yes: number, partly: number, no: number) =>
    `Can be changed ${yes}\u00a0% · in part ${partly}\u00a0% (counted at half) · cannot, or no cause named ${no}\u00a0%`,
  agree: (percent: number, units: number, alpha: string, means: string) =>
    `Two independent readers name the same main cause in ${percent}\u00a0% of ${many(units, 'interview')}, alpha ${alpha}: ${means}`,
  alpha: (alpha: string, low: string, high: string) => `${alpha} (95\u00a0% interval ${low}–${high})`,
  alphaUnknown: 'not defined',
  agreePeople: (percent: number, units: number) =>
    `in review people confirmed the main cause in ${percent}\u00a0% of ${many(units, 'interview')} they decided on`,
  ...agreementWords.en,
  oneReader: 'One reader only, so no agreement can be given',
  orderHolds: 'the order holds under other weights',
  andMore: (count: number) => `${count} more`,
  orderSwaps: (list: string) => `under other weights these change places: ${list}`,
  statedOnly: 'stated reasons only',
  codedBy: (coders: string) => `Coded by ${coders}`,
  codedByReader: 'Coded by the codebook reader without a model',
  writtenBy: (writer: string) => `written by ${writer}`,
  writtenByTemplate: 'written by the template writer without a model',
  codebookAt: (key: string) => `codebook ${key}`,
  seconds: (seconds: number) => `${seconds} s`,
  modelFault: (model: string, what: string) => `${model} ${what}`,
  steppedIn: (why: string) => `Another model had to step in (${why}).`,
  templateSteppedIn: (why: string) => `No model finished the text (${why}), so the template wrote it.`,
  dropped: (count: number) =>
    `${many(count, 'sentence was', 'sentences were')} left out of the prose because the interviews don't bear them out.`,
  moreFailed: (count: number) => `and ${count} more: in the full report`,
  writing: 'Writing the report…',
  whyCounted: 'Why is this counted?',
  questionBefore: (question: string) => `Asked before: ${question}`,
  tellWhy: (by: string, roleName: string, strengthOf5: number) =>
    `Proposed by ${by}, accepted as ${roleName}, strength ${strengthOf5} of 5.`,
  atVersion: (name: string, version: string) => `${name} (version ${version})`,
  told: {
    coder: (by: string) => `Found by: ${by}`,
    strength: (of5: number, rule: string) => `Counted as: ${rule} (strength ${of5} of 5)`,
    verdicts: (list: string) => `Verdict on “is this a reason for leaving?”: ${list}`,
    unasked: 'Verdict: the codebook’s patterns and checks; no model was asked',
    margin: (percent: number) => `the answers for and against lie ${percent}\u00a0% apart`,
    verifier: (by: string) => `by ${by}`,
    review: (by: string, day: string) => `Reviewed: confirmed by ${by} on ${day}`,
    reviewOf: (before: string) => `before that: ${before}`,
    unreviewed: 'Reviewed: not by a person',
    codebook: (key: string) => `Codebook: ${key}`,
  },
  sortHint: 'Press a heading to sort.',
  limits: [
    'An interval speaks of chance only. It does not cover who gave no interview, what people held back, or coding errors.',
    'How many people left without an interview is not known to this report, so it gives no response rate.',
    'Each interview weighs 1: its main cause 0.6, contributing causes share 0.4. Causes are ordered by the sum.',
    'Impact is the mean strength (1–5) over the interviews that mention a cause, with two imaginary middling ones added. It needs three mentions. In brackets: the stars when any one interview is left out.',
    'Frequency: high from 40 %, medium-high from 25 %, medium from 10 % of interviews; one step down and “provisional” where the interval is too wide.',
    'Intervals are Wilson score intervals at 95 %. Quotations are exact; names in them were masked before storing.',
  ],

  // template prose, with slots
  prose: {
    leader: (a: string) => `{cause:${a}} weighs most: {count:${a}} interviews name it.`,
    leaders: (a: string, b: string) =>
      `{cause:${a}} ({count:${a}} interviews) and {cause:${b}} ({count:${b}}) weigh most.`,
    tiedLead: 'Which of the two comes first may be chance.',
    tiedAll: 'No cause stands clearly apart from the next: which of two neighbours comes first may be chance.',
    indicative: 'With {n} interviews this is a first impression and no ranking.',
    disputed: 'The two readers disagree on every cause, so none is ranked.',
    apart: (a: string) => `{cause:${a}} ({count:${a}}) is not ranked, because the two readers disagree on it.`,
    nothing: 'None of the {n} interviews names a concrete cause.',
    cause: (a: string) =>
      `{cause:${a}} is named in {count:${a}} interviews ({percent:${a}}, interval {interval:${a}}).`,
    suggestion: (a: string, lever: string) => `On {cause:${a}}: ${lever}.`,
  },

  // chart
  chartTitle: 'Interviews that name a cause',
  chartNote: (n: number) => `n = ${n} · bars: share of interviews · lines: 95 % interval`,
  chartAlt: (n: number, list: string) => `Bar chart of causes, ${n} interviews with 95 % intervals: ${list}.`,
  chartEntry: (name: string, count: string, interval: string) => `${name} ${count} (${interval})`,
};

export type Words = typeof english;
