import { searchTokens } from '../core/search-tokens.ts';
import {
  BLAME,
  CAUSE,
  CONDITION,
  CONDITION_KEPT,
  NEGATION,
  NO_CAUSE,
  OVER,
  PRAISE,
  REPORTING,
  REPORTING_HAN,
  REPROACH,
  SUBJECTS,
  TURNED,
} from './paraphrase-words.ts';

/** Least share of a summary's own matter that the cited sentences must hold: a synonym or two leave half of it. */
const MATTER_SHARE_MIN = 0.5;
/** More words (Han characters) than this without a source add something, whatever else is shared. */
const ADDED_MAX = { latin: 4, han: 6 };

const NUMBER_WORDS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const HAN_DIGITS = '二三四五六七八九十';
const UNITS = '年|个?月|个?小时|天|次|周|倍|个|份|名|位';
const NUMBERS = new RegExp(
  `\\b(?:${NUMBER_WORDS.join('|')}|twice|thrice)\\b|\\d+|[一二两三四五六七八九十]+(?=${UNITS})`,
  'giu',
);
/** Latin words that are no names wherever they stand. */
const NO_NAMES = new Set(['i', 'hr', 'it', 'ai', 'kpi', 'okr', 'ot', 'ceo', 'cto', 'english', 'chinese']);
const TITLED =
  /[王李张刘陈杨赵黄周吴徐孙马朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋](?:总|经理|主管|组长|老师|姐|哥)/gu;

const isHan = (text: string) => /\p{Script=Han}/u.test(text);

function numbersIn(text: string): ReadonlySet<number> {
  const found = [...text.toLowerCase().matchAll(NUMBERS)].map(([word]) => {
    if (/^\d+$/.test(word)) return Number(word);
    if (isHan(word)) return word === '两' ? 2 : word === '一' ? 1 : HAN_DIGITS.indexOf(word) + 2;
    return word === 'twice' ? 2 : word === 'thrice' ? 3 : NUMBER_WORDS.indexOf(word) + 2;
  });
  // "One" is a pronoun more often than a number.
  return new Set(found.filter((number) => number !== 1));
}

function namesIn(text: string, whole: string): readonly string[] {
  if (isHan(text)) return [...(text.match(TITLED) ?? []), ...(text.match(/[a-z]{2,}/giu) ?? [])].map(fold);
  const inside = text.replace(/^\P{L}*\p{L}+/u, '');
  return (inside.match(/\p{Lu}[\p{L}]+/gu) ?? []).map(fold).filter((word) => isHan(whole) || !NO_NAMES.has(word));
}

const fold = (word: string) => word.toLowerCase();

/** Judgements of a text: in favour, against, and denials that turn round no judgement ("was not paid"). */
function judgementsIn(text: string) {
  let [praise, blame] = [0, 0];
  let left = text;
  for (const [pattern, isPraise] of [
    [BLAME, false],
    [PRAISE, true],
  ] as const) {
    for (const match of text.matchAll(pattern)) {
      const before = text.slice(0, match.index);
      const turned = TURNED.exec(before)?.[0] ?? '';
      if (turned !== '') left = left.replace(turned + match[0], ' ');
      if (isPraise === (turned === '')) praise += 1;
      else blame += 1;
      left = left.replace(match[0], ' ');
    }
  }
  return { praise, blame, denials: left.match(NEGATION)?.length ?? 0 };
}

/** Latin words, and single Han characters: what is 涨 to one is 上涨 to another. Judgements and subjects are compared apart. */
function matterOf(text: string): readonly string[] {
  const apart = [PRAISE, BLAME, REPORTING_HAN, ...SUBJECTS.map(({ pattern }) => pattern)];
  const bare = apart.reduce((rest, pattern) => rest.replaceAll(new RegExp(pattern, 'giu'), ' '), text);
  const latin = searchTokens(bare.replace(/\p{Script=Han}+/gu, ' ')).filter((token) => !REPORTING.has(token));
  return [...latin.map(stemOf), ...(bare.match(/\p{Script=Han}/gu) ?? [])];
}

/** "work" stands for "worked" and "working", "promotion" for "promoted": five letters tell most words. */
const STEM = 5;
const stemOf = (token: string) => (isHan(token) ? token : token.replace(/(?:ing|ed|es|e)$/u, '').slice(0, STEM));

/** The clauses of what was said that share a word with a summary; all of them where none does. */
function clausesAbout(said: string, matter: ReadonlySet<string>): string {
  const clauses = said.split(/[,;.!?，；。！？]|\bbut\b|但是?|不过|可是/u).filter((clause) => clause.trim() !== '');
  const about = clauses.filter((clause) => searchTokens(clause).some((token) => matter.has(stemOf(token))));
  return about.length === 0 ? said : about.join('. ');
}

function judgementFault(written: string, about: string): string | null {
  const [own, source] = [judgementsIn(written), judgementsIn(about)];
  const isAgainst = source.blame + source.denials > 0;
  if (own.praise > 0 && own.blame + own.denials === 0 && source.praise === 0) return 'opposite';
  if (own.blame + own.denials > 0 && own.praise === 0 && source.praise > 0 && !isAgainst) return 'opposite';
  if (source.denials > 0 && own.denials + own.blame === 0) return 'opposite';
  if (own.denials > 0 && !isAgainst) return 'opposite';
  return REPROACH.test(written) && !isAgainst ? 'added' : null;
}

function matterFault(written: string, said: string): string | null {
  const known = new Set([...searchTokens(said).map(stemOf), ...said]);
  const matter = [...new Set(matterOf(written))];
  const added = matter.filter((token) => !known.has(token));
  const shared = matter.length - added.length;
  if (matter.length > 0 && shared === 0) return 'unsupported';
  const most = isHan(written) ? ADDED_MAX.han : ADDED_MAX.latin;
  return shared < matter.length * MATTER_SHARE_MIN || added.length > most ? 'added' : null;
}

/**
 * Whether a summary says something that the sentences it cites don't: the name of the fault, or null. Closed rules
 * without a model: numbers and names, who it is about, what was only supposed or is over, for and against, and (within
 * one language) how much of its matter has a source.
 */
export function paraphraseFault(written: string, said: string): string | null {
  const numbers = numbersIn(said);
  if ([...numbersIn(written)].some((number) => !numbers.has(number))) return 'added-number';
  const folded = fold(said);
  if (namesIn(written, said).some((name) => !folded.includes(name))) return 'added-name';
  for (const { pattern, mustStay } of SUBJECTS) {
    const [own, source] = [pattern.test(written), pattern.test(said)];
    if ((own && !source) || (mustStay && source && !own)) return 'other-subject';
  }
  if (CONDITION.test(said) && !CONDITION_KEPT.test(written)) return 'only-supposed';
  if (OVER.test(said) && !OVER.test(written)) return 'only-supposed';
  if (NO_CAUSE.test(said) && CAUSE.test(written) && !NO_CAUSE.test(written)) return 'opposite';
  const isSameLanguage = isHan(said) === isHan(written);
  const matter = new Set(searchTokens(written).map(stemOf));
  return (
    (isSameLanguage ? matterFault(written, said) : null) ??
    judgementFault(written, isSameLanguage ? clausesAbout(said, matter) : said)
  );
}
