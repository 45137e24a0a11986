import type { InterviewHeader } from '../../core/interview.ts';
import { assignRoles } from './assign-roles.ts';
import { findTurns, type LabelledTurn } from './find-turns.ts';
import type { Layout, LayoutTurn } from './layout.ts';
import { isOwnAccount, isPersonalForm, speaksOfLeaving } from './leaving-signs.ts';
import { type Line, linesOf } from './lines.ts';
import { type Head, isBareValue, readHead } from './read-header.ts';
import { foldKey, roleOfLabel } from './speaker-labels.ts';
import { readLegend } from './speaker-legend.ts';
import { formSigns, readForm } from './structure-form.ts';
import { isThirdPerson, letterTurns, noteTurns } from './structure-prose.ts';

const HEAD_LINES = 25;
/** Fewer printed questions than this do not make a form. */
const FORM_LINES = 3;

/** Paragraphs without labels of which this share are questions are a talk, not a letter. */
const TALK_QUESTIONS = 0.3;
const TALK_TURNS = 4;
const NUMBERED = /^\s*[(（]?\d{1,2}[.、．)）:：]/u;

/** The lines that may be a title. */
const TITLE_LINES = 3;
const TITLE_LETTERS = 60;

/** Finds the shape of one interview's text: transcript, form, notes or free text. Null when nobody speaks in it. */
export function structureText(text: string): Layout | null {
  const lines = linesOf(text);
  const legend = readLegend(text);
  const labelled = findTurns(text, lines, legend.roles);
  if (labelled.length > 0) return transcript(text, { lines, labelled, legend });
  const signs = formSigns(lines);
  const third = isThirdPerson(text);
  if (
    signs.boxes > 0 ||
    (!third && (signs.questions >= 2 || signs.numbered >= FORM_LINES || signs.keyed >= FORM_LINES))
  ) {
    const form = formLayout(text, lines, third);
    if (form !== null) return form;
  }
  const prose = third ? notes(text, lines) : letter(text, lines);
  return prose ?? (readHead(text).fields.size > 0 ? formLayout(text, lines, third) : null);
}

function transcript(
  text: string,
  {
    lines,
    labelled,
    legend,
  }: {
    readonly lines: readonly Line[];
    readonly labelled: readonly LabelledTurn[];
    readonly legend: ReturnType<typeof readLegend>;
  },
): Layout | null {
  const first = lines[labelled[0]?.line ?? 0]?.start ?? 0;
  const head = readHead(text.slice(0, first));
  const roles = assignRoles(text, labelled, legend.roles);
  const turns = labelled
    .filter((turn) => turn.end > turn.start)
    .map(
      (turn): LayoutTurn => ({
        start: turn.start,
        end: turn.end,
        role: roles.of.get(foldKey(turn.label)) ?? 'unknown',
      }),
    );
  const job = head.header.role?.toLowerCase() ?? '';
  const labels = new Set(
    labelled
      .map((turn) => turn.label)
      .filter((label) => roleOfLabel(label) === null && !job.includes(label.toLowerCase())),
  );
  if (!turns.some((turn) => turn.role === 'leaver' || turn.role === 'unknown')) return null;
  const names = [...head.names, ...legend.names, ...[...labels].map(nameInLabel)];
  return { text, format: 'transcript', turns, header: head.header, names, doubt: roles.doubt };
}

const ROLE_WORD = 'hrbp|hrd|hr|interviewer|employee|leaver|人事|人力|面谈人|访谈人|面试官|员工|离职人|受访人';
const ROLE_AROUND = new RegExp(String.raw`^(?:${ROLE_WORD})[\s\-–_·.]*(?=\S)|[\s\-–_·.]+(?:${ROLE_WORD})$`, 'iu');

/** "HRBP Vivian", "人事老田", "Vivian-HR": the name without its role word. */
const nameInLabel = (label: string) => label.replace(ROLE_AROUND, '');

function formLayout(text: string, lines: readonly Line[], third: boolean): Layout | null {
  const form = readForm(text, lines);
  if (form.turns.length === 0 || !(hasHead(lines) || isPersonalForm(text, form.turns))) return null;
  const { header, names } = readHead(text);
  const turns = third
    ? form.turns.map((turn): LayoutTurn => (turn.tick ? turn : { ...turn, role: 'note' }))
    : form.turns;
  const boxed = form.turns.some((turn) => turn.tick !== undefined);
  return {
    text,
    format: header.recordId !== undefined && !boxed ? 'survey-row' : 'form',
    turns,
    header: withForm(header, form.separation, form.statedReason),
    names,
    doubt: null,
  };
}

/** A title or the first lines say that it is about somebody's leaving. */
function hasHead(lines: readonly Line[]): boolean {
  const head = lines.filter((line) => line.text.trim() !== '').slice(0, HEAD_LINES);
  const titled = head.slice(0, TITLE_LINES).some(({ text }) => text.length <= TITLE_LETTERS && speaksOfLeaving(text));
  return titled || readHead(head.map((line) => line.text).join('\n')).fields.size >= 2;
}

function withForm(header: InterviewHeader, separation: string | null, statedReason: string | null): InterviewHeader {
  return {
    ...header,
    ...(separation === null ? {} : { separation }),
    ...(statedReason === null ? {} : { statedReason }),
  };
}

function notes(text: string, lines: readonly Line[]): Layout | null {
  const { head, body } = splitHead(text, lines);
  const turns = noteTurns(text, body);
  if (!turns.some((turn) => turn.role === 'note')) return null;
  return { text, format: 'notes', turns, header: head.header, names: head.names, doubt: null };
}

function letter(text: string, lines: readonly Line[]): Layout | null {
  const { head, body } = splitHead(text, lines);
  const { turns, names } = letterTurns(text, body);
  const spoken = turns.map((turn) => text.slice(turn.start, turn.end)).join('\n');
  if (!isOwnAccount(spoken.replace(/^[(（].*[)）]$/gmu, ''))) return null;
  const layout: Layout = {
    text,
    format: 'free-text',
    turns,
    header: head.header,
    names: [...head.names, ...names],
    doubt: null,
  };
  const asking = turns.filter((turn) => /[?？][”"]?$/u.test(text.slice(turn.start, turn.end))).length;
  return turns.length >= TALK_TURNS && asking >= turns.length * TALK_QUESTIONS ? withoutSpeakers(layout) : layout;
}

/** Words whose speakers nobody named: a person must say who is who before any of them counts. */
export function withoutSpeakers(layout: Layout): Layout {
  const turns = layout.turns.map((turn): LayoutTurn => ({ ...turn, role: 'unknown' }));
  return { ...layout, format: 'transcript', turns, doubt: 'speakers-unknown' };
}

/** The head ends with the last of the first lines that holds a field; a title line above it belongs to it. */
function splitHead(text: string, lines: readonly Line[]): { readonly head: Head; readonly body: readonly Line[] } {
  let last = -1;
  for (const [index, line] of lines.slice(0, HEAD_LINES).entries()) {
    const { header, fields, names } = readHead(line.text);
    // "1. 离职原因：她说……": a numbered note of some length is what the interview holds, no field of its head.
    const isAccount =
      NUMBERED.test(line.text) && header.statedReason !== undefined && !isBareValue(header.statedReason);
    const telling = !isAccount && (fields.size > 0 || names.length > 0 || Object.keys(header).length > 0);
    if (telling && line.text.length <= 160 && index - last <= 6) last = index;
  }
  if (last === -1 && (lines[0]?.text.length ?? 0) <= 40 && !/[。.!！?？,，]$/.test(lines[0]?.text ?? '')) last = 0;
  return { head: readHead(text.slice(0, lines[last]?.end ?? 0)), body: lines.slice(last + 1) };
}
