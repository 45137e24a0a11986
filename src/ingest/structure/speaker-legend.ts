import type { SpeakerRole } from '../../core/interview.ts';
import { cellsOf } from './read-header.ts';
import { foldKey, roleOfAside, roleOfLabel } from './speaker-labels.ts';

const HEAD_LINES = 25;
const PAIR = /([\p{L}][\p{L}\p{N} .]{0,15}?)\s*[=＝]\s*([\p{L}][\p{L}\p{N} .]{0,23})/gu;
const NAMED = /^\s*([\p{L} ]{1,16}?)\s*[:：]\s*(.{1,24})$/u;
const NAME = /^\p{Lu}[\p{L}.'’-]*(?:\s\p{Lu}[\p{L}.'’-]*){0,3}$|^\p{Script=Han}{1,6}(?:\s\p{Script=Han}{1,4})?$/u;
const PRESENT = /(\p{Lu}[\p{L}.]{0,15})\s*[(（]([^()（）\n]{2,60})[)）]/gu;

/** "the crane operator": a job that is no word for an interviewer is the leaver's. */
const JOB = /^the \p{Ll}/u;
/** "人事小孟", "HRBP Vivian": the office right before a name. */
const OFFICE_AND_NAME =
  /(?:\b(?:HRBP|HR|Interviewer|People partner|Personnel)|人事|人力|面谈人|访谈人|访谈员)[ \t]*(\p{Script=Han}{1,4}|\p{Lu}[\p{L}'’-]{1,15})/gu;

/** Who is who, as the head says it: "A=interviewer", "Interviewer: Bea", "Present: KL (HR), VB (supervisor)". */
export interface Legend {
  readonly roles: ReadonlyMap<string, SpeakerRole>;
  readonly names: readonly string[];
}

/** Reads the legend above a transcript. */
export function readLegend(text: string): Legend {
  const roles = new Map<string, SpeakerRole>();
  const names: string[] = [];
  for (const line of text.split('\n', HEAD_LINES)) {
    for (const [, left = '', right = ''] of line.matchAll(PAIR)) {
      // Both directions occur: "T = teacher" explains the label, "HR=Lily" names the person behind it.
      roles.set(foldKey(left), roleOfWords(right) ?? roleOfWords(left) ?? (JOB.test(right) ? 'leaver' : 'unknown'));
      if (roleOfWords(right) === null) names.push(right.trim());
    }
    for (const { person, role } of namedInHead(line, text)) {
      for (const part of [person, person.split(/\s+/).at(-1) ?? '']) {
        if (part !== '' && roleOfLabel(part) === null) roles.set(foldKey(part), role);
      }
      names.push(person);
    }
    for (const person of interviewersNamed(line, text)) {
      roles.set(foldKey(person), 'interviewer');
      names.push(person);
    }
    if (/^\s*(?:present|participants?|出席|参加人|在场)/i.test(line)) {
      for (const [, label = '', words = ''] of line.matchAll(PRESENT)) {
        roles.set(foldKey(label), roleOfAside(words) ?? 'leaver');
      }
    }
  }
  settleUnknown(roles);
  return { roles, names };
}

/** A legend of two where one side is plain settles the other; what stays open is left to the turns. */
function settleUnknown(roles: Map<string, SpeakerRole>): void {
  const open = [...roles].filter(([, role]) => role === 'unknown').map(([label]) => label);
  const known = new Set(roles.values());
  for (const label of open) {
    if (open.length === 1 && known.has('interviewer') && !known.has('leaver')) roles.set(label, 'leaver');
    else if (open.length === 1 && known.has('leaver') && !known.has('interviewer')) roles.set(label, 'interviewer');
    else roles.delete(label);
  }
}

/** "Interviewer: Bea", "HR：…　员工：…": names of the head. One alone counts only when the name speaks later: else it may be an answer. */
function namedInHead(line: string, text: string): readonly { readonly person: string; readonly role: SpeakerRole }[] {
  const named = cellsOf(line).flatMap((cell) => {
    const [, key = '', value = ''] = cell.match(NAMED) ?? [];
    const role = roleOfLabel(key);
    if (role === null || role === 'other' || key.trim().length < 2) return [];
    return [{ person: value.replace(/[(（].*$/, '').trim(), role }];
  });
  if (/[。！？!?，]|\.\s*$/u.test(line)) return [];
  return named.filter(({ person }) => NAME.test(person) && (named.length >= 2 || opensTurns(person, text)));
}

/** Names behind an office that later open turns. */
function interviewersNamed(line: string, text: string): readonly string[] {
  if (/[。！？!?]/u.test(line)) return [];
  return [...line.matchAll(OFFICE_AND_NAME)].flatMap(([, words = '']) => {
    const lengths = /\p{Script=Han}/u.test(words) ? [4, 3, 2, 1] : [words.length];
    const name = lengths.map((length) => words.slice(0, length)).find((part) => opensTurns(part, text));
    return name === undefined || roleOfLabel(name) !== null ? [] : [name];
  });
}

function opensTurns(name: string, text: string): boolean {
  const literal = name.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&');
  return new RegExp(`^\\s*(?:\\[[\\d:]+\\]\\s*)?${literal}\\s*[:：]`, 'imu').test(text);
}

/** The role a few words mean: "interviewer", "离职员工", "HRBP". */
function roleOfWords(words: string): SpeakerRole | null {
  return roleOfLabel(words) ?? roleOfAside(words);
}
