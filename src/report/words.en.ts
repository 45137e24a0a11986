import type { CauseRole } from '../core/attribution.ts';
import type { CodedSegment, CoderId } from '../core/coding.ts';
import type { Agreement, FrequencyLabel } from '../core/findings.ts';
import type { InterviewLanguage } from '../core/language.ts';
import type { Fallback } from '../core/ports/language-model.ts';

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
/** Reasons why an interview waits for a person, by name; a name that is missing here is shown as it is. */
const why: Record<string, string> = {
  'speakers-unknown': 'who is speaking is not known',
  'speakers-swapped': 'the speakers may be swapped',
  'separation-doubt': 'may have been asked to resign',
  'form-vs-narrative': 'the form and the words disagree',
  'no-model': 'needs a model or a person to decide',
  'low-margin': 'the verdict was too close',
};
const fallback: Record<Fallback['why'], string> = {
  slow: 'was too slow',
  stalled: 'stalled in mid-answer',
  unreachable: 'could not be reached',
  refused: 'refused the request',
  'cut-off': 'was cut off',
  looping: 'repeated itself',
  invalid: 'gave an invalid answer',
};
const reading: Record<Agreement['reading'], string> = {
  rely: 'conclusions may rest on it',
  tentative: 'tentative only',
  'do-not-rank': 'too low to rest a ranking on it',
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
  fallback,
  reading,
  listJoin: '; ',
  sentenceJoin: ' ',
  quoted: (text: string) => `“${text}”`,

  // what fills the slots
  count: (x: number, n: number) => `${x} of ${n}`,
  percent: (percent: number) => `${percent}\u00a0%`,
  interval: (low: number, high: number) => `${low}–${high}\u00a0%`,

  // coverage
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
  tied: 'its order against the cause before it may be chance',
  starRange: (low: number, high: number) => `${low}–${high} with one interview less`,
  noQuotation: 'No quotation: either too few people, or nothing in their own words that may be shown.',

  // headings
  title: {
    core: 'Core finding',
    causes: 'Causes',
    quotations: 'In their words',
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
    `${yes}\u00a0% yes · ${partly}\u00a0% partly (counted at half) · ${no}\u00a0% no, or no cause named`,
  agree: (percent: number, units: number, alpha: string, means: string) =>
    `two readers agree on the main cause in ${percent}\u00a0% of ${many(units, 'interview')}, alpha ${alpha} (${means})`,
  alphaUnknown: 'not defined',
  oneReader: 'one reader only, so no agreement can be given',
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
  dropped: (count: number) =>
    `${many(count, 'sentence was', 'sentences were')} left out of the prose because the interviews don't bear them out.`,
  moreFailed: (count: number) => `and ${count} more: in the full report`,
  writing: 'Writing the report…',
  whyCounted: 'Why is this counted?',
  questionBefore: (question: string) => `Asked before: ${question}`,
  tellWhy: (by: string, roleName: string, strength: number) =>
    `Proposed by ${by}, accepted as ${roleName}, strength ${strength} of 5.`,
  sortHint: 'Press a heading to sort.',
  limits: [
    'An interval speaks of chance only. It does not cover who gave no interview, what people held back, or coding errors.',
    'How many people left without an interview is not known to this report, so it gives no response rate.',
    'Each interview weighs 1: its main cause 0.6, contributing causes share 0.4. Causes are ordered by the sum.',
    'Impact is the mean strength (1–5) over the interviews that mention a cause, with two imaginary middling ones added. It needs three mentions.',
    'Frequency: high from 40 %, medium-high from 25 %, medium from 10 % of interviews; one step down and “provisional” where the interval is too wide.',
    'Intervals are Wilson score intervals at 95 %. Quotations are exact; names in them were masked before storing.',
  ],

  // template prose, with slots
  prose: {
    leader: (a: string) => `{cause:${a}} weighs most: {count:${a}} interviews name it.`,
    leaders: (a: string, b: string) =>
      `{cause:${a}} ({count:${a}} interviews) and {cause:${b}} ({count:${b}}) weigh most.`,
    tiedLead: 'Which of the two comes first may be chance.',
    indicative: 'With {n} interviews this is a first impression and no ranking.',
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
