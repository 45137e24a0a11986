import type { Advice } from './advice.ts';
import { probeTitle, stateTitle } from './finding-title.ts';
import type { Fitness } from './fitness.ts';
import { COLUMNS, paragraph, plain, table } from './layout.ts';
import type { Measures } from './measure/measure.ts';
import type { Patient } from './patient.ts';
import type { Say } from './words/words.ts';

/** A server with what follows from what was found. */
export interface Chart extends Patient {
  readonly advice: readonly Advice[];
  readonly fitness: readonly Fitness[];
}

const ROLE = { primary: 'rolePrimary', fast: 'roleFast', vision: 'roleVision' } as const;

/** Everything about all servers, as people read it in a terminal. */
export function printCharts(charts: readonly Chart[], say: Say): string {
  const wrong = wrongIn(charts);
  const end = wrong === 0 ? say('endGood') : say('endBad', { count: wrong });
  return `${[...charts.map((chart) => printChart(chart, say)), end].join('\n\n')}\n`;
}

/** How many findings must be mended. */
export function wrongIn(charts: readonly Pick<Chart, 'findings'>[]): number {
  return charts.flatMap(({ findings }) => findings).filter(({ state }) => state === 'bad').length;
}

function printChart(chart: Chart, say: Say): string {
  const title = `${plain(chart.label)} (${say(ROLE[chart.role])})`;
  const findings = chart.findings.map(({ probe, state, says, blanks }) => [
    say(stateTitle(state)),
    say(probeTitle(probe)),
    say(says, blanks),
  ]);
  const parts = [
    `${'='.repeat(COLUMNS)}\n${title}\n${plain(chart.url)}`,
    table(findings),
    `${say('speed')}\n${speedOf(chart.measures, say)}`,
    `${say('advice')}\n${adviceOf(chart.advice, say)}`,
    `${say('fitness')}\n${fitnessOf(chart, say)}`,
  ];
  return parts.join('\n\n');
}

function speedOf(measures: Measures | null, say: Say): string {
  if (measures === null || measures.firstTokenMs === null) return paragraph(say('speedNone'));
  const { firstTokenMs: ms, firstTokenAsks: count, levels } = measures;
  const head = [say('speedAtOnce'), say('speedTotal'), say('speedEach'), say('speedSlowest')];
  const rows = levels.map((level) => [
    say('figure', { figure: level.atOnce }),
    say('figure', { figure: Math.round(level.tokensPerSecond) }),
    say('figure', { figure: Math.round(level.eachPerSecond) }),
    level.failed === 0
      ? say('speedMs', { ms: level.slowestFirstMs })
      : say('speedFailed', { ms: level.slowestFirstMs, failed: level.failed }),
  ]);
  const short = measures.cutShort ? [paragraph(say('speedShort'))] : [];
  return [paragraph(say('speedFirst', { ms, count })), table([head, ...rows]), ...short].join('\n');
}

function adviceOf(advice: readonly Advice[], say: Say): string {
  if (advice.length === 0) return paragraph(say('adviceNone'));
  const rows = advice.flatMap(({ what, why, blanks, flag }, index) => [
    [`${index + 1}.`, say(what, blanks)],
    ...(flag === null ? [] : [['', `vLLM: ${plain(flag)}`]]),
    ['', say('because', { why: say(why, blanks) })],
  ]);
  return table(rows);
}

function fitnessOf({ fitness, canary }: Chart, say: Say): string {
  const rows = fitness.map(({ work, verdict, why }) => [
    say(work),
    say(verdict),
    say('reasons', { why: why.map((each) => say(each.says, each.blanks)).join(say('comma')) }),
  ]);
  const marks = canary !== null && canary.en.asked + canary.zh.asked > 0;
  const tested = marks
    ? say('canaryLine', { en: say('canaryShare', { ...canary.en }), zh: say('canaryShare', { ...canary.zh }) })
    : say('canaryNone');
  return `${table(rows)}\n${paragraph(tested)}`;
}
