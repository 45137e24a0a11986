import type { Span } from '../../core/interview.ts';
import lists from './names.json' with { type: 'json' };

const either = (words: string) => words.split(' ').join('|');
const SURNAME = `(?:${either(lists.compoundSurnames)}|[${lists.surnames}])`;
const ZH_TITLE = either(lists.titles);
const EN_NAME = String.raw`\p{Lu}\p{Ll}+(?:['’-]\p{Lu}\p{Ll}+)?`;

const NO_SURNAME = `(?!${either(lists.notSurnames)})`;

/** Patterns that show a name by their own form; the group `name` is masked. */
const SHAPES: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sister|Professor)\.?\s+(?<name>${EN_NAME}(?:\s${NO_SURNAME}${EN_NAME})?)`,
    'gu',
  ),
  new RegExp(
    String.raw`\b(?<name>(?:${either(lists.given)})(?:\s(?:${NO_SURNAME}${EN_NAME}|\p{Lu}\.))?)(?![\p{L}-])`,
    'gu',
  ),
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

const FULL_NAME = new RegExp(
  String.raw`(?<![\p{Script=Han}])(?<name>[${lists.surnames}](?:(?![${lists.notFullName}])\p{Script=Han}){2})(?=表示|说|讲|称|认为|提到|告诉|解释|回答|当场|本人)`,
  'gu',
);
const NO_NAME = new Set(lists.notNames.split(' '));

/** Finds personal names: those the document itself gives away, and those their form shows. Prefers missing one to masking a word. */
export function findNames(text: string, known: readonly string[]): readonly Span[] {
  const found: Span[] = [];
  for (const shape of SHAPES) {
    for (const match of text.matchAll(shape)) {
      const name = match.groups?.name ?? match[0];
      const start = match.index + match[0].indexOf(name);
      found.push({ start, end: start + name.length });
    }
  }
  for (const name of new Set([...known, ...fullNamesIn(text)].flatMap(formsOf))) {
    const pattern = /\p{Script=Han}/u.test(name)
      ? literal(name)
      : String.raw`(?<![\p{L}\p{N}])${literal(name)}(?![\p{L}\p{N}-])`;
    for (const match of text.matchAll(new RegExp(pattern, 'gu'))) {
      found.push({ start: match.index, end: match.index + name.length });
    }
  }
  return found;
}

/** Chinese full names of three characters that recur and at least once say or do something: 章若楠表示. */
function fullNamesIn(text: string): readonly string[] {
  const acting = text.matchAll(FULL_NAME);
  const names = new Set([...acting].flatMap((match) => match.groups?.name ?? []));
  return [...names].filter((name) => text.split(name).length > 2);
}

const literal = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The forms in which a known name recurs: "Maria Ortiz" also as "Maria", a Chinese name also by its given name. */
function formsOf(known: string): readonly string[] {
  const name = known.replace(/[(（].*$/u, '').trim();
  if (/^\p{Script=Han}{2,4}$/u.test(name)) return hanForms(name);
  if (/^\p{Script=Han}$/u.test(name)) return [];
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

function hanForms(name: string): readonly string[] {
  if (NO_NAME.has(name)) return [];
  const surname = name.match(new RegExp(`^${SURNAME}`, 'u'))?.[0];
  if (surname === undefined) return name.length <= 3 ? [name] : [];
  const given = name.slice(surname.length);
  return given.length === 2 && !NO_NAME.has(given) ? [name, given] : [name];
}
