import type { InterviewDraft, SpeakerRole } from '../../core/interview.ts';
import type { LabelledTurn } from './find-turns.ts';
import { foldKey, roleOfAside, roleOfLabel, roleOfPrefixedLabel } from './speaker-labels.ts';

/** Shares of question turns closer than this do not tell who asks (domain.md, 5.1). */
const QUESTION_GAP = 0.15;
/** At least this share of an interviewer's turns end in a question mark. */
const QUESTION_SHARE = 0.4;
/** Turns each side needs before labels are called swapped. */
const SWAP_TURNS = 4;
/** A "leaver" who asks this often, beside an "interviewer" who hardly does, is the interviewer. */
const SWAP_GAP = 0.3;

export interface Roles {
  readonly of: ReadonlyMap<string, SpeakerRole>;
  readonly doubt: InterviewDraft['doubt'];
}

interface Voice {
  readonly key: string;
  readonly label: string;
  turns: number;
  questions: number;
  letters: number;
  aside: string | null;
}

/** Decides each label's role: by the document's own legend, by label lists, by exclusion, by who asks the questions. */
export function assignRoles(
  text: string,
  turns: readonly LabelledTurn[],
  legend: ReadonlyMap<string, SpeakerRole>,
): Roles {
  const voices = voicesOf(text, turns);
  const roles = new Map<string, SpeakerRole>();
  for (const voice of voices) {
    const role =
      (voice.aside === null ? null : roleOfAside(voice.aside)) ??
      legend.get(voice.key) ??
      roleOfLabel(voice.label) ??
      roleOfPrefixedLabel(voice.label);
    if (role !== null && role !== undefined) roles.set(voice.key, role);
  }
  settleRest(voices, roles);
  const unknown = voices.filter((voice) => !roles.has(voice.key));
  if (unknown.length > 0) {
    return { of: new Map(voices.map((voice) => [voice.key, 'unknown'])), doubt: 'speakers-unknown' };
  }
  return { of: roles, doubt: looksSwapped(voices, roles) ? 'speakers-swapped' : null };
}

function voicesOf(text: string, turns: readonly LabelledTurn[]): readonly Voice[] {
  const voices = new Map<string, Voice>();
  for (const turn of turns) {
    const key = foldKey(turn.label);
    const voice = voices.get(key) ?? { key, label: turn.label, turns: 0, questions: 0, letters: 0, aside: null };
    voices.set(key, voice);
    const words = text.slice(turn.start, turn.end);
    voice.turns += 1;
    voice.letters += words.length;
    voice.aside ??= turn.aside;
    if (/[?？][”"」』)）\s]*$/u.test(words)) voice.questions += 1;
  }
  return [...voices.values()];
}

const share = (voice: Voice) => voice.questions / voice.turns;

function settleRest(voices: readonly Voice[], roles: Map<string, SpeakerRole>): void {
  const rest = voices.filter((voice) => !roles.has(voice.key));
  const known = new Set(roles.values());
  const [only, second] = rest;
  if (only === undefined) return;
  if (second === undefined && known.has('interviewer') && !known.has('leaver')) {
    roles.set(only.key, 'leaver');
    return;
  }
  if (second === undefined && known.has('leaver') && !known.has('interviewer')) {
    roles.set(only.key, 'interviewer');
    return;
  }
  // A bystander beside two settled voices takes no part in the question of who leaves.
  if (known.has('leaver') && known.has('interviewer')) {
    for (const voice of rest) roles.set(voice.key, 'other');
    return;
  }
  const asking = rest.toSorted((a, b) => share(b) - share(a));
  const [first, next] = asking;
  if (first === undefined || next === undefined || rest.length !== 2) return;
  if (share(first) >= QUESTION_SHARE && share(first) - share(next) >= QUESTION_GAP) {
    roles.set(first.key, 'interviewer');
    roles.set(next.key, 'leaver');
  }
}

function looksSwapped(voices: readonly Voice[], roles: ReadonlyMap<string, SpeakerRole>): boolean {
  const sum = (role: SpeakerRole) => {
    const group = voices.filter((voice) => roles.get(voice.key) === role);
    const turns = group.reduce((total, voice) => total + voice.turns, 0);
    return { turns, share: group.reduce((total, voice) => total + voice.questions, 0) / Math.max(turns, 1) };
  };
  const leaver = sum('leaver');
  const interviewer = sum('interviewer');
  return leaver.turns >= SWAP_TURNS && interviewer.turns >= SWAP_TURNS && leaver.share - interviewer.share >= SWAP_GAP;
}
