import type { SpeakerRole } from '../../core/interview.ts';

const LISTS: Readonly<Record<'interviewer' | 'leaver' | 'other', readonly string[]>> = {
  interviewer: [
    ...['q', 'question', 'interviewer', 'hr', 'hrbp', 'hr bp', 'hrd', 'hr interviewer', 'people', 'people team'],
    ...['recruiter', 'moderator', 'consultant', 'facilitator', 'human resources'],
    ...[
      '问',
      '提问',
      '问题',
      '面谈人',
      '访谈人',
      '访谈者',
      '访谈员',
      '采访者',
      '采访人',
      '主持人',
      '面试官',
      '人事',
      '人力',
    ],
    ...['人力资源', '人力专员', '人事专员', '顾问'],
  ],
  leaver: [
    ...['a', 'answer', 'employee', 'interviewee', 'leaver', 'respondent', 'participant', 'ee', 'exiting employee'],
    ...['答', '回答', '员工', '离职人', '离职员工', '离职者', '离职人员', '被访谈人', '被访者', '受访者', '受访人'],
    ...['被面谈人', '本人', '当事人'],
  ],
  other: [
    ...['manager', 'supervisor', 'note-taker', 'note taker', 'observer', 'line manager'],
    ...['主管', '经理', '上级', '记录人', '记录', '旁听'],
  ],
};

/** Words that may stand before a name in one label: "HRBP Lily", "人事老田". */
const PREFIXES =
  /^(hrbp|hrd|hr|interviewer|人事|人力|面谈人|访谈人|面试官|离职人|受访人|employee|leaver)[\s-]*\p{L}{1,12}$/u;

/** Folds a label for comparison: NFKC, trimmed, lower case, without a trailing number. */
function foldLabel(label: string): string {
  return label
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/\s*\d+$/, '')
    .trim();
}

/** The role a label means by itself in either language, or null for a name. */
export function roleOfLabel(label: string): SpeakerRole | null {
  const folded = foldLabel(label);
  for (const role of ['interviewer', 'leaver', 'other'] as const) {
    if (LISTS[role].includes(folded)) return role;
  }
  return null;
}

/** The role of a label that joins a role word and a name, or null. */
export function roleOfPrefixedLabel(label: string): SpeakerRole | null {
  const prefix = foldLabel(label).match(PREFIXES)?.[1];
  return prefix === undefined ? null : roleOfLabel(prefix);
}

/** Names keep their number ("发言人1"); list labels lose it ("Q1"). */
export function foldKey(label: string): string {
  const folded = foldLabel(label);
  return roleOfLabel(label) === null ? label.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, '') : folded;
}

/** The role that words in parentheses behind a name mean: (HR), (People), （人力）. */
export function roleOfAside(words: string): SpeakerRole | null {
  if (/\b(?:hr\w*|people|interviewer|personnel|recruit\w*)\b|人力|人事|面谈|访谈人/i.test(words)) return 'interviewer';
  if (/\b(?:employee|leaver|interviewee)\b|员工|离职|受访/i.test(words)) return 'leaver';
  return roleOfLabel(words);
}
