import { readFile } from 'node:fs/promises';
import { seededRandom } from '../../src/core/seeded-random.ts';
import { countTokens } from '../server/count-tokens.ts';
import { CAUSES, COMPLAINTS } from './causes.ts';

/** An invented interview as a file. */
export interface BenchInterview {
  readonly name: string;
  readonly text: string;
  readonly tokens: number;
}

type Exchange = readonly [question: string, answer: string];

const DEPARTMENTS = {
  en: ['Stores', 'Lab', 'Desk', 'Fleet', 'Kitchen'],
  zh: ['销售部', '质检部', '客服部', '车队', '厨房'],
} as const;

/** Neutral exchanges of the evaluation: words without any cause. */
async function readNeutral(language: 'en' | 'zh'): Promise<readonly Exchange[]> {
  const text = await readFile(new URL(`../../eval/neutral.${language}.txt`, import.meta.url), 'utf8');
  return text.split(/\n\s*\n/u).flatMap((block): readonly Exchange[] => {
    const [question, answer] = block
      .trim()
      .split('\n')
      .map((line) => line.replace(/^(?:[QA]:|[问答]：)\s*/u, ''));
    return question === undefined || answer === undefined ? [] : [[question, answer]];
  });
}

/**
 * Makes interviews of about so many tokens, English and Chinese in turn: two reasons and a complaint that is none (three
 * claims, as the arithmetic in the facts has it), spread through talk without any cause.
 */
export async function makeInterviews(count: number, tokens: number, from = 0): Promise<readonly BenchInterview[]> {
  const neutral = { en: await readNeutral('en'), zh: await readNeutral('zh') };
  return Array.from({ length: count }, (_, index) => makeInterview(from + index, tokens, neutral));
}

function makeInterview(
  index: number,
  tokens: number,
  neutral: Readonly<Record<'en' | 'zh', readonly Exchange[]>>,
): BenchInterview {
  const draw = seededRandom(index + 1);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
  const language = index % 2 === 0 ? 'en' : 'zh';
  const first = pick(CAUSES);
  const second = pick(CAUSES.filter(({ code }) => code !== first.code));
  const told: readonly Exchange[] =
    language === 'en'
      ? [
          ['So why are you leaving?', pick(first.en)],
          ['Was there a second reason?', pick(second.en)],
          ['What about the small things?', COMPLAINTS.en],
        ]
      : [
          ['那为什么要走呢？', pick(first.zh)],
          ['还有别的原因吗？', pick(second.zh)],
          ['平时小事怎么样？', COMPLAINTS.zh],
        ];
  const [q, a] = language === 'en' ? ['Q: ', 'A: '] : ['问：', '答：'];
  const lines = ([question, answer]: Exchange) => `${q}${question}\n${a}${answer}\n`;
  const head = headOf(index, language, pick(DEPARTMENTS[language]));
  const before: string[] = [];
  let size = countTokens(head) + told.reduce((sum, one) => sum + countTokens(lines(one)), 0);
  for (let talk: readonly Exchange[] = []; size < tokens; ) {
    if (talk.length === 0) talk = shuffled(neutral[language], draw);
    const [one, ...rest] = talk;
    talk = rest;
    if (one === undefined) break;
    // A running number keeps one person's talk from being another's word for word.
    const words = lines([one[0], `${one[1]} (${language === 'en' ? 'shelf' : '柜'} ${index + before.length})`]);
    before.push(words);
    size += countTokens(words);
  }
  const places = [0.3, 0.6, 0.85].map((share) => Math.floor(before.length * share));
  const body = before.flatMap((words, at) => [
    ...places.flatMap((place, which) => (place === at && told[which] !== undefined ? [lines(told[which])] : [])),
    words,
  ]);
  const text = head + body.join('');
  return { name: `${language}-${String(index).padStart(5, '0')}.txt`, text, tokens: countTokens(text) };
}

function headOf(index: number, language: 'en' | 'zh', department: string): string {
  const day = new Date(Date.UTC(2026, 6, 1 + (index % 80))).toISOString().slice(0, 10);
  return language === 'en'
    ? `Exit interview\nRecord: ${index}\nDepartment: ${department}\nLast day: ${day}\nSeparation type: Resignation\n\n`
    : `离职面谈记录\n编号：${index}\n部门：${department}\n离职日期：${day}\n离职类型：主动离职\n\n`;
}

function shuffled<T>(list: readonly T[], draw: () => number): readonly T[] {
  return list
    .map((one) => ({ one, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
