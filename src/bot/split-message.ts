import { cutLine } from './cut-line.ts';

/** A line, or a piece of one, with what it needs when a message begins or ends beside it. */
interface Atom {
  readonly text: string;
  /** What stands between the previous atom and this one. */
  readonly glue: '\n' | '';
  /** Repeated on top of a message that begins here: a fence's opening line or a table's header. */
  readonly opener: string | null;
  /** Appended to a message that ends here: a fence's closing line. */
  readonly closer: string | null;
  /** A paragraph ends here: the best place to cut. */
  readonly blank: boolean;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const TABLE_RULE = /^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$/;

/**
 * Cuts Markdown into parts of at most `limit` UTF-16 units: at a paragraph, else a line, a sentence, a grapheme;
 * never inside a link, an entity or a table row. Fences are closed and opened again, table headers repeated.
 */
export function splitMarkdown(markdown: string, limit: number): readonly string[] {
  const text = markdown.toWellFormed();
  if (text.length <= limit) return [text];
  const parts: string[] = [];
  let rest = atomsOf(text, limit);
  while (rest.length > 0) {
    const count = cutIndex(rest, limit);
    const part = render(rest.slice(0, count));
    if (part.trim() !== '') parts.push(part);
    rest = withoutLeadingBlanks(rest.slice(count));
  }
  return parts;
}

/** How many atoms go into the next part. */
function cutIndex(atoms: readonly Atom[], limit: number): number {
  let length = atoms[0]?.opener == null ? 0 : atoms[0].opener.length + 1;
  let paragraph = 0;
  for (const [index, atom] of atoms.entries()) {
    const added = (index === 0 ? 0 : atom.glue.length) + atom.text.length;
    const closer = atom.closer === null ? 0 : atom.closer.length + 1;
    if (length + added + closer > limit) {
      if (paragraph > 0) return paragraph;
      const before = atoms[index - 1];
      return Math.max(1, before !== undefined && begins(before) ? index - 1 : index);
    }
    length += added;
    // A paragraph that ends in the first half would waste too much of the message.
    if (atom.blank && atom.closer === null && length > limit / 2) paragraph = index + 1;
  }
  return atoms.length;
}

/** A fence's opening line or a table's header: no message should end with one. */
function begins(atom: Atom): boolean {
  return (atom.opener === null && atom.closer !== null) || atom.text.includes('\n');
}

function render(atoms: readonly Atom[]): string {
  const opener = atoms[0]?.opener ?? null;
  const closer = atoms.at(-1)?.closer ?? null;
  const body = atoms.map((atom, index) => (index === 0 ? atom.text : atom.glue + atom.text)).join('');
  return `${opener === null ? '' : `${opener}\n`}${closer === null ? body.trimEnd() : `${body}\n${closer}`}`;
}

function withoutLeadingBlanks(atoms: readonly Atom[]): readonly Atom[] {
  const first = atoms.findIndex((atom) => !(atom.blank && atom.closer === null));
  const rest = first === -1 ? [] : atoms.slice(first);
  // The part before has already closed this fence.
  return rest[0] !== undefined && rest[0].opener !== null && rest[0].closer === null && FENCE.test(rest[0].text)
    ? withoutLeadingBlanks(rest.slice(1))
    : rest;
}

function atomsOf(text: string, limit: number): readonly Atom[] {
  const lines = text.split('\n');
  const atoms: Atom[] = [];
  let fence: { readonly open: string; readonly close: string } | null = null;
  let header: string | null = null;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const mark = FENCE.exec(line);
    if (fence !== null) {
      const closes: boolean = mark !== null && (mark[2] ?? '').trim() === '' && (mark[1] ?? '').startsWith(fence.close);
      const context: { opener: string; closer: string | null } = {
        opener: fence.open,
        closer: closes ? null : fence.close,
      };
      atoms.push(...pieces(line, limit - fence.open.length - fence.close.length - 2, context));
      if (closes) fence = null;
      continue;
    }
    if (mark !== null) {
      fence = { open: line, close: mark[1] ?? '```' };
      atoms.push({ text: line, glue: '\n', opener: null, closer: fence.close, blank: false });
      continue;
    }
    const next = lines[index + 1];
    if (header === null && line.includes('|') && next?.includes('|') === true && TABLE_RULE.test(next)) {
      header = `${line}\n${next}`;
      atoms.push({ text: header, glue: '\n', opener: null, closer: null, blank: false });
      index += 1;
      continue;
    }
    if (!line.includes('|')) header = null;
    const room = limit - (header === null ? 0 : header.length + 1);
    atoms.push(...pieces(line, room, { opener: header, closer: null }));
  }
  return atoms;
}

function pieces(line: string, room: number, context: Pick<Atom, 'opener' | 'closer'>): readonly Atom[] {
  return cutLine(line, room).map((text, index) => ({
    ...context,
    text,
    glue: index === 0 ? '\n' : '',
    blank: line.trim() === '',
  }));
}
