import { askedAbout } from '../answers/asked-about.ts';
import { causesIn } from '../answers/causes-in-question.ts';
import type { SentenceHit } from '../answers/search-sentences.ts';
import type { AttributedInterview, Quotation } from '../core/findings.ts';
import { sentenceText } from '../core/interview.ts';
import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import { countFindings } from '../findings/count-findings.ts';
import { isMostlyMasked, quotationsOf } from '../findings/quotations.ts';
import { sensitiveCodes } from '../findings/suppress.ts';
import { causeLine, type FigureRequest } from './follow-up-figures.ts';
import { FOLLOW_UP } from './follow-up-words.ts';
import { fill } from './words.ts';

/** Quotations of one answer. */
const QUOTATIONS = 8;

/** What is quoted, and the lines that code alone can write above it. */
export interface Quoted {
  readonly lines: readonly string[];
  readonly quotations: readonly Quotation[];
}

/** The report's rule: the most sensitive causes are counted and never quoted. */
const isSpecial = (code: string, { scope }: FigureRequest) => sensitiveCodes(scope.codebook).has(code);

function quotationsOfCauses(request: FigureRequest): readonly Quotation[] {
  const { form, population, scope } = request;
  const numbered = population.interviews.map((one) => ({ ...one, number: scope.numbers.get(one.interview.id) ?? 0 }));
  return form.causes.flatMap((code) => quotationsOf(code, numbered, scope.codebook));
}

/** A sentence that only a search found must not give away what the causes' own rule hides. */
function isQuotable(
  { interview, attribution }: AttributedInterview,
  sentence: number,
  request: FigureRequest,
): boolean {
  if (isMostlyMasked(interview, [sentence])) return false;
  const coded = attribution.causes.filter(({ evidence }) =>
    evidence.some(({ sentences }) => sentences.includes(sentence)),
  );
  const named = causesIn(sentenceText(interview, sentence), request.scope.codebook).codes;
  return ![...coded.map(({ code }) => code), ...named].some((code) => isSpecial(code, request));
}

interface Found {
  /** Somebody said it, quotable or not. */
  readonly isSaid: boolean;
  readonly quotations: readonly Quotation[];
}

/** The best hits that may be quoted, one sentence per person: more of them are a story, and a story points to a person. */
function quotationsOfHits(hits: Iterable<SentenceHit>, request: FigureRequest): Found {
  const byId = new Map(request.population.interviews.map((one) => [one.interview.id, one]));
  const quoted = new Map<string, Quotation>();
  let isSaid = false;
  for (const { interviewId, sentence } of hits) {
    const found = byId.get(interviewId);
    if (found === undefined) continue;
    isSaid = true;
    if (quoted.has(interviewId) || !isQuotable(found, sentence, request)) continue;
    const interviewNumber = request.scope.numbers.get(interviewId) ?? 0;
    const text = sentenceText(found.interview, sentence);
    quoted.set(interviewId, { interviewId, interviewNumber, sentences: [sentence], text });
    if (quoted.size === QUOTATIONS) break;
  }
  return { isSaid, quotations: [...quoted.values()] };
}

async function notSaid({ form: { topic }, population, language }: FigureRequest, signal: AbortSignal): Promise<string> {
  const interviews = population.interviews.map(({ interview }) => interview);
  const { asked, plainNo } = await askedAbout(topic, interviews, signal);
  const words = fill(FOLLOW_UP.notSaid[language], {
    n: interviews.length,
    topic: escapeMarkdown(topic),
    asked: '{asked}',
  });
  return fill(words, { asked: askedWords(asked, plainNo, language) });
}

function askedWords(asked: number, plainNo: number, language: Language): string {
  if (asked === 0) return FOLLOW_UP.notAsked[language];
  if (asked === 1) {
    return fill(FOLLOW_UP.askedOnce[language], { no: FOLLOW_UP[plainNo === 1 ? 'no' : 'notNo'][language] });
  }
  const all = FOLLOW_UP[asked === 2 ? 'bothNo' : 'allNo'][language];
  const no = plainNo === asked ? all : fill(FOLLOW_UP.someNo[language], { n: plainNo });
  return fill(FOLLOW_UP[asked === 2 ? 'askedTwice' : 'askedOften'][language], { n: asked, no });
}

/** Finds what leavers said about causes or about a topic in the asker's own words, or says that nobody did. */
export async function quotedFor(
  request: FigureRequest,
  search: (topic: string) => Promise<Iterable<SentenceHit>>,
  signal: AbortSignal,
): Promise<Quoted> {
  const { form, population, scope, language } = request;
  const findings = countFindings({ interviews: population.interviews, codebook: scope.codebook });
  const { groupMin, quoteMin } = scope.codebook.privacy;
  if (findings.display === 'held')
    return { lines: [fill(FOLLOW_UP.held[language], { min: groupMin })], quotations: [] };
  const counted = form.causes.map((code) => causeLine(code, findings, request));
  const ofCauses = quotationsOfCauses(request);
  const ofTopic = quotationsOfHits(form.topic === '' || ofCauses.length > 0 ? [] : await search(form.topic), request);
  if (ofCauses.length === 0 && !ofTopic.isSaid) {
    const isHidden = form.causes.some((code) => isSpecial(code, request));
    const none = isHidden ? FOLLOW_UP.hiddenQuotes[language] : await notSaid(request, signal);
    return { lines: [...counted, ...(form.topic === '' && !isHidden ? [] : [none])], quotations: [] };
  }
  if (findings.n < quoteMin) {
    return {
      lines: [...counted, fill(FOLLOW_UP.noQuotes[language], { min: quoteMin, n: findings.n })],
      quotations: [],
    };
  }
  const quotations = [...ofCauses, ...ofTopic.quotations].slice(0, QUOTATIONS);
  return { lines: quotations.length === 0 ? [...counted, FOLLOW_UP.hiddenQuotes[language]] : counted, quotations };
}
