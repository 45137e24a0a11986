import type { Attribution } from '../core/attribution.ts';
import { type Codebook, codebookKey } from '../core/codebook.ts';
import type { CodedSegment } from '../core/coding.ts';
import type { Interview } from '../core/interview.ts';
import type { Bilingual, Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { ReviewDecision } from '../core/review.ts';
import { gatherCorpus } from '../jobs/gather-corpus.ts';
import { showExchange } from './exchange.ts';
import { lastReport } from './last-report.ts';
import type { ParsedCommand } from './parse-command.ts';
import type { Asker, CommandDeps } from './report.ts';
import { causeName, foundWords, statusWords } from './segment-words.ts';
import { fill, WORDS } from './words.ts';

const WHY = {
  head: {
    en: '**Interview {number}** · {outcome} · codebook {codebook}',
    zh: '**访谈 {number}** · {outcome} · 编码本 {codebook}',
  },
  cause: { en: '**{cause}** (`{code}`) · {role}', zh: '**{cause}**（`{code}`）· {role}' },
  segment: { en: '{status} · {sentences} · {found}', zh: '{status} · {sentences} · {found}' },
  sentence: { en: 'sentence {ids}', zh: '第 {ids} 句' },
  sentences: { en: 'sentences {ids}', zh: '第 {ids} 句' },
  reviewed: { en: 'Reviewed by <@{user}> on {day}: {choice}', zh: '<@{user}> 于 {day} 复核：{choice}' },
  nothing: { en: 'No sentence of it was coded.', zh: '其中没有被编码的句子。' },
  noCode: { en: 'Nothing in it was coded as {code}.', zh: '其中没有被编码为 {code} 的内容。' },
  more: { en: 'More causes, one at a time: {commands}', zh: '其余原因请逐个查看：{commands}' },
  usage: {
    en: 'Say which interview, by its number in the last report: `/attrition why 31`, or `/attrition why 31 pay-level` for one cause.',
    zh: '请注明访谈在上一份报告里的编号：`/attrition 为什么 31`；只看一个原因：`/attrition 为什么 31 pay-level`。',
  },
  noInterview: {
    en: 'The last report has no interview {number}: it has {count}.',
    zh: '上一份报告里没有编号 {number} 的访谈：共 {count} 份。',
  },
  notCoded: { en: 'Interview {number} was not coded yet.', zh: '访谈 {number} 尚未编码。' },
} as const satisfies Record<string, Bilingual>;

const OUTCOMES: Readonly<Record<Attribution['outcome'], Bilingual>> = {
  coded: { en: 'coded', zh: '已编码' },
  'no-cause': { en: 'no cause stated', zh: '未说明原因' },
  review: { en: 'to review', zh: '待复核' },
  failed: { en: 'failed', zh: '失败' },
};

const ROLES: Readonly<Record<string, Bilingual>> = {
  primary: { en: 'main cause', zh: '主要原因' },
  contributing: { en: 'contributing cause', zh: '次要原因' },
  mentioned: { en: 'mentioned', zh: '仅提及' },
  none: { en: 'not counted', zh: '未计入' },
};

const CHOICES: Readonly<Record<ReviewDecision['choice'], Bilingual>> = {
  accept: { en: 'a reason', zh: '是原因' },
  reject: { en: 'no', zh: '不是' },
  other: { en: 'it is {chosen}', zh: '应为{chosen}' },
  skip: { en: 'skipped', zh: '跳过' },
};

/** Characters of one whisper that may be filled with causes; the rest is named. */
const LONGEST = 9_000;

/** What is stored about one interview. */
export interface InterviewLedger {
  readonly number: number;
  readonly interview: Interview;
  readonly attribution: Attribution;
  readonly segments: readonly CodedSegment[];
  readonly decisions: readonly ReviewDecision[];
  readonly codebook: Codebook;
}

function reviewedWords(decision: ReviewDecision, codebook: Codebook, language: Language): string {
  const { user, decidedAt, choice, chosen } = decision;
  const day = new Date(decidedAt).toISOString().slice(0, 10);
  const name = causeName(codebook, chosen ?? '', language);
  return fill(WHY.reviewed[language], { user, day, choice: fill(CHOICES[choice][language], { chosen: name }) });
}

function causeWords(code: string, ledger: InterviewLedger, language: Language): string {
  const { attribution, codebook, interview } = ledger;
  const role = attribution.causes.find((cause) => cause.code === code)?.role ?? 'none';
  const cause = causeName(codebook, code, language);
  const segments = ledger.segments.filter((segment) => segment.code === code);
  const lines = segments.map((segment) => {
    const ids = segment.sentences.join(language === 'zh' ? '、' : ', ');
    const sentences = fill((segment.sentences.length === 1 ? WHY.sentence : WHY.sentences)[language], { ids });
    const status = statusWords(segment, language);
    return fill(WHY.segment[language], { status, sentences, found: foundWords(segment, language) });
  });
  const people = ledger.decisions.filter(
    (decision) => decision.choice !== 'skip' && (decision.code === code || decision.chosen === code),
  );
  const ids = [...new Set(segments.flatMap((segment) => segment.sentences))].filter(
    (id) => interview.sentences[id - 1] !== undefined,
  );
  return [
    fill(WHY.cause[language], { cause, code: escapeMarkdown(code), role: ROLES[role]?.[language] ?? role }),
    showExchange(interview, ids, language),
    ...lines,
    ...people.map((decision) => reviewedWords(decision, codebook, language)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Says why an interview's causes are counted, or why not: accepted ones first; null for all codes. */
export function whyWords(ledger: InterviewLedger, code: string | null, language: Language): string {
  const { attribution, codebook, number, segments, decisions } = ledger;
  const head = fill(WHY.head[language], {
    number,
    outcome: OUTCOMES[attribution.outcome][language],
    codebook: escapeMarkdown(`${codebook.name[language]} ${codebook.version}`),
  });
  const order = attribution.causes.map((cause) => cause.code);
  const codes = [...new Set([...order, ...segments.map((segment) => segment.code)])];
  const asked = code === null ? codes : codes.filter((one) => one === code);
  const open = decisions.filter((decision) => decision.code === null && decision.choice === 'reject');
  const nothing = code === null ? WHY.nothing[language] : fill(WHY.noCode[language], { code: escapeMarkdown(code) });
  const told = asked.map((one) => causeWords(one, ledger, language));
  const fitting = told.filter((_words, index) => told.slice(0, index + 1).join('').length <= LONGEST || index === 0);
  const left = asked.slice(fitting.length).map((one) => `\`/attrition why ${number} ${escapeMarkdown(one)}\``);
  return [
    head,
    ...fitting,
    ...(left.length > 0 ? [fill(WHY.more[language], { commands: left.join(', ') })] : []),
    ...(asked.length === 0 ? [nothing] : []),
    ...open.map((decision) => reviewedWords(decision, codebook, language)),
  ].join('\n\n');
}

/** A code by its id or by its name in either language; what fits none is returned as typed. */
function codeNamed(word: string, codebook: Codebook): string | null {
  if (word === '') return null;
  const typed = word.toLowerCase();
  const known = codebook.codes.find(({ id, name }) =>
    [id, name.en, name.zh].some((one) => one.toLowerCase() === typed),
  );
  return known?.id ?? word;
}

/** `/attrition why INTERVIEW [CODE]`: the words to whisper, from what is stored. */
export async function why(
  command: ParsedCommand,
  asker: Asker,
  desks: CodingDesks,
  deps: CommandDeps,
): Promise<string> {
  const { language } = command;
  const [, digits, rest = ''] =
    /^(?:#|interview\s+|访谈\s*)?(\d{1,6})(?:\s+(.*))?$/i.exec(command.rest.normalize('NFKC').trim()) ?? [];
  if (digits === undefined) return WHY.usage[language];
  const report = await lastReport(asker.channel, deps.store);
  if (report === null) return WORDS.noReportYet[language];
  const number = Number(digits);
  const { codebook } = desks(report.request.codebook);
  const { interviews } = await gatherCorpus(deps.store, asker.channel, report.request);
  const interview = interviews[number - 1];
  if (interview === undefined) return fill(WHY.noInterview[language], { number, count: interviews.length });
  const key = codebookKey(codebook);
  const [attribution] = await deps.store.coding.attributions([interview.id], key);
  if (attribution === undefined) return fill(WHY.notCoded[language], { number });
  const segments = (await deps.store.coding.segments([interview.id], key)).get(interview.id) ?? [];
  const decisions = await deps.store.reviews.decisions([interview.id], codebook.id);
  const ledger = { number, interview, attribution, segments, decisions, codebook };
  return whyWords(ledger, codeNamed(rest.replace(/\s*lang=(?:zh|en)\s*/, '').trim(), codebook), language);
}
