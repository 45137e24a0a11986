import type { JobFigures } from './report/measured-job.ts';
import type { ReportComparison } from './report/report-jobs.ts';
import type { BenchFigures } from './run.ts';

const short = (value: number, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : '–');
const times = (value: number | null) => (value === null ? '–' : `${short(value, 2)} ×`);

type Row = readonly (string | number)[];

/** A Markdown table, ready to be pasted into docs/performance.md. */
function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

type Spent = Pick<JobFigures, 'seconds' | 'calls' | 'promptTokens' | 'cachedTokens' | 'completionTokens'>;

function reportTable(title: string, compared: Readonly<Record<string, ReportComparison>>): string {
  const row = (profile: string, who: string, spent: Spent | null, note: string): readonly Row[] =>
    spent === null
      ? []
      : [
          [
            profile,
            who,
            short(spent.seconds),
            spent.calls,
            spent.promptTokens,
            spent.cachedTokens,
            spent.completionTokens,
            note,
          ],
        ];
  const rows = Object.entries(compared).flatMap(([profile, one]) => [
    ...row(profile, 'floor', one.floor, `by specification ${short(one.floor.secondsBySpecification)} s`),
    ...row(profile, 'ours', one.ours, `${times(one.oursOverFloor)} the floor`),
    ...row(
      profile,
      'plain prompt',
      one.plainPrompt,
      `${times(one.plainOverOurs)} ours; completion: ours ${short(one.completionShare * 100, 0)} %`,
    ),
    ...row(profile, 'plain prompt, one by one', one.plainOneByOne, `${times(one.plainOneByOneOverOurs)} ours`),
    ...row(profile, 'map-reduce chain', one.mapReduce, `${times(one.mapReduce.seconds / one.ours.seconds)} ours`),
  ]);
  const head = ['server', 'who', 'seconds', 'calls', 'prompt tokens read', 'from cache', 'completion tokens', ''];
  return `### ${title}\n\n${table(head, rows)}`;
}

/** All sections as Markdown. */
export function tableOf(figures: BenchFigures): string {
  const { machine, report100, report50k, growth } = figures;
  const parts = [
    `${machine.cores} cores, ${machine.memoryGigabytes} GB, Node ${machine.node}; load at the start ${short(machine.load)}.`,
    ...(report100 === undefined ? [] : [reportTable('100 interviews of 2K tokens to a finished report', report100)]),
    ...(report50k === undefined ? [] : [reportTable('One interview of 50K tokens', report50k)]),
    ...(growth === undefined
      ? []
      : [
          `### Growth, no model\n\n${table(
            [
              'interviews',
              'first report, s',
              'a thousand',
              'report anew, s',
              'a thousand',
              'MB above base',
              'database MB',
            ],
            growth.map((one) => [
              one.interviews,
              short(one.firstSeconds, 2),
              short(one.firstSecondsPerThousand, 2),
              short(one.againSeconds, 2),
              short(one.againSecondsPerThousand, 2),
              short(one.megabytesAboveBase, 0),
              short(one.databaseMegabytes, 0),
            ]),
          )}`,
        ]),
  ];
  return parts.join('\n\n');
}
