import { type Codebook, codeById } from '../core/codebook.ts';
import type { Finding } from '../core/findings.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { MessageView } from '../core/ports/conversation.ts';
import type { Claim, ReportContext } from '../core/report.ts';
import {
  authorshipLine,
  bannerLines,
  baseLine,
  coverageLine,
  disputedLine,
  failedSentence,
  remarkLines,
  scopeLine,
  specialsLine,
  sureLine,
  tiedLines,
} from './lines.ts';
import { frequencyText, intervalText, reachText, starsText } from './numbers.ts';
import { rankedFindings } from './table-parts.ts';
import { nameOf, wordsIn } from './words.ts';

/** UTF-16 units a Slack markdown block takes with room to spare (facts-slack.md: 12,000). */
const MESSAGE_LIMIT = 11_500;
/** Slack's fallback text for notifications. */
const NOTICE_LIMIT = 300;
/** Details in a cell: UTF-16 units that fit two lines of a Slack table; Han characters take double width. */
const DETAILS_LIMIT = { en: 84, zh: 42 };
const FAILED_FILES = 8;
/** Stretches of the order that are said to be open: the first ones matter. */
const TIED_LINES = 2;
/** How much is shown, from most to least: the first that fits the limit is taken. */
const SIZES: readonly Size[] = [
  { rows: 8, quotations: 5 },
  { rows: 8, quotations: 3 },
  { rows: 6, quotations: 1 },
  { rows: 5, quotations: 0 },
];

interface Size {
  readonly rows: number;
  readonly quotations: number;
}

/** A report at one moment: `complete` is false while its prose is still being written. */
interface Moment {
  readonly context: ReportContext;
  readonly claims: readonly Claim[];
  readonly codebook: Codebook;
  readonly complete: boolean;
}

/** Renders the report for the thread; shortens itself until it fits one message. */
export function renderMessage(
  context: ReportContext,
  claims: readonly Claim[],
  codebook: Codebook,
  options: { readonly complete: boolean },
): MessageView {
  const moment = { context, claims, codebook, complete: options.complete };
  const versions = SIZES.map((size) => render(moment, size));
  const markdown = versions.find((version) => version.length <= MESSAGE_LIMIT) ?? versions.at(-1) ?? '';
  const notice = `${context.title} · ${scopeLine(context)} · ${coverageLine(context.findings, context.request.language)}`;
  return { markdown, notice: notice.toWellFormed().slice(0, NOTICE_LIMIT).toWellFormed() };
}

function render(moment: Moment, size: Size): string {
  const { context, codebook } = moment;
  const { findings, request } = context;
  const words = wordsIn(request.language);
  const coverage = coverageLine(findings, request.language);
  const blocks = [
    `**${escapeMarkdown(context.title)}** · ${escapeMarkdown(scopeLine(context))}\n${coverage}\n${escapeMarkdown(baseLine(context, codebook))}`,
    ...bannerLines(findings, request.language).map((line) => `_${line}_`),
    ...prose(moment, 'core'),
    ...table(moment, size.rows),
    ...prose(moment, 'causes'),
    ...quotations(moment, size.quotations),
    ...preventable(moment),
    ...prose(moment, 'suggestions'),
    ...(moment.complete ? closing(moment) : [`_${words.writing}_`]),
  ];
  return blocks.join('\n\n');
}

function prose(moment: Moment, section: Claim['section']): readonly string[] {
  const words = wordsIn(moment.context.request.language);
  const texts = moment.claims.filter((claim) => claim.section === section).map((claim) => escapeMarkdown(claim.text));
  if (texts.length === 0) return [];
  const isList = section === 'causes' || section === 'suggestions';
  const body = isList ? texts.map((text) => `- ${text}`).join('\n') : texts.join(words.sentenceJoin);
  return [`**${words.title[section]}**\n${body}`];
}

function table(moment: Moment, rows: number): readonly string[] {
  const { context, codebook } = moment;
  const { findings, request } = context;
  const words = wordsIn(request.language);
  const named = rankedFindings(findings);
  const notes = [
    ...tiedLines(findings, codebook, request.language).slice(0, TIED_LINES),
    disputedLine(findings, codebook, request.language),
    specialsLine(findings, codebook, request.language),
  ].flatMap((note) => (note === null ? [] : [escapeMarkdown(note)]));
  if (named.length === 0) return notes;
  const { columns } = words;
  const head = [columns.cause, columns.details, columns.impact, columns.frequency, columns.people, columns.interval];
  const shown = named.slice(0, rows).map((finding) => cells(finding, moment));
  const lines = [head, head.map(() => '---'), ...shown].map((row) => `| ${row.join(' | ')} |`);
  const rest = named.slice(rows);
  const most = Math.max(...rest.map((finding) => finding.interviews));
  return [
    lines.join('\n'),
    ...(rest.length > 0 ? [words.moreRows(rest.length, most)] : []),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ];
}

function cells(finding: Finding, { context, codebook }: Moment): readonly string[] {
  const { language } = context.request;
  const words = wordsIn(language);
  const definition = codeById(codebook, finding.code)?.definition[language] ?? '';
  return [
    escapeMarkdown(nameOf(codebook, finding.code, language)),
    // What the cause means by the codebook: what people said stands below, in their own words.
    escapeMarkdown(shorten(definition, DETAILS_LIMIT[language])),
    starsText(finding, context.findings, language),
    frequencyText(finding, language),
    words.count(finding.interviews, context.findings.n),
    intervalText(finding, language),
  ];
}

/** Cuts after a clause where one ends late enough, else after a word, never inside one; says so by "…" either way. */
function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text.replace(/[.。]$/, '');
  const head = text.slice(0, limit).toWellFormed();
  const clause = Math.max(...[', ', '; ', ': ', '，', '、', '；', '：'].map((mark) => head.lastIndexOf(mark)));
  const cut = clause > limit / 2 ? clause : head.lastIndexOf(' ');
  return `${head.slice(0, cut > limit / 2 ? cut : limit).replace(/[,;:，、；：]$/, '')} …`;
}

function quotations(moment: Moment, count: number): readonly string[] {
  const { context } = moment;
  const words = wordsIn(context.request.language);
  const quoted = rankedFindings(context.findings)
    .flatMap(({ code, quotations: [quotation] }) => (quotation === undefined ? [] : [{ code, quotation }]))
    .slice(0, count)
    .map(({ code, quotation }) => {
      const name = escapeMarkdown(nameOf(moment.codebook, code, context.request.language));
      const source = words.source(quotation.interviewNumber, quotation.sentences);
      return `> ${words.quoted(escapeMarkdown(quotation.text))} — ${name} · ${source}`;
    });
  return quoted.length === 0 ? [] : [`**${words.title.quotations}**\n${quoted.join('\n>\n')}`];
}

function preventable(moment: Moment): readonly string[] {
  const { findings, request } = moment.context;
  const words = wordsIn(request.language);
  const [line] = reachText(findings, request.language);
  if (line === undefined) return [];
  const sentences = moment.claims.filter((claim) => claim.section === 'preventable');
  const text = sentences.map((claim) => escapeMarkdown(claim.text)).join(words.sentenceJoin);
  return [`**${words.title.preventable}**\n${line}${text === '' ? '' : `\n${text}`}`];
}

function closing(moment: Moment): readonly string[] {
  const { context, codebook } = moment;
  const { findings, request } = context;
  const words = wordsIn(request.language);
  const sure = escapeMarkdown(sureLine(findings, codebook, request.language));
  const caution = escapeMarkdown(codebook.caution[request.language]);
  const remarks = [authorshipLine(context), ...remarkLines(context)].map(escapeMarkdown);
  return [
    ...(findings.display === 'held' ? [] : [`**${words.title.sure}**\n${sure}\n${caution}`]),
    remarks.join('\n'),
    ...failedFiles(context),
  ];
}

function failedFiles(context: ReportContext): readonly string[] {
  if (context.failedFiles.length === 0) return [];
  const words = wordsIn(context.request.language);
  const lines = context.failedFiles
    .slice(0, FAILED_FILES)
    .map((file) => `- ${failedSentence(file, context.request.language, escapeMarkdown)}`);
  const more = context.failedFiles.length - FAILED_FILES;
  return [`**${words.title.notRead}**\n${[...lines, ...(more > 0 ? [`- ${words.moreFailed(more)}`] : [])].join('\n')}`];
}
