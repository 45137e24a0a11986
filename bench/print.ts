import type { Spread } from './percentiles.ts';
import type { JobFigures } from './report/measured-job.ts';
import type { BenchFigures, ReportFigures } from './run.ts';

const short = (value: number, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : '–');
const times = (value: number | null) => (value === null ? '–' : `${short(value, 2)} ×`);

type Row = readonly (string | number)[];

/** A Markdown table, ready to be pasted into docs/performance.md. */
function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

type Spent = Pick<JobFigures, 'seconds' | 'calls' | 'promptTokens' | 'cachedTokens' | 'completionTokens'>;

function reportTable(title: string, { server, onOthers, ...first }: ReportFigures): string {
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
  const rows = Object.entries({ [server]: first, ...onOthers }).flatMap(([profile, one]) => [
    ...row(profile, 'floor', one.floor, `by specification ${short(one.floor.secondsBySpecification)} s`),
    ...row(profile, 'floor, answers as short as ours', one.floorOfShortAnswers, ''),
    ...row(
      profile,
      'ours',
      one.ours,
      `${times(one.oursOverFloor)} the floor, ${times(one.oursOverFloorOfShortAnswers)} the one of short answers`,
    ),
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

const both = ({ p50, p95 }: Spread, digits = 0) => `${short(p50, digits)} / ${short(p95, digits)}`;

function firstTextTable({ fresh, cached }: NonNullable<BenchFigures['firstText']>): string {
  const rows = [...fresh.map((one) => ['new', one] as const), ...cached.map((one) => ['cached', one] as const)];
  return `### A question in the channel, ms p50 / p95\n\n${table(
    ['answer', 'askers at once', 'first words', 'finished', 'posts', 'edits'],
    rows.map(([kind, { askers, firstWordsMs, finishedMs, posts, edits }]) => [
      ...[kind, askers, both(firstWordsMs), both(finishedMs), posts, edits],
    ]),
  )}`;
}

function ingestTable(figures: NonNullable<BenchFigures['ingest']>): string {
  return `### Reading files\n\n${table(
    ['kind', 'file MB', 'text MB', 'seconds', 'file MB/s', 'text MB/s', 'interviews'],
    figures.map((one) => [
      one.kind,
      short(one.megabytes, 2),
      short(one.textMegabytes, 2),
      short(one.seconds, 2),
      short(one.megabytesPerSecond, 2),
      short(one.textMegabytesPerSecond, 2),
      one.interviews,
    ]),
  )}`;
}

function retrievalTable(one: NonNullable<BenchFigures['retrieval']>): string {
  return `### Cutting and searching\n\n${table(
    [
      ...['interviews', 'sentences', 'cut, ms an interview p50 / p95', 'index, s', 'longest stall, ms', 'index MB'],
      ...['search, ms p50 / p95', 'memory MB'],
    ],
    [
      [
        ...[one.interviews, one.sentences, both(one.segmentationMs, 1), short(one.indexSeconds)],
        ...[short(one.longestStallMs, 0), short(one.indexMegabytes, 0)],
        ...[both(one.searchMs, 1), short(one.megabytes, 0)],
      ],
    ],
  )}`;
}

function streamsTable(figures: NonNullable<BenchFigures['streams']>): string {
  return `### Threads streaming at once\n\n${table(
    [
      '',
      'threads',
      'seconds',
      'edits',
      'refused',
      'exact finals',
      'lag s median / worst',
      'final after s median / worst',
    ],
    Object.entries(figures).map(([who, one]) => [
      ...[who === 'ours' ? 'ours' : 'fixed 1.2 s loop', one.threads, one.seconds, one.edits, one.refused],
      `${one.exactFinals} of ${one.threads}`,
      ...[one.lagSeconds, one.finalAfterSeconds].map(({ p50, most }) => `${short(p50)} / ${short(most)}`),
    ]),
  )}`;
}

/** All sections as Markdown. */
export function tableOf(figures: BenchFigures): string {
  const { machine, report100, report50k, growth, firstText, ingest, retrieval, streams } = figures;
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
              'processor s',
              'without reading, processor s a thousand',
              'report anew, s',
              'processor s',
              'anew, s a thousand',
              'MB above base',
              'database MB',
            ],
            growth.map((one) => [
              one.interviews,
              short(one.firstSeconds, 2),
              short(one.firstCpuSeconds, 2),
              short(one.withoutReadingCpuSecondsPerThousand, 2),
              short(one.againSeconds, 2),
              short(one.againCpuSeconds, 2),
              short(one.againSecondsPerThousand, 2),
              short(one.megabytesAboveBase, 0),
              short(one.databaseMegabytes, 0),
            ]),
          )}`,
        ]),
    ...(firstText === undefined ? [] : [firstTextTable(firstText)]),
    ...(ingest === undefined ? [] : [ingestTable(ingest)]),
    ...(retrieval === undefined ? [] : [retrievalTable(retrieval)]),
    ...(streams === undefined ? [] : [streamsTable(streams)]),
  ];
  return parts.join('\n\n');
}
