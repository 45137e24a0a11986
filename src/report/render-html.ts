import { createHash } from 'node:crypto';
import { codeById } from '../core/codebook.ts';
import type { Finding } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import type { Claim } from '../core/report.ts';
import { renderChart } from './chart.ts';
import { escapeHtml } from './escape-html.ts';
import { backgroundOf, type FullReport, interviewLines } from './full-report.ts';
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
} from './lines.ts';
import { frequencyText, intervalText, reachText, starRangeText, starsText } from './numbers.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-assets.ts';
import { nameOf, wordsIn } from './words.ts';

/** Renders the full report as one self-contained page: no request leaves it, and no script runs but its own. */
export function renderHtml(report: FullReport): string {
  const { context, codebook } = report;
  const { findings, request } = context;
  const { language } = request;
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
${section(words.title.causes, causes(report))}
${section(words.title.quotations, findings.table.map((finding) => quotations(finding, report)).join(''))}
${section(words.title.preventable, paragraphs([...reachText(findings, language), ...joined(prose(report, 'preventable'), language)]))}
${section(words.title.suggestions, list(prose(report, 'suggestions')))}
${section(words.title.notRead, list(context.failedFiles.map((file) => failedSentence(file, language, asItIs))))}
${section(words.title.interviews, accounts(report))}
${section(
  words.title.limits,
  paragraphs([sureLine(findings, codebook, language), codebook.caution[language]]) +
    list(words.limits) +
    paragraphs([authorshipLine(context), ...remarkLines(context)], 'faint'),
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

function causes(report: FullReport): string {
  const { context, codebook } = report;
  const { findings, request } = context;
  const { language } = request;
  const words = wordsIn(language);
  const { cause, details, impact, frequency, people, interval } = words.columns;
  const chart = renderChart(findings, codebook, language);
  const rows = findings.table.map((finding) => causeRow(finding, report));
  const notes = [specialsLine(findings, codebook, language), notNamedLine(findings, codebook, language)];
  const table =
    rows.length === 0
      ? ''
      : `<p class="faint screen">${words.sortHint}</p>\n${tableOf([cause, details, impact, frequency, people, interval], rows)}`;
  const figure =
    chart === null ? '' : `<figure role="img" aria-label="${escapeHtml(chart.altText)}">${chart.svg}</figure>\n`;
  const texts = [...notes.flatMap((note) => note ?? [])];
  return figure + table + paragraphs(texts, 'faint') + list(prose(report, 'causes'));
}

function causeRow(finding: Finding, { context, codebook }: FullReport): string {
  const { findings, request } = context;
  const { language } = request;
  const definition = codeById(codebook, finding.code)?.definition[language] ?? '';
  const notes = rowNotes(finding, language).map((note) => `<br><span class="faint">${escapeHtml(note)}</span>`);
  const range = starRangeText(finding, language);
  const stars = escapeHtml(starsText(finding, findings, language));
  const impact = `<span class="stars">${stars}</span>${range === null ? '' : `<br><span class="faint">${escapeHtml(range)}</span>`}`;
  const cells = [
    `<th scope="row">${escapeHtml(nameOf(codebook, finding.code, language))}</th>`,
    `<td class="details">${escapeHtml(definition)}${notes.join('')}</td>`,
    `<td data-sort="${finding.impact ?? 0}">${impact}</td>`,
    `<td data-sort="${finding.prevalence}">${escapeHtml(frequencyText(finding, language))}</td>`,
    `<td class="number" data-sort="${finding.interviews}">${wordsIn(language).count(finding.interviews, findings.n)}</td>`,
    `<td class="number" data-sort="${finding.interval.low}">${intervalText(finding, language)}</td>`,
  ];
  return `<tr>${cells.join('')}</tr>`;
}

function tableOf(head: readonly string[], rows: readonly string[]): string {
  const headings = head.map((title) => `<th scope="col"><button type="button">${escapeHtml(title)}</button></th>`);
  return `<div class="scroll"><table><thead><tr>${headings.join('')}</tr></thead>\n<tbody>${rows.join('\n')}</tbody></table></div>\n`;
}

function quotations(finding: Finding, report: FullReport): string {
  const { language } = report.context.request;
  const words = wordsIn(language);
  if (finding.interviews === 0) return '';
  const heading = `<h3>${escapeHtml(nameOf(report.codebook, finding.code, language))}</h3>\n`;
  if (finding.quotations.length === 0) return heading + paragraphs([words.noQuotation], 'faint');
  const quoted = finding.quotations.map((quotation) => {
    const { why, question } = backgroundOf(finding, quotation, report);
    const source = words.source(quotation.interviewNumber, quotation.sentences);
    const asked = question === null ? [] : [words.questionBefore(question)];
    return `<blockquote>${escapeHtml(quotation.text)}</blockquote>
<details><summary>${escapeHtml(source)} · ${words.whyCounted}</summary>${paragraphs([why, ...asked])}</details>\n`;
  });
  return heading + quoted.join('');
}

function accounts(report: FullReport): string {
  const { number, file, language, outcome, reason } = wordsIn(report.context.request.language).columns;
  const rows = interviewLines(report).map((line) => {
    const cells = [String(line.number), line.file, line.language, line.outcome, line.reason];
    return `<tr>${cells.map((text) => `<td>${escapeHtml(text)}</td>`).join('')}</tr>`;
  });
  return rows.length === 0 ? '' : tableOf([number, file, language, outcome, reason], rows);
}
