import type { Span } from '../../core/interview.ts';
import lists from './names.json' with { type: 'json' };

const either = (words: string) => words.split(' ').join('|');
const SURNAME = `(?:${either(lists.compoundSurnames)}|[${lists.surnames}])`;
const ZH_TITLE = either(lists.titles);
const EN_NAME = String.raw`\p{Lu}\p{Ll}+(?:['’-]\p{Lu}\p{Ll}+)?`;

const NO_SURNAME = String.raw`(?!(?:${either(lists.notSurnames)})\b)`;
const PERSON = String.raw`(?:[Mm]y|[Oo]ur|[Aa]|[Hh]is|[Hh]er|[Tt]heir)(?:\s\p{Ll}+)?\s(?:${either(lists.persons)})`;
/** A name that only its place gives away: "my manager Xo", "a colleague called Xo". */
const TOLD_NAME = String.raw`(?<name>${NO_SURNAME}${EN_NAME}(?: ${NO_SURNAME}${EN_NAME})?)(?![\p{L}-])`;

/** Patterns that show a name by their own form; the group `name` is masked. */
const SHAPES: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sister|Professor)\.?\s+(?<name>${EN_NAME}(?: ${NO_SURNAME}${EN_NAME})?)`,
    'gu',
  ),
  new RegExp(
    String.raw`\b(?<name>(?:${either(lists.given)})(?: (?:${NO_SURNAME}${EN_NAME}|\p{Lu}\.))?)(?![\p{L}-])`,
    'gu',
  ),
  new RegExp(String.raw`(?<=\b(?:${PERSON})\s|\b(?:${PERSON})(?:\s(?:is|was))?\s(?:called|named)\s)${TOLD_NAME}`, 'gu'),
  new RegExp(String.raw`(?<=\b(?:${PERSON}),\s)${TOLD_NAME}(?=[,.])`, 'gu'),
  new RegExp(String.raw`(?<=\b[Bb]y\s)(?<name>\p{Lu}\.\s?${EN_NAME})`, 'gu'),
  new RegExp(String.raw`^\s*(?:Dear|Hello|Hi|Hey)\s+(?<name>${EN_NAME})(?=\s*[,，]\s*$)`, 'gmu'),
  new RegExp(
    String.raw`(?:(?<![\p{Script=Han}])|(?<=[${lists.before}]))(?!${either(lists.notTitled)})(?<name>${SURNAME}(?:${ZH_TITLE}))(?![${lists.afterTitle}])`,
    'gu',
  ),
  new RegExp(String.raw`(?<![\p{Script=Han}])(?<name>${SURNAME}\p{Script=Han}{1,2}(?=同学|师傅|老师|先生|女士))`, 'gu'),
  /(?<=[:：，。\n])(?<name>\p{Script=Han}{2}[姐哥])(?=[，,])/gu,
  new RegExp(`(?<![${lists.notBeforeXiao}])(?!${either(lists.notXiao)})(?<name>[小老][${lists.surnames}])`, 'gu'),
  new RegExp(String.raw`(?!${either(lists.notAh)})(?<![啊])(?<name>阿\p{Script=Han})`, 'gu'),
];

const FULL_NAME = `[${lists.surnames}](?:(?![${lists.notFullName}])\\p{Script=Han}){1,2}`;
/** Chinese names of two or three characters that say or do something (章若楠表示), or stand behind a job (主管陈立，). */
const FULL_NAMES: readonly RegExp[] = [
  new RegExp(`${FULL_NAME}(?=${either(lists.acting)})`, 'gu'),
  new RegExp(`(?<=${either(lists.personsZh)})${FULL_NAME}(?=[，。、,（(的]|$)`, 'gmu'),
];
/** Characters around a name that tell the segmenter where words end. */
const SEGMENTED = 12;
const NO_NAME = new Set(lists.notNames.split(' '));
const NO_FAMILIAR = new Set(`${lists.notXiao} ${lists.notAh}`.split(' '));
const NO_WORD = new Set(lists.notSurnames.split(' '));

/** Finds personal names: those the document itself gives away, and those their form shows. Prefers missing one to masking a word. */
export function findNames(text: string, known: readonly string[]): readonly Span[] {
  const found: Span[] = [];
  const shown: string[] = [];
  for (const shape of SHAPES) {
    for (const match of text.matchAll(shape)) {
      const name = match.groups?.name ?? match[0];
      const start = match.index + match[0].indexOf(name);
      found.push({ start, end: start + name.length });
      // "Mr Lacey" tells that Lacey is a name; a Chinese form of address ("张经理") tells nothing new.
      if (/\p{Lu}\p{Ll}/u.test(name)) shown.push(...name.split(' ').filter((word) => !NO_WORD.has(word)));
    }
  }
  const forms = new Set([...known, ...shown, ...fullNamesIn(text)].flatMap(formsOf));
  for (const pattern of knownPatterns(forms)) {
    for (const match of text.matchAll(pattern)) found.push({ start: match.index, end: match.index + match[0].length });
  }
  for (const label of known.filter((name) => /^\p{Script=Han}$/u.test(name))) {
    // One character is a name only where it opens a turn.
    for (const match of text.matchAll(new RegExp(`(?<=^[ \\t]*)${label}(?=\\s*[:：(（])`, 'gmu')))
      found.push({ start: match.index, end: match.index + 1 });
  }
  return found;
}

/** One pattern for each script, the longest names first. */
function knownPatterns(forms: ReadonlySet<string>): readonly RegExp[] {
  const sorted = [...forms].toSorted((a, b) => b.length - a.length).map(literal);
  const han = sorted.filter((name) => /\p{Script=Han}/u.test(name));
  const latin = sorted.filter((name) => !/\p{Script=Han}/u.test(name));
  return [
    ...(han.length > 0 ? [new RegExp(han.join('|'), 'gu')] : []),
    ...(latin.length > 0
      ? [new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${latin.join('|')})(?![\p{L}\p{N}-])`, 'gu')]
      : []),
  ];
}

/** A name is in no dictionary: the segmenter cuts it after its surname, while 高层 or 马上 stay one word. */
function fullNamesIn(text: string): ReadonlySet<string> {
  const words = new Intl.Segmenter('zh', { granularity: 'word' });
  const names = new Set<string>();
  for (const pattern of FULL_NAMES) {
    for (const { 0: name, index } of text.matchAll(pattern)) {
      if (names.has(name)) continue;
      const before = text.slice(Math.max(0, index - SEGMENTED), index);
      const from = index - before.length + before.lastIndexOf('\n') + 1;
      const line = words.segment(text.slice(from, index + name.length + SEGMENTED));
      const at = (place: number) => line.containing(index - from + place);
      // 高 and 向 are words of their own: before a word of two (高强度, 向领导) they are no surnames.
      const single = lists.clearSurnames.includes(name.charAt(0)) || at(1)?.segment.length === 1;
      const end = at(name.length)?.index ?? index - from + name.length;
      if (at(0)?.segment.length === 1 && single && end === index - from + name.length) names.add(name);
    }
  }
  return names;
}

function isWord(form: string): boolean {
  const [first] = new Intl.Segmenter('zh', { granularity: 'word' }).segment(form);
  return first?.segment === form;
}

const literal = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The forms in which a known name recurs: "Maria Ortiz" also as "Maria", a Chinese name also by its given name. */
function formsOf(known: string): readonly string[] {
  const name = known.replace(/[(（].*$/u, '').trim();
  const several = name.split(/\s*(?:[,，、;；/&]|\band\b)\s*/u);
  if (several.length > 1) return several.length <= 4 ? several.flatMap(formsOf) : [];
  if (/^\p{Script=Han}{2,4}$/u.test(name)) return hanForms(name);
  const parts = name.split(/\s+/);
  if (
    parts.length > 4 ||
    !parts.every((part) => /^\p{Lu}[\p{L}.'’-]*$/u.test(part) || /^\p{Script=Han}{2,4}$/u.test(part))
  )
    return [];
  const words = parts.filter((part) => part.length > 1 && !NO_NAME.has(part.toLowerCase()));
  const whole = words.length === parts.length ? [name] : [];
  return [
    ...whole,
    ...words.flatMap((word) => (/\p{Script=Han}/u.test(word) ? hanForms(word) : word.length > 2 ? [word] : [])),
  ];
}

/** 苏敏 is also called 小敏, 阿敏, 敏姐, 敏敏; a single given character alone is too common to be masked. */
function hanForms(name: string): readonly string[] {
  if (NO_NAME.has(name)) return [];
  const surname = name.match(new RegExp(`^${SURNAME}`, 'u'))?.[0];
  if (surname === undefined) return name.length <= 3 ? [name] : [];
  const given = name.slice(surname.length);
  if (given.length === 2) return NO_NAME.has(given) ? [name] : [name, given];
  if (given.length !== 1) return [name];
  const familiar = ['小', '老', '阿'].map((before) => before + given).filter((form) => !NO_FAMILIAR.has(form));
  return [name, ...familiar, `${given}姐`, `${given}哥`, given + given].filter((form) => !isWord(form));
}
