import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import type { CustomSeriesOption, EChartsOption } from 'echarts';
// One file: loading the package's six hundred modules takes half a second of every start.
import { init } from 'echarts/dist/echarts.esm.min.mjs';
import type { Codebook } from '../core/codebook.ts';
import type { Finding, Findings } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import { intervalText } from './numbers.ts';
import { rankedFindings } from './table-parts.ts';
import { nameOf, wordsIn } from './words.ts';

/** A subset of Noto Sans SC (assets/fonts/OFL.txt): resvg drops text it has no font for, in silence. */
const FONT_FILE = fileURLToPath(new URL('../../assets/fonts/NotoSansSC-subset.otf', import.meta.url));
const FONT = 'Noto Sans CJK SC';
/** Causes in the picture; the rest stand in the table. */
const MAX_BARS = 10;
/** Pixels of the SVG; the PNG has twice as many each way, for sharp screens. */
const WIDTH = 960;
const ROW = 44;
const MARGIN = { top: 92, right: 150, bottom: 52, left: 280 };
const PNG_SCALE = 2;
const COLOUR = {
  bar: '#7aa5d8',
  line: '#1f3b5c',
  text: '#1d2733',
  faint: '#66717e',
  grid: '#e4e9ef',
  paper: '#ffffff',
};

/** A drawing of the findings, with words for those who don't see it. */
export interface Chart {
  readonly svg: string;
  readonly altText: string;
}

/** Draws the causes as bars with their intervals; null when no cause may be shown. */
export function drawChart(findings: Findings, codebook: Codebook, language: Language): Chart | null {
  const shown = rankedFindings(findings).slice(0, MAX_BARS);
  if (shown.length === 0) return null;
  const words = wordsIn(language);
  const names = shown.map((finding) => nameOf(codebook, finding.code, language));
  const counts = shown.map((finding) => words.count(finding.interviews, findings.n));
  const svg = svgOf({ findings, shown, names, counts, language });
  const entries = shown.map((finding, index) =>
    words.chartEntry(names[index] ?? '', counts[index] ?? '', intervalText(finding, language)),
  );
  return { svg, altText: words.chartAlt(findings.n, entries.join(words.listJoin)) };
}

/** Paints a drawing as PNG, a tenth of a second's work. */
export function paintChart({ svg }: Chart): Uint8Array {
  const font = { fontFiles: [FONT_FILE], loadSystemFonts: false, defaultFontFamily: FONT };
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: PNG_SCALE } }).render().asPng();
}

interface Drawing {
  readonly findings: Findings;
  readonly shown: readonly Finding[];
  readonly names: readonly string[];
  readonly counts: readonly string[];
  readonly language: Language;
}

function svgOf(drawing: Drawing): string {
  const height = MARGIN.top + ROW * drawing.shown.length + MARGIN.bottom;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption(optionsOf(drawing));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

function optionsOf({ findings, shown, names, counts, language }: Drawing): EChartsOption {
  const words = wordsIn(language);
  const style = { fontFamily: FONT, color: COLOUR.text, fontSize: 15 };
  return {
    animation: false,
    backgroundColor: COLOUR.paper,
    textStyle: style,
    title: {
      text: words.chartTitle,
      subtext: words.chartNote(findings.n),
      left: 28,
      top: 20,
      itemGap: 8,
      textStyle: { ...style, fontSize: 22, fontWeight: 'normal' },
      subtextStyle: { ...style, fontSize: 14, color: COLOUR.faint },
    },
    grid: { ...MARGIN, outerBoundsMode: 'none' },
    xAxis: {
      type: 'value',
      min: 0,
      max: axisEnd(shown),
      axisLabel: { ...style, fontSize: 13, color: COLOUR.faint, formatter: (value: number) => words.percent(value) },
      splitLine: { lineStyle: { color: COLOUR.grid } },
    },
    yAxis: [
      {
        type: 'category',
        inverse: true,
        data: [...names],
        axisLine: { lineStyle: { color: COLOUR.faint } },
        axisTick: { show: false },
        axisLabel: { ...style, margin: 14, width: MARGIN.left - 40, overflow: 'break', lineHeight: 18 },
      },
      {
        type: 'category',
        inverse: true,
        data: [...counts],
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { ...style, margin: 14 },
      },
    ],
    series: [
      {
        type: 'bar',
        barWidth: 20,
        silent: true,
        itemStyle: { color: COLOUR.bar, borderRadius: [0, 4, 4, 0] },
        data: shown.map((finding) => finding.prevalence * 100),
      },
      { type: 'bar', yAxisIndex: 1, silent: true, data: [] },
      whiskers(shown),
    ],
  };
}

/** The next multiple of 10 % after the longest interval. */
function axisEnd(shown: readonly Finding[]): number {
  const longest = Math.max(...shown.map((finding) => finding.interval.high * 100));
  return Math.min(100, Math.ceil(longest / 10) * 10);
}

/** A line from the low to the high end of each interval, with caps. */
function whiskers(shown: readonly Finding[]): CustomSeriesOption {
  const cap = 6;
  return {
    type: 'custom',
    silent: true,
    z: 5,
    encode: { x: [1, 2], y: 0 },
    data: shown.map((finding, index) => [index, finding.interval.low * 100, finding.interval.high * 100]),
    renderItem: (_, api) => {
      const [left = 0, y = 0] = api.coord([api.value(1), api.value(0)]);
      const [right = 0] = api.coord([api.value(2), api.value(0)]);
      const style = { stroke: COLOUR.line, lineWidth: 1.6 };
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line' as const,
        shape: { x1, y1, x2, y2 },
        style,
      });
      return {
        type: 'group',
        children: [line(left, y, right, y), line(left, y - cap, left, y + cap), line(right, y - cap, right, y + cap)],
      };
    },
  };
}
