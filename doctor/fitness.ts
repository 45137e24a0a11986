import { found, type Patient, says } from './patient.ts';
import type { Blanks, WordKey } from './words/words.ts';

export type Verdict = 'fit' | 'limited' | 'unfit' | 'unsure';

/** A reason, as a sentence key with its blanks. */
export interface Reason {
  readonly says: WordKey;
  readonly blanks: Blanks;
}

/** Whether a model is fit for one kind of work, and why. */
export interface Fitness {
  readonly work: WordKey;
  readonly verdict: Verdict;
  readonly why: readonly Reason[];
}

/** Shares of the canary's questions: eight of ten reads, and half is little better than guessing. */
const CANARY_FIT = 0.8;
const CANARY_LIMITED = 0.5;
/** Fewer answers in the time there was say nothing. */
const CANARY_LEAST = 5;
/** A long interview with its rules; and the least that holds one exchange with them. */
const SUMMARY_TOKENS = { fit: 8_192, limited: 4_096 };
/** Tokens a second of one stream: as fast as people read aloud, and as fast as they skim. */
const WRITING_SPEED = { fit: 20, limited: 8 };
/** First token in milliseconds: the live budget, and where people think it hangs. */
const FIRST_TOKEN_MS = { fit: 1_500, limited: 4_000 };
/** Billions of parameters that a laptop or a box without a card runs. */
const EDGE_BILLIONS = { fit: 2, limited: 4 };
const HALF = 2;

const RANK: readonly Verdict[] = ['unfit', 'unsure', 'limited', 'fit'];
const worst = (...verdicts: readonly Verdict[]): Verdict => RANK.find((each) => verdicts.includes(each)) ?? 'unsure';
const reason = (key: WordKey, blanks: Blanks = {}): Reason => ({ says: key, blanks });

interface Judgement {
  readonly verdict: Verdict;
  /** Null where there is nothing to tell. */
  readonly why: Reason | null;
}

/** Judges a model for every kind of work: by its own measurements, its profile and the canary. */
export function fitnessOf(patient: Patient): readonly Fitness[] {
  const works: readonly (readonly [WordKey, readonly Judgement[]])[] = [
    ['workSummaries', [windowFor(patient), speedFor(patient), writing(patient)]],
    ['workChat', [firstToken(patient), speedFor(patient), writing(patient)]],
    ['workCoding', [coding(patient), held(patient), canaryOf(patient, 'both')]],
    ['workChinese', [profileZh(patient), whole(patient), canaryOf(patient, 'zh')]],
    ['workTranslation', [profileZh(patient), canaryOf(patient, 'en'), canaryOf(patient, 'zh'), untried]],
  ];
  const down = patient.measures?.firstTokenMs === undefined || patient.measures.firstTokenMs === null;
  return [
    ...works.map(([work, judgements]): Fitness => {
      if (down) return { work, verdict: 'unsure', why: [reason('whyDown')] };
      const verdict = worst(...judgements.map((each) => each.verdict));
      return { work, verdict, why: judgements.flatMap(({ why }) => why ?? []) };
    }),
    // Its size is no matter of the server it happens to run on.
    edge(patient),
  ];
}

function graded(value: number, bounds: { fit: number; limited: number }): Verdict {
  return value >= bounds.fit ? 'fit' : value >= bounds.limited ? 'limited' : 'unfit';
}

function windowFor({ servedTokens, configuredTokens, profile }: Patient): Judgement {
  if (servedTokens === null && configuredTokens === null) return { verdict: 'unsure', why: reason('whyWindowUnknown') };
  const [served, configured] = [servedTokens ?? Infinity, configuredTokens ?? Infinity];
  const tokens = Math.min(served, configured, profile.safeWindowTokens);
  return { verdict: graded(tokens, SUMMARY_TOKENS), why: reason('whyWindow', { tokens }) };
}

function speedFor({ measures }: Patient): Judgement {
  const speed = measures?.levels[0]?.eachPerSecond;
  if (speed === undefined || speed === 0) return { verdict: 'unsure', why: reason('whyUnmeasured') };
  return { verdict: graded(speed, WRITING_SPEED), why: reason('whySpeed', { speed }) };
}

function firstToken({ measures }: Patient): Judgement {
  const ms = measures?.firstTokenMs ?? Infinity;
  const verdict = ms <= FIRST_TOKEN_MS.fit ? 'fit' : ms <= FIRST_TOKEN_MS.limited ? 'limited' : 'unfit';
  return { verdict, why: reason('whyFirst', { ms }) };
}

/** Who reads little understands little of what it would write about. */
function writing(patient: Patient): Judgement {
  if (!patient.abilities.write) return { verdict: 'unfit', why: reason('whyNoWrite') };
  const judged = canaryOf(patient, 'both');
  return judged.verdict === 'unfit' ? { ...judged, verdict: 'limited' } : judged;
}

function coding({ abilities }: Patient): Judgement {
  return abilities.code
    ? { verdict: 'fit', why: reason('whyMayCode') }
    : { verdict: 'limited', why: reason('whyNoCode') };
}

function held({ holdsChoice }: Patient): Judgement {
  return holdsChoice ? { verdict: 'fit', why: reason('whyHeld') } : { verdict: 'unfit', why: reason('whyUnheld') };
}

function canaryOf({ canary }: Patient, language: 'en' | 'zh' | 'both'): Judgement {
  const { en, zh } = canary ?? { en: { asked: 0, right: 0 }, zh: { asked: 0, right: 0 } };
  const both = { asked: en.asked + zh.asked, right: en.right + zh.right };
  const { asked, right } = { en, zh, both }[language];
  if (asked < CANARY_LEAST) return { verdict: 'unsure', why: reason('whyUnmeasured') };
  const key = ({ en: 'whyCanaryEn', zh: 'whyCanaryZh', both: 'whyCanary' } as const)[language];
  const verdict = graded(right / asked, { fit: CANARY_FIT, limited: CANARY_LIMITED });
  return { verdict, why: reason(key, { right, asked }) };
}

const QUALITY = {
  good: { verdict: 'fit', word: 'qualityGood' },
  fair: { verdict: 'limited', word: 'qualityFair' },
  weak: { verdict: 'unfit', word: 'qualityWeak' },
  // An unknown model is judged by what it answered.
  unknown: { verdict: 'fit', word: 'qualityUnknown' },
} as const;

function profileZh({ profile }: Patient): Judgement {
  const { verdict, word } = QUALITY[profile.languages.zh];
  return { verdict, why: reason('whyZh', { quality: [word] }) };
}

function whole(patient: Patient): Judgement {
  if (says(patient, 'utf8', 'utf8Torn')) return { verdict: 'unfit', why: reason('whyTorn') };
  const state = found(patient, 'utf8')?.state;
  return state === 'good' ? { verdict: 'fit', why: null } : { verdict: 'limited', why: reason('whyUnseen') };
}

const untried: Judgement = { verdict: 'limited', why: reason('whyTranslation') };

function edge({ profile: { parameters, bytesPerWeight } }: Patient): Fitness {
  if (parameters === null) return { work: 'workEdge', verdict: 'unsure', why: [reason('whySizeUnknown')] };
  const { total: billions, linear } = parameters;
  const gb = linear * bytesPerWeight + (billions - linear) * HALF;
  const verdict = billions <= EDGE_BILLIONS.fit ? 'fit' : billions <= EDGE_BILLIONS.limited ? 'limited' : 'unfit';
  return { work: 'workEdge', verdict, why: [reason('whySize', { billions, gb })] };
}
