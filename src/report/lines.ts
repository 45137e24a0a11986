import type { Codebook } from '../core/codebook.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import type { Finding, Findings } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import type { FailedFile, ReportContext } from '../core/report.ts';
import { agreementText } from './agreement-lines.ts';
import { percentOf } from './numbers.ts';
import { disputedFindings, tiedRuns } from './table-parts.ts';
import { nameOf, shortNameOf, wordsIn } from './words.ts';

/** Codes named as changing places; of the small ones below many do. */
const MAX_SWAPS = 4;
/** Between the parts of one line. */
const DOT = ' · ';

/** "100 interviews read · 94 coded · 3 no cause · 2 to review · 1 failed". */
export function coverageLine(findings: Findings, language: Language): string {
  const words = wordsIn(language);
  const counts = [words.coded(findings.coded), words.noCause(findings.noCause), words.review(findings.review)];
  return [words.read(findings.interviews), ...counts, words.failed(findings.failed)].join(DOT);
}

/** What the ranking rests on: files, ranked interviews, those outside it, languages. */
export function baseLine(context: ReportContext, codebook: Codebook): string {
  const { findings, request } = context;
  const words = wordsIn(request.language);
  const outside = Object.entries(findings.outside).map(
    ([type, count]) => `${shortNameOf(codebook, type, request.language)} ${count}`,
  );
  const languages = (['en', 'zh', 'mixed'] as const)
    .filter((language) => findings.languages[language] > 0)
    .map((language) => `${words.language[language]} ${findings.languages[language]}`);
  return [
    words.files(context.files, context.failedFiles.length),
    words.counted(findings.n),
    ...(outside.length === 0 ? [] : [words.outside(outside.join(words.listJoin))]),
    ...(languages.length === 0 ? [] : [words.languages(languages.join(words.listJoin))]),
  ].join(DOT);
}

/** Which interviews were asked for. */
export function scopeLine(context: ReportContext): string {
  const { period, department, language } = context.request;
  const { scope } = wordsIn(language);
  const parts = [
    ...(period === null ? [] : [scope.period(period)]),
    ...(department === null ? [] : [scope.department(department)]),
  ];
  return parts.length === 0 ? scope.all : parts.join(DOT);
}

/** What small numbers, small groups and little agreement take from the table, one sentence each. */
export function bannerLines(findings: Findings, language: Language): readonly string[] {
  const words = wordsIn(language);
  if (findings.display === 'held') return [words.held(findings.n, findings.hidden.groupMin)];
  return [
    ...(findings.display === 'indicative' ? [words.indicative] : []),
    ...(findings.display === 'small-sample' ? [words.smallSample] : []),
    ...(findings.hidden.codes > 0 ? [words.hidden(findings.hidden.codes)] : []),
    ...(isRanked(findings) && findings.agreement?.reading === 'do-not-rank' ? [words.lowAgreement] : []),
  ];
}

/** Interviews without a rankable cause, by special code: a large share says something about the interviewing. */
export function specialsLine(findings: Findings, codebook: Codebook, language: Language): string | null {
  const words = wordsIn(language);
  const counts = Object.entries(findings.specials).map(([special, count]) =>
    words.specialCount(words.special[special] ?? nameOf(codebook, special, language), words.count(count, findings.n)),
  );
  return counts.length === 0 ? null : counts.join(DOT);
}

/** True where the causes are shown in an order at all. */
function isRanked({ display }: Findings): boolean {
  return display === 'small-sample' || display === 'full';
}

/** How far the numbers can be trusted: agreement, order under other weights, stated reasons. */
export function sureLine(findings: Findings, codebook: Codebook, language: Language): string {
  const words = wordsIn(language);
  const { swaps } = findings;
  const names = swaps.slice(0, MAX_SWAPS).map((code) => nameOf(codebook, code, language));
  const more = swaps.length > MAX_SWAPS ? [words.andMore(swaps.length - MAX_SWAPS)] : [];
  const order = swaps.length === 0 ? words.orderHolds : words.orderSwaps([...names, ...more].join(words.listJoin));
  return [...agreementText(findings, language), ...(isRanked(findings) ? [order] : []), words.statedOnly].join(DOT);
}

/** Which stretches of the order may be chance, one sentence each. */
export function tiedLines(findings: Findings, codebook: Codebook, language: Language): readonly string[] {
  const nameAt = (run: readonly Finding[], at: number) => nameOf(codebook, run.at(at)?.code ?? '', language);
  return tiedRuns(findings).map((run) => wordsIn(language).tied(nameAt(run, 0), nameAt(run, -1), run.length));
}

/** The causes on which two readers disagree, with their counts; null when there are none. */
export function disputedLine(findings: Findings, codebook: Codebook, language: Language): string | null {
  const words = wordsIn(language);
  const names = disputedFindings(findings).map(
    ({ code, interviews }) => `${nameOf(codebook, code, language)} ${words.count(interviews, findings.n)}`,
  );
  return names.length === 0 ? null : words.disputed(names.join(words.listJoin));
}

/** Who coded and wrote, with which codebook and how long it took. */
export function authorshipLine(context: ReportContext): string {
  const { authorship, findings, request } = context;
  const words = wordsIn(request.language);
  const { coders, writer } = authorship;
  return [
    coders.length === 0 ? words.codedByReader : words.codedBy(coders.join(words.listJoin)),
    writer === null ? words.writtenByTemplate : words.writtenBy(writer),
    words.codebookAt(findings.codebook),
    words.seconds(Math.round(context.seconds)),
  ].join(DOT);
}

/** What a reader must know about this very report: another model, dropped sentences. */
export function remarkLines(context: ReportContext): readonly string[] {
  const { request } = context;
  const words = wordsIn(request.language);
  const { fallback, writer } = context.authorship;
  const steppedIn = writer === null ? words.templateSteppedIn : words.steppedIn;
  return [
    ...(fallback === null ? [] : [steppedIn(fallbackText(fallback, request.language))]),
    ...(context.droppedSentences === 0 ? [] : [words.dropped(context.droppedSentences)]),
  ];
}

/** "Qwen2.5-7B-Instruct: slow; …" in words. */
function fallbackText(fallback: string, language: Language): string {
  const words = wordsIn(language);
  const parts = fallback.split('; ').map((part) => {
    const named = /^(.+): ([a-z-]+)$/.exec(part);
    return named === null ? part : words.modelFault(named[1] ?? '', modelFaultText(named[2] ?? '', language));
  });
  return parts.join(words.listJoin);
}

/** What a model did, by its fault: "was too slow"; never the fault's own name. */
export function modelFaultText(fault: string, language: Language): string {
  const words = wordsIn(language);
  const name = fault.replace(/^model-/, '');
  return Object.entries(words.fallback).find(([why]) => why === name)?.[1] ?? words.modelFailed;
}

/** Why a file was not read and what to do, in one sentence; `escapeText` makes its foreign words safe. */
export function failedSentence(file: FailedFile, language: Language, escapeText: (text: string) => string): string {
  return faultSentence(file.fault, { name: file.name, ...file.detail }, language, escapeText);
}

/** What stands beside a row: mentions that are no reason. */
export function rowNotes(finding: Finding, language: Language): readonly string[] {
  return finding.mentionedOnly > 0 ? [wordsIn(language).mentionedOnly(finding.mentionedOnly)] : [];
}

/** The codes that nobody named, with the upper bound that "0 of N" still allows; null where hiding forbids it. */
export function notNamedLine(findings: Findings, codebook: Codebook, language: Language): string | null {
  // With hidden causes the list would give them away by their absence.
  if (findings.display === 'held' || findings.hidden.codes > 0) return null;
  const named = new Set(findings.table.map((finding) => finding.code));
  const absent = codebook.codes.filter((code) => !named.has(code.id)).map((code) => code.name[language]);
  if (absent.length === 0) return null;
  const words = wordsIn(language);
  return words.notNamed(absent.join(words.listJoin), findings.n, upperBoundOfZero(findings.n));
}

/** Wilson's upper bound of 0 of n, 95 %, in whole percents. */
function upperBoundOfZero(n: number): number {
  const z2 = 1.959964 ** 2;
  return percentOf(z2 / (n + z2));
}
