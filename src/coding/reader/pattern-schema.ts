import { z } from 'zod';
import { bilingualPatterns } from '../../core/cues.ts';

const codePatterns = z.strictObject({
  /** Say by themselves what was wrong or what drew the leaver: "no raise in three years", 三年没涨薪. */
  facts: bilingualPatterns,
  /** Name a subject only ("the pay", 工资): count where the sentence itself ties it to the leaving. */
  topics: bilingualPatterns,
  /** Make the code void in a clause that holds them: a mother's illness is care, not the leaver's own health. */
  unless: bilingualPatterns.optional(),
});

/** The file `<codebook>.patterns.yml`: what the codebook reader looks for, by code. */
export const readerPatternsSchema = z.strictObject({
  version: z.string().min(1),
  codes: z.record(z.string(), codePatterns),
});

export type ReaderPatterns = z.infer<typeof readerPatternsSchema>;
export type CodePatterns = z.infer<typeof codePatterns>;
