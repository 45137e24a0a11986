import { type Code, type Codebook, codeById } from '../core/codebook.ts';
import type { Finding, Findings } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import type { ReportContext } from '../core/report.ts';
import type { DraftClaim } from '../core/slots.ts';
import { disputedFindings, rankedFindings } from './table-parts.ts';
import { wordsIn } from './words.ts';

/** Causes that get a sentence of their own, and causes that suggestions are made for. */
const CAUSES = 3;
const SUGGESTIONS = 3;

/** Writes the report's prose without a model. Nothing is written while the interviews are too few to show causes. */
export function writeTemplate(context: ReportContext, codebook: Codebook): readonly DraftClaim[] {
  const { findings, request } = context;
  const { prose } = wordsIn(request.language);
  const named = rankedFindings(findings);
  if (findings.display === 'held') return [];
  if (named.length === 0)
    return [core(findings.table.some(({ disputed }) => disputed) ? prose.disputed : prose.nothing)];
  if (findings.display === 'indicative') return [core(prose.indicative)];
  return [
    ...coreClaims(named, request.language),
    // The largest of them could stand near the top: silence would mislead more than the open question.
    ...disputedFindings(findings)
      .slice(0, 1)
      .map(({ code }) => core(prose.apart(code))),
    ...named.slice(0, CAUSES).map(({ code }) => ({ section: 'causes' as const, text: prose.cause(code) })),
    ...suggestions(findings, codebook, request.language),
  ];
}

function core(text: string): DraftClaim {
  return { section: 'core', text };
}

function coreClaims(ranked: readonly Finding[], language: Language): readonly DraftClaim[] {
  const { prose } = wordsIn(language);
  const [first, second, ...others] = ranked;
  if (first === undefined) return [];
  if (second === undefined) return [core(prose.leader(first.code))];
  const lead = core(prose.leaders(first.code, second.code));
  if (!second.tiedWithPrevious) return [lead];
  const isOpen = others.length > 0 && others.every(({ tiedWithPrevious }) => tiedWithPrevious);
  return [lead, core(isOpen ? prose.tiedAll : prose.tiedLead)];
}

/** One lever of the codebook for each leading cause that the organisation can change. */
function suggestions(findings: Findings, codebook: Codebook, language: Language): readonly DraftClaim[] {
  const { prose } = wordsIn(language);
  return rankedFindings(findings)
    .flatMap((finding) => {
      const code = codeById(codebook, finding.code);
      const lever = code === undefined ? undefined : leverOf(code, language);
      return lever === undefined
        ? []
        : [{ section: 'suggestions' as const, text: prose.suggestion(finding.code, lever) }];
    })
    .slice(0, SUGGESTIONS);
}

/** The first lever without a digit: numbers in prose come from slots only. */
function leverOf(code: Code, language: Language): string | undefined {
  if (code.controllable === 'no') return undefined;
  return code.levers[language].find((lever) => !/\p{N}/u.test(lever));
}
