import { createHash } from 'node:crypto';
import type { Codebook } from '../core/codebook.ts';
import type { CodingOutcome, Proposal } from '../core/coding.ts';
import { type Interview, roleOf } from '../core/interview.ts';
import type { Coder } from '../core/ports/coder.ts';

/** Creates the coder of ticked options: what a form's or survey's option means stands in the codebook's `ticks`. */
export function createTickCoder(codebook: Codebook): Coder {
  const codes = new Map(
    codebook.codes.flatMap(({ id, ticks }) => ticks.map((tick) => [foldOption(tick), id] as const)),
  );
  const empty = new Set(codebook.emptyTicks.map(foldOption));
  const generic = new Set([...codebook.generic.en, ...codebook.generic.zh].map(foldOption));
  const version = createHash('sha256')
    .update(JSON.stringify([[...codes], [...empty], [...generic]]))
    .digest('hex')
    .slice(0, 12);
  return {
    id: 'tick',
    version,
    async code(interview, signal): Promise<CodingOutcome> {
      signal?.throwIfAborted();
      const proposals = interview.ticks.flatMap(({ option, sentence }): readonly Proposal[] => {
        const code = codes.get(foldOption(option));
        return code === undefined ? [] : [{ code, sentences: [sentence], coder: 'tick', model: null, link: 'stated' }];
      });
      if (proposals.length > 0) return { kind: 'found', proposals, unsure: false };
      const options = interview.ticks.map(({ option }) => foldOption(option));
      const isSettled = options.length > 0 && options.every((option) => empty.has(option) || generic.has(option));
      // Beside words of the leaver an empty option says nothing: the words decide.
      if (!isSettled || hasWords(interview)) return { kind: 'unsure', why: 'no-model' };
      return {
        kind: 'none',
        special: options.some((option) => generic.has(option)) ? 'generic-reason' : 'no-cause-found',
        sentences: interview.ticks.map(({ sentence }) => sentence),
      };
    },
  };
}

function hasWords(interview: Interview): boolean {
  const ticked = new Set(interview.ticks.map(({ sentence }) => sentence));
  return interview.sentences.some(({ id }) => !ticked.has(id) && ['leaver', 'note'].includes(roleOf(interview, id)));
}

function foldOption(option: string): string {
  return option.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
