import { fileURLToPath } from 'node:url';
import pdfmake from 'pdfmake';
import { codeById } from '../core/codebook.ts';
import type { Finding } from '../core/findings.ts';
import type { Claim } from '../core/report.ts';
import { agreementNotes, agreementTable } from './agreement-lines.ts';
import { drawChart, paintChart } from './chart.ts';
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
import { frequencyText, intervalText, reachText, starRangeText, starsText } from './numbers.ts';
import { backgroundOf } from './quotation-background.ts';
import { disputedFindings } from './table-parts.ts';
import { nameOf, wordsIn } from './words.ts';

const FONT_FILE = fileURLToPath(new URL('../../assets/fonts/NotoSansSC-subset.otf', import.meta.url));
const FONT = 'report';
/** Points: A4 with room for a ring binder. */
const PAGE = { size: 'A4', margins: [48, 48, 48, 56], width: 595 - 2 * 48 } as const;

const STYLES = {
  title: { fontSize: 18 },
  heading: { fontSize: 13, margin: [0, 16, 0, 4] },
  cause: { fontSize: 11, margin: [0, 8, 0, 2] },
  core: { fontSize: 12, margin: [0, 2, 0, 2] },
  plain: { margin: [0, 2, 0, 2] },
  faint: { color: '#5b6672', fontSize: 8.5, margin: [0, 1, 0, 1] },
  quotation: { margin: [12, 4, 0, 0] },
  source: { color: '#5b6672', fontSize: 8.5, margin: [12, 0, 0, 4] },
  cell: { fontSize: 8.5 },
} as const;

type Node = Readonly<Record<string, unknown>>;

/** Goes to the next page as a whole rather than break over two. */
const together = (stack: readonly Node[]): Node => ({ stack, unbreakable: true });

/**
 * Renders the full report as a PDF: the same lines as the page, for printing and signing. Letters that our font lacks
 * are shown as a box, never left out.
 */
export async function renderPdf(report: FullReport): Promise<Uint8Array> {
  const { title } = report.context;
  // pdfmake keeps these in one object for the process; they are the same for every report.
  pdfmake.setFonts({ [FONT]: { normal: FONT_FILE, bold: FONT_FILE, italics: FONT_FILE, bolditalics: FONT_FILE } });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => path === FONT_FILE);
  const document = {
    info: { title, creator: 'Attrition' },
    pageSize: PAGE.size,
    pageMargins: PAGE.margins,
    defaultStyle: { font: FONT, fontSize: 10, lineHeight: 1.2 },
    styles: STYLES,
    footer: (page: number, pages: number) => ({
      text: `${page} / ${pages}`,
      alignment: 'center',
      style: 'faint',
    }),
    content: contentOf(report),
  };
  return pdfmake.createPdf(document).getBuffer();
}

function contentOf(report: FullReport): readonly Node[] {
  const { context, codebook } = report;
  const { findings, request } = context;
  const { language } = request;
  const { title, limits } = wordsIn(language);
  const told = (part: Claim['section']) => report.claims.filter(({ section }) => section === part);
  const texts = (part: Claim['section']) => told(part).map(({ text }) => text);
  return [
    { text: context.title, style: 'title' },
    ...paragraphs([scopeLine(context), coverageLine(findings, language), baseLine(context, codebook)], 'faint'),
    ...paragraphs(bannerLines(findings, language)),
    ...section(title.core, paragraphs([texts('core').join(wordsIn(language).sentenceJoin)], 'core')),
    ...section(title.causes, causes(report, texts('causes'))),
    ...section(title.disputed, disputed(report)),
    ...section(
      title.quotations,
      findings.table.flatMap((finding) => quotations(finding, report)),
    ),
    ...section(title.preventable, paragraphs([...reachText(findings, language), ...texts('preventable')])),
    ...section(title.suggestions, list(texts('suggestions'))),
    ...section(title.notRead, list(context.failedFiles.map((file) => failedSentence(file, language, asItIs)))),
    ...section(title.interviews, accounts(report)),
    ...section(title.agreement, table(agreementTable(findings, codebook, language))),
    ...section(title.limits, [
      ...paragraphs([sureLine(findings, codebook, language), codebook.caution[language]]),
      ...list([...agreementNotes(findings, language), ...limits]),
      ...paragraphs([authorshipLine(context), ...remarkLines(context)], 'faint'),
    ]),
  ];
}

/** A PDF has no markup to escape. */
const asItIs = (text: string) => text;

function section(heading: string, body: readonly Node[]): readonly Node[] {
  return body.length === 0 ? [] : [{ text: heading, style: 'heading' }, ...body];
}

function paragraphs(texts: readonly string[], style: keyof typeof STYLES = 'plain'): readonly Node[] {
  return texts.filter((text) => text !== '').map((text) => ({ text, style }));
}

function list(texts: readonly string[]): readonly Node[] {
  return texts.length === 0 ? [] : [{ ul: texts, style: 'plain' }];
}

/** A table, its heading first; the widths are shares of the page, even ones when none are given. */
function table(rows: readonly (readonly string[])[], widths?: readonly number[]): readonly Node[] {
  const [head] = rows;
  if (head === undefined) return [];
  const cells = rows.map((row) => row.map((text) => ({ text, style: 'cell' })));
  return [
    {
      table: {
        headerRows: 1,
        keepWithHeaderRows: 1,
        dontBreakRows: true,
        widths: widths?.map((share) => `${share}%`) ?? head.map(() => '*'),
        body: cells,
      },
      layout: 'lightHorizontalLines',
      margin: [0, 4, 0, 4],
    },
  ];
}

function causes(report: FullReport, told: readonly string[]): readonly Node[] {
  const { context, codebook } = report;
  const { findings, request } = context;
  const { language } = request;
  const chart = drawChart(findings, codebook, language);
  const notes = [
    ...tiedLines(findings, codebook, language),
    specialsLine(findings, codebook, language),
    notNamedLine(findings, codebook, language),
  ].filter((note) => note !== null);
  const picture =
    chart === null
      ? []
      : [{ image: `data:image/png;base64,${Buffer.from(paintChart(chart)).toString('base64')}`, width: PAGE.width }];
  const shown = findings.table.filter((finding) => !finding.disputed);
  return [...list(told), ...picture, ...causeTable(shown, report), ...paragraphs(notes, 'faint')];
}

function causeTable(shown: readonly Finding[], { context, codebook }: FullReport): readonly Node[] {
  if (shown.length === 0) return [];
  const { findings, request } = context;
  const { language } = request;
  const words = wordsIn(language);
  const { cause, details, impact, frequency, people, interval } = words.columns;
  const rows = shown.map((finding) => [
    nameOf(codebook, finding.code, language),
    [codeById(codebook, finding.code)?.definition[language] ?? '', ...rowNotes(finding, language)].join('\n'),
    [starsText(finding, findings, language), starRangeText(finding, language) ?? ''].join(' ').trim(),
    frequencyText(finding, language),
    words.count(finding.interviews, findings.n),
    intervalText(finding, language),
  ]);
  return table([[cause, details, impact, frequency, people, interval], ...rows], [16, 29, 13, 16, 13, 13]);
}

function disputed(report: FullReport): readonly Node[] {
  const shown = disputedFindings(report.context.findings);
  if (shown.length === 0) return [];
  return [...paragraphs([wordsIn(report.context.request.language).disputedNote]), ...causeTable(shown, report)];
}

function quotations(finding: Finding, report: FullReport): readonly Node[] {
  const { language } = report.context.request;
  const words = wordsIn(language);
  if (finding.interviews === 0) return [];
  const heading = { text: nameOf(report.codebook, finding.code, language), style: 'cause' };
  if (finding.quotations.length === 0) return [together([heading, ...paragraphs([words.noQuotation], 'faint')])];
  // Our font draws curly marks as wide as a Chinese letter, which tears English lines apart.
  const [open, close] = language === 'en' ? ['"', '"'] : ['“', '”'];
  const [first = [], ...others] = finding.quotations.map((quotation) => {
    const { why } = backgroundOf(finding, quotation, report);
    const source = words.source(quotation.interviewNumber, quotation.sentences);
    return [
      { text: `${open}${quotation.text}${close}`, style: 'quotation' },
      { text: `${source} · ${why}`, style: 'source' },
    ];
  });
  return [together([heading, ...first]), ...others.map(together)];
}

function accounts(report: FullReport): readonly Node[] {
  const { number, file, language, outcome, reason } = wordsIn(report.context.request.language).columns;
  const rows = interviewLines(report).map((line) => [
    ...[String(line.number), line.file, line.language, line.outcome, line.reason],
  ]);
  return rows.length === 0 ? [] : table([[number, file, language, outcome, reason], ...rows], [6, 34, 12, 16, 32]);
}
