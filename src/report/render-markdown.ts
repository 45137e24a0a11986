import { codeById } from '../core/codebook.ts';
import type { Finding, Quotation } from '../core/findings.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { Claim } from '../core/report.ts';
import { agreementNotes, agreementTable } from './agreement-lines.ts';
import { type FullReport, interviewLines } from './full-report.ts';
import {
  authorshipLine,
  bannerLines,
  baseLine,
  coverageLine,
  failedSentence,
  notNamedLine,
  remarkLines,
  rowNotes,
  scopeLine,
  specialsLine,
  sureLine,
  tiedLines,
} from './lines.ts';
import { modelUseLines } from './model-use-line.ts';
import { frequencyText, intervalText, reachText, starRangeText, starsText } from './numbers.ts';
import { backgroundOf } from './quotation-background.ts';
import { disputedFindings } from './table-parts.ts';
import { nameOf, wordsIn } from './words.ts';

/** Renders the full report as Markdown. Quotations stand in it byte for byte, so that a plain search finds them. */
export function renderMarkdown(report: FullReport): string {
  const { context, codebook } = report;
  const { findings, request } = context;
  const { language } = request;
  const words = wordsIn(language);
  const lines = (texts: readonly (string | null)[]) => texts.flatMap((text) => (text === null ? [] : [text]));
  return `${[
    `# ${escapeMarkdown(context.title)}`,
    ...section(words.title.coverage, [
      escapeMarkdown(scopeLine(context)),
      escapeMarkdown(coverageLine(findings, language)),
      escapeMarkdown(baseLine(context, codebook)),
      ...bannerLines(findings, language).map((line) => `**${line}**`),
    ]),
    ...section(words.title.core, prose(report, 'core')),
    ...section(words.title.causes, [
      ...prose(report, 'causes'),
      ...causeTable(
        findings.table.filter((finding) => !finding.disputed),
        report,
      ),
      ...lines([
        ...tiedLines(findings, codebook, language),
        specialsLine(findings, codebook, language),
        notNamedLine(findings, codebook, language),
      ]).map(escapeMarkdown),
    ]),
    ...section(words.title.disputed, disputed(report)),
    ...section(
      words.title.quotations,
      findings.table.flatMap((finding) => quotations(finding, report)),
    ),
    ...section(words.title.preventable, [...reachText(findings, language), ...prose(report, 'preventable')]),
    ...section(words.title.suggestions, prose(report, 'suggestions')),
    ...section(words.title.notRead, failedFiles(report)),
    ...section(words.title.interviews, [accounts(report)]),
    ...section(words.title.agreement, agreement(report)),
    ...section(words.title.limits, [
      escapeMarkdown(sureLine(findings, codebook, language)),
      escapeMarkdown(codebook.caution[language]),
      [...agreementNotes(findings, language), ...words.limits].map((limit) => `- ${limit}`).join('\n'),
      ...[authorshipLine(context), ...modelUseLines(context), ...remarkLines(context)].map(escapeMarkdown),
    ]),
  ].join('\n\n')}\n`;
}

function section(title: string, body: readonly string[]): readonly string[] {
  return body.length === 0 ? [] : [`## ${title}`, ...body];
}

function prose(report: FullReport, part: Claim['section']): readonly string[] {
  const texts = report.claims.filter((claim) => claim.section === part).map((claim) => escapeMarkdown(claim.text));
  if (texts.length === 0) return [];
  const isList = part === 'causes' || part === 'suggestions';
  if (isList) return [texts.map((text) => `- ${text}`).join('\n')];
  return [texts.join(wordsIn(report.context.request.language).sentenceJoin)];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table, its heading first. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

function causeTable(shown: readonly Finding[], { context, codebook }: FullReport): readonly string[] {
  const { findings, request } = context;
  const { language } = request;
  const words = wordsIn(language);
  if (shown.length === 0) return [];
  const { cause, details, impact, frequency, people, interval } = words.columns;
  const rows = shown.map((finding) => [
    escapeMarkdown(nameOf(codebook, finding.code, language)),
    escapeMarkdown(
      [codeById(codebook, finding.code)?.definition[language] ?? '', ...rowNotes(finding, language)].join(' · '),
    ),
    [starsText(finding, findings, language), starRangeText(finding, language) ?? ''].join(' ').trim(),
    frequencyText(finding, language),
    words.count(finding.interviews, findings.n),
    intervalText(finding, language),
  ]);
  return [table([[cause, details, impact, frequency, people, interval], ...rows])];
}

function disputed(report: FullReport): readonly string[] {
  const shown = disputedFindings(report.context.findings);
  if (shown.length === 0) return [];
  return [wordsIn(report.context.request.language).disputedNote, ...causeTable(shown, report)];
}

function agreement({ context, codebook }: FullReport): readonly string[] {
  const rows = agreementTable(context.findings, codebook, context.request.language);
  return rows.length === 0 ? [] : [table(rows.map((cells) => cells.map(escapeMarkdown)))];
}

function quotations(finding: Finding, report: FullReport): readonly string[] {
  const { language } = report.context.request;
  const words = wordsIn(language);
  if (finding.interviews === 0) return [];
  const heading = `### ${escapeMarkdown(nameOf(report.codebook, finding.code, language))}`;
  if (finding.quotations.length === 0) return [heading, words.noQuotation];
  return [
    heading,
    ...finding.quotations.flatMap((quotation) => {
      const { why, question } = backgroundOf(finding, quotation, report);
      const asked = question === null ? [] : [words.questionBefore(question)];
      const source = words.source(quotation.interviewNumber, quotation.sentences);
      return [exactQuotation(quotation), [source, why, ...asked].map(escapeMarkdown).join(' · ')];
    }),
  ];
}

/**
 * A quotation unchanged: in quotation marks where Markdown would leave every character alone, otherwise in a code
 * block, in which nothing is a link, a mention or HTML. The fence is longer than any run of backticks inside.
 */
function exactQuotation({ text }: Quotation): string {
  if (escapeMarkdown(text) === text) return `> “${text}”`;
  const runs = [...text.matchAll(/`+/g)].map((match) => match[0].length);
  const fence = '`'.repeat(Math.max(2, ...runs) + 1);
  return `${fence}text\n${text}\n${fence}`;
}

function failedFiles({ context }: FullReport): readonly string[] {
  if (context.failedFiles.length === 0) return [];
  const lines = context.failedFiles.map((file) => failedSentence(file, context.request.language, escapeMarkdown));
  return [lines.map((line) => `- ${line}`).join('\n')];
}

function accounts(report: FullReport): string {
  const { number, file, language, outcome, reason } = wordsIn(report.context.request.language).columns;
  const rows = interviewLines(report).map((line) =>
    [String(line.number), line.file, line.language, line.outcome, line.reason].map(escapeMarkdown),
  );
  return table([[number, file, language, outcome, reason], ...rows]);
}
