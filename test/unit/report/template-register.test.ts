import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCodebook } from '../../../src/coding/load-codebook.ts';
import type { Finding } from '../../../src/core/findings.ts';
import { checkClaim } from '../../../src/evidence/check-claims.ts';
import { writeTemplate } from '../../../src/report/template-writer.ts';
import { contextOf } from '../../fixtures/findings/context.ts';
import { interviewsWith } from '../../fixtures/findings/sample.ts';

const BOOKS = ['employee-exit', 'tech-abandonment'] as const;
const LANGUAGES = ['en', 'zh'] as const;

describe('what the template writes', () => {
  it.each(BOOKS.flatMap((book) => LANGUAGES.map((language) => [book, language] as const)))(
    'passes the claim check whatever the %s codebook finds (%s)',
    async (book, language) => {
      const { codebook } = await loadCodebook(
        fileURLToPath(new URL(`../../../codebooks/${book}.yml`, import.meta.url)),
      );
      const context = contextOf(interviewsWith({ pay: 12, relocation: 9 }), language);
      const [sample] = context.findings.table;
      const found = (code: string, more: Partial<Finding> = {}): Finding => ({ ...(sample as Finding), code, ...more });
      const codes = codebook.codes.map(({ id }) => id);
      const tables = codes.flatMap((code, at) => [
        [found(code)],
        codes.slice(at).map((id, index) => found(id, { tiedWithPrevious: index > 0 })),
        [found(code), ...codes.filter((id) => id !== code).map((id) => found(id, { disputed: true, rank: null }))],
        [found(code, { disputed: true, rank: null })],
      ]);
      for (const table of tables) {
        for (const display of ['full', 'indicative'] as const) {
          const findings = { ...context.findings, table, display };
          for (const draft of writeTemplate({ ...context, findings }, codebook))
            expect([draft.text, checkClaim(draft, { findings, codebook, language })]).toEqual([
              draft.text,
              { ok: true },
            ]);
        }
      }
    },
  );
});
