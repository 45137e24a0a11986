import { z } from 'zod';

/** Not NaN and not infinite, as zod's numbers are. */
const amount = z.number().nonnegative();
const measured = z.number().positive();
const spread = z.looseObject({ p50: amount, p95: amount, most: amount, n: z.int().positive() });

/** What one way to a report took; ours and the floor's tell more. */
const spent = z.looseObject({ seconds: measured, calls: amount, promptTokens: amount, completionTokens: amount });
const comparison = { ours: spent, plainPrompt: spent, mapReduce: spent, floor: spent, oursOverFloor: measured };
/** On the first server of the run, and the same on the others. */
const reports = z.looseObject({
  server: z.string(),
  ...comparison,
  onOthers: z.record(z.string(), z.looseObject(comparison)),
});
const asked = z.looseObject({ askers: z.int().positive(), firstWordsMs: spread, finishedMs: spread });
const streamed = z.looseObject({
  ...{ threads: z.int().positive(), seconds: measured, edits: amount, refused: amount, exactFinals: amount },
  ...{ lagSeconds: spread, finalAfterSeconds: spread },
});

/** The shape of `npm run bench -- --json`: a section that was not asked for is absent. */
export const figuresSchema = z.looseObject({
  machine: z.looseObject({ cores: measured, memoryGigabytes: measured, node: z.string(), load: amount }),
  report100: reports.optional(),
  report50k: reports.optional(),
  growth: z
    .array(
      z.looseObject({
        ...{ interviews: z.int().positive(), firstSeconds: measured, againSeconds: measured },
        ...{ firstSecondsPerThousand: measured, againSecondsPerThousand: measured, databaseMegabytes: measured },
        ...{ readingCpuSeconds: measured, withoutReadingCpuSecondsPerThousand: measured },
      }),
    )
    .optional(),
  firstText: z.looseObject({ fresh: z.array(asked), cached: z.array(asked) }).optional(),
  ingest: z
    .array(
      z.looseObject({
        ...{ kind: z.string(), interviews: z.int().positive(), megabytes: measured, textMegabytes: measured },
        ...{ seconds: measured, megabytesPerSecond: measured, textMegabytesPerSecond: measured },
      }),
    )
    .optional(),
  retrieval: z
    .looseObject({
      ...{ interviews: z.int().positive(), sentences: z.int().positive(), segmentationMs: spread },
      ...{ indexSeconds: measured, longestStallMs: measured, indexMegabytes: measured },
      ...{ searchMs: spread, megabytes: measured },
    })
    .optional(),
  streams: z.looseObject({ ours: streamed, fixedLoop: streamed }).optional(),
});
