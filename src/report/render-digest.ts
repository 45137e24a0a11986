import type { Codebook } from '../core/codebook.ts';
import type { CauseChange, Digest, DigestContent } from '../core/digest.ts';
import type { AttritionError } from '../core/errors.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import type { Finding } from '../core/findings.ts';
import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { MessageView } from '../core/ports/conversation.ts';
import type { ReportRequest } from '../core/report.ts';
import { failedSentence } from './lines.ts';
import { intervalText, percentOf } from './numbers.ts';
import { digestWords } from './render-digest-words.ts';
import { nameOf } from './words.ts';

/** Action ids of a digest's buttons; `value` is the report's request as JSON. */
export const DIGEST_ACTIONS = { open: 'digest_open', review: 'digest_review' } as const;

/** A digest is read in a minute: the rest of the ranking stands in the report. */
const SHOWN_CAUSES = 5;
/** So many failures are named; more are counted. */
const SHOWN_FAILURES = 5;

interface Shares {
  readonly language: Language;
  readonly n: number;
}

function share(finding: Finding | null, { language, n }: Shares): string {
  const words = digestWords(language);
  if (finding === null) return words.none(n);
  return words.share(finding.interviews, n, percentOf(finding.prevalence), intervalText(finding, language));
}

function rankingLines(content: DigestContent, codebook: Codebook, language: Language): readonly string[] {
  const words = digestWords(language);
  if (content.ranking === null) return [words.tooFew(content.n, content.groupMin)];
  // Before, a cause may be absent because it is hidden: only a row that is shown is told.
  const rows = content.ranking.slice(0, SHOWN_CAUSES).map(({ now, before }) => {
    const earlier = before === null ? null : share(before, { language, n: content.previousN });
    const name = nameOf(codebook, now.code, language);
    return words.row(now.rank, name, share(now, { language, n: content.n }), earlier);
  });
  const hidden = content.hiddenCauses > 0 ? [words.hidden(content.hiddenCauses)] : [];
  return [words.rankingHead(content.period, content.previousPeriod), ...rows, ...hidden];
}

function changeLine(change: CauseChange, content: DigestContent, codebook: Codebook, language: Language): string {
  const words = digestWords(language);
  return words.change({
    name: nameOf(codebook, change.code, language),
    isUp: change.difference > 0,
    before: change.before === null ? 0 : percentOf(change.before.prevalence),
    now: change.now === null ? 0 : percentOf(change.now.prevalence),
    low: percentOf(change.interval.low),
    high: percentOf(change.interval.high),
    counts: `${change.before?.interviews ?? 0}/${content.previousN} → ${change.now?.interviews ?? 0}/${content.n}`,
  });
}

function changeLines(content: DigestContent, codebook: Codebook, language: Language): readonly string[] {
  const words = digestWords(language);
  if (content.changes === null) return content.ranking === null ? [] : [words.notCompared(content.previousPeriod)];
  if (content.changes.length === 0) return [words.noChange(content.previousPeriod)];
  return [...content.changes.map((change) => changeLine(change, content, codebook, language)), words.restUnchanged];
}

function failureLines(content: DigestContent, language: Language): readonly string[] {
  const words = digestWords(language);
  const { failedFiles, waitingFiles, notCoded } = content;
  const named = failedFiles
    .slice(0, SHOWN_FAILURES)
    .map((file) => `- ${failedSentence(file, language, escapeMarkdown)}`);
  return [
    ...(failedFiles.length > 0 ? [words.failed(failedFiles.length), ...named] : []),
    ...(failedFiles.length > SHOWN_FAILURES ? [words.moreFailed(failedFiles.length - SHOWN_FAILURES)] : []),
    ...(waitingFiles > 0 ? [words.waiting(waitingFiles)] : []),
    ...(notCoded > 0 ? [words.notCoded(notCoded)] : []),
  ];
}

function titleOf(digest: Digest): string {
  const title = digestWords(digest.language).title;
  return digest.department === null ? title : `${title} · ${escapeMarkdown(digest.department)}`;
}

/** A digest as one message: what is new, the causes now and before, certain changes, and what waits. */
export function digestView(
  digest: Digest,
  content: DigestContent,
  codebook: Codebook,
  request: ReportRequest,
): MessageView {
  const { language } = digest;
  const words = digestWords(language);
  const head = words.head(content);
  const parts = [
    [`**${titleOf(digest)}** · ${words.range(content.since, content.until)}`, head],
    rankingLines(content, codebook, language),
    changeLines(content, codebook, language),
    content.toReview > 0 ? [words.toReview(content.toReview)] : [],
    failureLines(content, language),
  ];
  const value = JSON.stringify(request);
  return {
    markdown: parts
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n'),
    notice: `${titleOf(digest)}: ${head}`.slice(0, 300),
    buttons: [
      { action: DIGEST_ACTIONS.open, label: words.open, value },
      ...(content.toReview > 0
        ? [{ action: DIGEST_ACTIONS.review, label: words.review(content.toReview), value }]
        : []),
    ],
  };
}

/** The one line of a digest that has nothing to tell. */
export function nothingNewView(digest: Digest): MessageView {
  const line = digestWords(digest.language).nothingNew(titleOf(digest), digest.recurrence.every);
  return { markdown: line, notice: line };
}

/** What a digest's creator is told when it can't go on. */
export function pausedView(digest: Digest, fault: AttritionError): MessageView {
  const words = digestWords(digest.language);
  // "Not in this channel" would speak of the direct message that this stands in.
  const reason =
    fault.code === 'not-allowed-here' ? words.cannotPost : faultSentence(fault.code, fault.detail, digest.language);
  const line = words.paused(digest.id, digest.channel, reason);
  return { markdown: line, notice: line.slice(0, 300) };
}
