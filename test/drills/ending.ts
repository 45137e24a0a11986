import type { Playground } from '../../playground/server.ts';
import { CHANNEL, wordsOf } from '../workspace/whole-app.ts';
import { isIngested } from './lookout.ts';

/** What a report and its channel look like in the end, without what differs from run to run. */
export interface Ending {
  /** The report's table and quotations; times and token counts differ from run to run. */
  readonly report: string;
  /** Every cause with its words, one line each, in order. */
  readonly causes: readonly string[];
  /** What was said of the uploads, in whole. */
  readonly uploads: readonly string[];
  /** What the bot has posted in the channel, by first line, and its files by name. */
  readonly posts: readonly string[];
}

/** Waits for the report of a thread and reads it. */
export async function endingOf(playground: Playground, root: string, timeoutMs = 120_000): Promise<Ending> {
  const file = await playground.waitFor(
    () =>
      playground
        .thread(CHANNEL, root)
        .flatMap((message) => message.files ?? [])
        .find(({ name }) => name === 'report.md'),
    timeoutMs,
  );
  const text = Buffer.from(playground.fileBytes(file.id) ?? []).toString();
  // The asker of a slow report is told that it is ready, which a disturbed one may be and a calm one not.
  const own = playground
    .messages(CHANNEL)
    .filter((message) => message.user === playground.botUser && !/the report is ready/.test(wordsOf(message)));
  const firstLine = (message: (typeof own)[number]) => wordsOf(message).split('\n')[0]?.replaceAll(/\d+/g, '0') ?? '';
  return {
    report: text.replaceAll(/ · \d+ s$|Model use: .*$/gm, ''),
    causes: text.split('\n').filter((line) => line.startsWith('> ')),
    uploads: own.filter(isIngested).map(wordsOf),
    posts: own.flatMap((message) => [firstLine(message), ...(message.files ?? []).map(({ name }) => name)]).sort(),
  };
}
