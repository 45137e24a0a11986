import { clausesOf, foldForCues, matchesAny } from '../core/cues.ts';
import type { AttributedInterview } from '../core/findings.ts';
import { type InterviewDraft, roleOf, sentenceText } from '../core/interview.ts';
import { oncePer } from '../core/once-per.ts';
import type { AlertRecord } from '../core/ports/privacy-store.ts';
import type { Store } from '../core/ports/store.ts';
import { createPrefilter } from '../core/prefilter.ts';
import type { AlertTable } from './alert-table.ts';

export type Statements = Pick<AlertRecord, 'kinds' | 'sentences'>;

/** Tells whether a text, and so any clause of it, may tell of one of the kinds: hardly any sentence does. */
const mayTellOf = oncePer(({ kinds }: AlertTable) =>
  createPrefilter(kinds.flatMap(({ patterns }) => [...patterns.en, ...patterns.zh])),
);

function kindsIn(text: string, interview: InterviewDraft, table: AlertTable): readonly string[] {
  const { language } = interview;
  const folded = foldForCues(text);
  if (mayTellOf(table)(folded).size === 0) return [];
  const clauses = clausesOf(folded).filter((clause) => !matchesAny(clause, language, table.denied));
  return table.kinds
    .filter(({ patterns }) => clauses.some((clause) => matchesAny(clause, language, patterns)))
    .map(({ id }) => id);
}

/** The last sentence of an interviewer's turn right before the turn that this sentence opens, or null. */
function askedBefore(interview: InterviewDraft, id: number): string | null {
  const turn = interview.sentences[id - 1]?.turn ?? 0;
  const opens = interview.sentences[id - 2]?.turn !== turn;
  if (!opens || interview.turns[turn - 1]?.role !== 'interviewer') return null;
  const asked = interview.sentences.filter((sentence) => sentence.turn === turn - 1).at(-1);
  return asked === undefined ? null : sentenceText(interview, asked.id);
}

/**
 * Finds the sentences in which a leaver tells of harassment, danger or the like: their own words or notes of them, not
 * denied beside them; a plain yes to a question that names it counts as having said it.
 */
export function findStatements(interview: InterviewDraft, table: AlertTable): Statements {
  const kinds = new Set<string>();
  const sentences: number[] = [];
  for (const { id } of interview.sentences) {
    if (!['leaver', 'note'].includes(roleOf(interview, id))) continue;
    const text = sentenceText(interview, id);
    const isYes = matchesAny(foldForCues(text).trim(), interview.language, table.affirms);
    const asked = isYes ? askedBefore(interview, id) : null;
    const found = [...kindsIn(text, interview, table), ...(asked === null ? [] : kindsIn(asked, interview, table))];
    if (found.length > 0) sentences.push(id);
    for (const kind of found) kinds.add(kind);
  }
  return { kinds: table.kinds.map(({ id }) => id).filter((id) => kinds.has(id)), sentences };
}

/** Takes statements that belong with a person out of what is counted: evidence that rests on them alone goes. */
export async function setStatementsApart(
  attributed: readonly AttributedInterview[],
  store: Pick<Store, 'alerts'>,
): Promise<readonly AttributedInterview[]> {
  const apart = await store.alerts.sentences(attributed.map(({ interview }) => interview.id));
  return attributed.map((one) => {
    const ids = new Set(apart.get(one.interview.id) ?? []);
    return ids.size === 0 ? one : withoutSentences(one, ids);
  });
}

function withoutSentences({ interview, attribution }: AttributedInterview, ids: ReadonlySet<number>) {
  const causes = attribution.causes
    .map((cause) => ({
      ...cause,
      evidence: cause.evidence.filter(({ sentences }) => !sentences.some((id) => ids.has(id))),
    }))
    .filter(({ evidence }) => evidence.length > 0);
  // What is left without any cause still counts as an interview, as one that gave no cause to rank.
  const isEmptied = causes.length === 0 && attribution.causes.length > 0;
  const rest = isEmptied ? ({ outcome: 'no-cause', special: 'no-cause-found' } as const) : {};
  return { interview, attribution: { ...attribution, causes, ...rest } };
}
