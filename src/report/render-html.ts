import { createHash } from 'node:crypto';
import { codeById } from '../core/codebook.ts';
import type { Finding } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import type { Claim } from '../core/report.ts';
import { agreementNotes, agreementTable } from './agreement-lines.ts';
import { type Chart, drawChart } from './chart.ts';
import { escapeHtml } from './escape-html.ts';
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
import { PAGE_SCRIPT, PAGE_STYLE } from './page-assets.ts';
import { backgroundOf } from './quotation-background.ts';
import { disputedFindings } from './table-parts.ts';
import { nameOf, wordsIn } from './words.ts';

/**
 * Renders the full report as one self-contained page: no request leaves it, and no script runs but its own. Whoever has
 * drawn the chart passes it.
 */
export function renderHtml(report: FullReport, drawn?: Chart | null): string {
  const { context, codebook } = report;
  const { findings, request } = context;
  const { language } = request;
  const chart = drawn === undefined ? drawChart(findings, codebook, language) : drawn;
  const words = wordsIn(language);
  const hash = createHash('sha256').update(PAGE_SCRIPT).digest('base64');
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'">
<title>${escapeHtml(context.title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(context.title)}</h1>
${paragraphs([scopeLine(context), coverageLine(findings, language), baseLine(context, codebook)], 'faint')}
${paragraphs(bannerLines(findings, language), 'banner')}
${section(words.title.core, paragraphs(joined(prose(report, 'core'), language), 'core'))}
${section(words.title.causes, causes(report, chart))}
${section(words.title.disputed, disputed(report))}
${section(words.title.quotations, findings.table.map((finding) => quotations(finding, report)).join(''))}
${section(words.title.preventable, paragraphs([...reachText(findings, language), ...joined(prose(report, 'preventable'), language)]))}
${section(words.title.suggestions, list(prose(report, 'suggestions')))}
${section(words.title.notRead, list(context.failedFiles.map((file) => failedSentence(file, language, asItIs))))}
${section(words.title.interviews, accounts(report))}
${section(words.title.agreement, agreement(report))}
${section(
  words.title.limits,
  paragraphs([sureLine(findings, codebook, language), codebook.caution[language]]) +
    list([...agreementNotes(findings, language), ...words.limits]) +
    paragraphs([authorshipLine(context), ...modelUseLines(context), ...remarkLines(context)], 'faint'),
)}
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** `list` escapes whole sentences, so their parts must not be escaped before. */
const asItIs = (text: string) => text;

function section(title: string, body: string): string {
  return body === '' ? '' : `<section><h2>${escapeHtml(title)}</h2>\n${body}</section>`;
}

function paragraphs(texts: readonly string[], kind = ''): string {
  const attribute = kind === '' ? '' : ` class="${kind}"`;
  return texts.map((text) => `<p${attribute}>${escapeHtml(text)}</p>\n`).join('');
}

function list(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `<ul>${texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('\n')}</ul>`;
}

function prose(report: FullReport, part: Claim['section']): readonly string[] {
  return report.claims.filter((claim) => claim.section === part).map((claim) => claim.text);
}

function joined(texts: readonly string[], language: Language): readonly string[] {
  return texts.length === 0 ? [] : [texts.join(wordsIn(language).sentenceJoin)];
}

function causes(report: FullReport, chart: Chart | null): string {
  const { context, codebook } = report;
  const { findings, request } = context;
  const { language } = request;
  const words = wordsIn(language);
  const rows = findings.table.filter((finding) => !finding.disputed).map((finding) => causeRow(finding, report));
  const notes = [
    ...tiedLines(findings, codebook, language),
    specialsLine(findings, codebook, language),
    notNamedLine(findings, codebook, language),
  ].filter((note) => note !== null);
  const hint = rows.length < 2 ? '' : `<p class="faint sort">${words.sortHint}</p>\n`;
  const figure =
    chart === null ? '' : `<figure role="img" aria-label="${escapeHtml(chart.altText)}">${chart.svg}</figure>\n`;
  const table = rows.length === 0 ? '' : hint + tableOf(causeColumns(language), rows, 'causes');
  return list(prose(report, 'causes')) + figure + table + paragraphs(notes, 'faint');
}

function causeColumns(language: Language): readonly string[] {
  const { cause, details, impact, frequency, people, interval } = wordsIn(language).columns;
  return [cause, details, impact, frequency, people, interval];
}

/** The causes on which two readers disagree, in a table of their own. */
function disputed(report: FullReport): string {
  const { findings, request } = report.context;
  const rows = disputedFindings(findings).map((finding) => causeRow(finding, report));
  if (rows.length === 0) return '';
  return paragraphs([wordsIn(request.language).disputedNote]) + tableOf(causeColumns(request.language), rows, 'causes');
}

function agreement({ context, codebook }: FullReport): string {
  const [head, ...rows] = agreementTable(context.findings, codebook, context.request.language);
  return head === undefined
    ? ''
    : tableOf(
        head,
        rows.map((cells) => plainRow(cells)),
      );
}

/** `id` lets a link lead to the row. */
function plainRow([first = '', ...rest]: readonly string[], id?: string): string {
  const attribute = id === undefined ? '' : ` id="${id}"`;
  const cells = rest.map((text) => `<td>${escapeHtml(text)}</td>`).join('');
  return `<tr${attribute}><th scope="row">${escapeHtml(first)}</th>${cells}</tr>`;
}

function causeRow(finding: Finding, { context, codebook }: FullReport): string {
  const { findings, request } = context;
  const { language } = request;
  const definition = codeById(codebook, finding.code)?.definition[language] ?? '';
  const notes = rowNotes(finding, language).map((note) => `<br><span class="faint">${escapeHtml(note)}</span>`);
  const range = starRangeText(finding, language);
  const stars = escapeHtml(starsText(finding, findings, language));
  const impact = `<span class="stars">${stars}</span>${range === null ? '' : ` <span class="faint">${range}</span>`}`;
  const [, , ...labels] = causeColumns(language);
  const cells = [
    [finding.impact ?? 0, impact],
    [finding.prevalence, escapeHtml(frequencyText(finding, language))],
    [finding.interviews, wordsIn(language).count(finding.interviews, findings.n)],
    [finding.interval.low, intervalText(finding, language)],
  ].map(([key, html], at) => `<td class="number" data-label="${labels[at]}" data-sort="${key}">${html}</td>`);
  const name = escapeHtml(nameOf(codebook, finding.code, language));
  const details = `<td class="details">${escapeHtml(definition)}${notes.join('')}</td>`;
  return `<tr><th scope="row">${name}</th>${details}${cells.join('')}</tr>`;
}

function tableOf(head: readonly string[], rows: readonly string[], kind = 'plain'): string {
  const headings = head.map((title) => `<th scope="col"><button type="button">${escapeHtml(title)}</button></th>`);
  return `<div class="scroll"><table class="${kind}"><thead><tr>${headings.join('')}</tr></thead>\n<tbody>${rows.join('\n')}</tbody></table></div>\n`;
}

function quotations(finding: Finding, report: FullReport): string {
  const { language } = report.context.request;
  const words = wordsIn(language);
  if (finding.interviews === 0) return '';
  const heading = `<h3>${escapeHtml(nameOf(report.codebook, finding.code, language))}</h3>\n`;
  if (finding.quotations.length === 0) return heading + paragraphs([words.noQuotation], 'faint');
  const quoted = finding.quotations.map((quotation) => {
    const { lines, question } = backgroundOf(finding, quotation, report);
    const source = words.source(quotation.interviewNumber, quotation.sentences);
    const asked = question === null ? [] : [words.questionBefore(question)];
    return `<blockquote>${escapeHtml(quotation.text)}</blockquote>
<div class="source"><a href="#${rowId(quotation.interviewNumber)}">${escapeHtml(source)}</a>
<details><summary>${words.whyCounted}</summary>${list([...lines, ...asked])}</details></div>\n`;
  });
  return heading + quoted.join('');
}

function rowId(interview: number): string {
  return `interview-${interview}`;
}

function accounts(report: FullReport): string {
  const { number, file, language, outcome, reason } = wordsIn(report.context.request.language).columns;
  const rows = interviewLines(report).map((line) =>
    plainRow([String(line.number), line.file, line.language, line.outcome, line.reason], rowId(line.number)),
  );
  return rows.length === 0 ? '' : tableOf([number, file, language, outcome, reason], rows);
}
