import type { Codebook } from '../core/codebook.ts';
import type { Interview } from '../core/interview.ts';
import type { Language } from '../core/language.ts';
import type { Button, MessageView } from '../core/ports/conversation.ts';
import type { ReviewDecision } from '../core/review.ts';
import { decideSeparation } from '../evidence/separation.ts';
import { wilson } from '../findings/wilson.ts';
import { REPORT_ACTIONS } from '../jobs/report-words.ts';
import type { ReviewClaim } from '../jobs/review-queue.ts';
import { showExchange } from './exchange.ts';
import { REVIEW_WORDS as WORDS } from './review-words.ts';
import { causeName, foundWords } from './segment-words.ts';
import { fill } from './words.ts';

/** Action ids of a review's buttons; a cause button carries its code behind `cause`. `value` is "SESSION CLAIM". */
export const REVIEW_ACTIONS = {
  accept: 'review_accept',
  reject: 'review_reject',
  other: 'review_other',
  skip: 'review_skip',
  undo: 'review_undo',
  back: 'review_back',
  cause: 'review_cause:',
} as const;

/** What a person needs for one claim when the exchange is short; only used to say how long it takes. */
const SECONDS_PER_CLAIM = 10;

/** Everything about the claim on show. */
export interface ClaimOnShow {
  readonly sessionId: string;
  readonly language: Language;
  readonly codebook: Codebook;
  readonly claim: ReviewClaim;
  readonly interview: Interview;
  /** The interview's number in a report. */
  readonly number: number;
  /** 1-based. */
  readonly position: number;
  readonly total: number;
}

type ButtonName = 'accept' | 'reject' | 'other' | 'skip' | 'undo' | 'back';

function buttonOf(show: ClaimOnShow, name: ButtonName, label: string): Button {
  const style = name === 'accept' ? { style: 'primary' as const } : {};
  return { action: REVIEW_ACTIONS[name], label, value: `${show.sessionId} ${show.claim.key}`, ...style };
}

/** The codebook's causes as buttons, without the one that was proposed. */
function causeButtons(show: ClaimOnShow): readonly Button[] {
  const { codebook, claim, language, sessionId } = show;
  const other = codebook.specials.filter(({ id }) => id === 'other-cause');
  return [...codebook.codes, ...other]
    .filter(({ id }) => id !== claim.code)
    .map(({ id, name }) => ({
      action: `${REVIEW_ACTIONS.cause}${id}`,
      label: name[language],
      value: `${sessionId} ${claim.key}`,
    }));
}

function timeLeft(claims: number, language: Language): string {
  const minutes = Math.ceil((claims * SECONDS_PER_CLAIM) / 60);
  return minutes <= 1 ? WORDS.aMinute[language] : fill(WORDS.minutes[language], { minutes });
}

function frame(show: ClaimOnShow, question: string, buttons: readonly Button[]): MessageView {
  const { language, position, total, number, interview, claim } = show;
  const time = timeLeft(total - position + 1, language);
  const said = claim.segments.map((segment) => foundWords(segment, language));
  const parts = [
    fill(WORDS.progress[language], { position, total, number, time }),
    showExchange(interview, claim.sentences, language),
    question,
    said.join('\n\n'),
  ];
  return {
    markdown: parts.filter((part) => part !== '').join('\n\n'),
    notice: `${WORDS.title[language]} ${position}/${total}`,
    buttons,
  };
}

function tail(show: ClaimOnShow): readonly Button[] {
  const { language, position } = show;
  const undo = position > 1 ? [buttonOf(show, 'undo', WORDS.undo[language])] : [];
  return [buttonOf(show, 'skip', WORDS.skip[language]), ...undo];
}

/** One claim: the exchange, the question, what coders and checks said, and the buttons. */
export function claimView(show: ClaimOnShow): MessageView {
  const { claim, language, codebook, interview } = show;
  if (claim.code === null) {
    const isChoiceUnsure = decideSeparation(interview, codebook).doubt;
    const none = isChoiceUnsure ? WORDS.notTheirChoice : WORDS.noneNamed;
    const doubts = [
      ...(interview.doubt === null ? [] : [WORDS.speakersDoubt[language]]),
      isChoiceUnsure ? `**${WORDS.choiceDoubt[language]}**` : WORDS.whichCause[language],
    ];
    const buttons = [...causeButtons(show), buttonOf(show, 'reject', none[language]), ...tail(show)];
    return frame(show, doubts.join('\n\n'), buttons);
  }
  return frame(show, fill(WORDS.claim[language], { cause: causeName(codebook, claim.code, language) }), [
    buttonOf(show, 'accept', WORDS.accept[language]),
    buttonOf(show, 'reject', WORDS.reject[language]),
    buttonOf(show, 'other', WORDS.other[language]),
    ...tail(show),
  ]);
}

/** The same claim, asking which other cause it is. */
export function otherCauseView(show: ClaimOnShow): MessageView {
  const { claim, language, codebook } = show;
  const question = fill(WORDS.anotherCause[language], { cause: causeName(codebook, claim.code ?? '', language) });
  return frame(show, question, [...causeButtons(show), buttonOf(show, 'back', WORDS.back[language])]);
}

/** Of the claims accepted without a person and then shown to one: how many were wrong. */
export function escapeWords(decisions: readonly ReviewDecision[], language: Language): string {
  const checked = decisions.filter(({ sampled, choice }) => sampled && choice !== 'skip');
  if (checked.length === 0) return '';
  const [n, x] = [checked.length, checked.filter(({ choice }) => choice !== 'accept').length];
  const { low, high } = wilson(x, n);
  const whole = (share: number) => Math.round(share * 100);
  const percent = `${whole(x / n)}${language === 'zh' ? '%' : ' %'}`;
  return fill(WORDS.escapes[language], { n, x, percent, low: whole(low), high: whole(high) });
}

/** The end of a review: what was decided, the escape estimate, and the way to a new report. */
export function doneView(done: {
  readonly sessionId: string;
  readonly language: Language;
  /** Of this session. */
  readonly own: readonly ReviewDecision[];
  /** Of all sessions on the same interviews. */
  readonly all: readonly ReviewDecision[];
  /** The report to ask for anew, if there is one. */
  readonly reportId: string | null;
}): MessageView {
  const { language, own, sessionId, reportId } = done;
  const skipped = own.filter(({ choice }) => choice === 'skip').length;
  const words = fill(WORDS.done[language], { decided: own.length - skipped, skipped });
  const anew = { action: REPORT_ACTIONS.anew, label: WORDS.anew[language], value: reportId ?? '' };
  const undo = { action: REVIEW_ACTIONS.undo, label: WORDS.undo[language], value: `${sessionId} -` };
  return {
    markdown: [words, escapeWords(done.all, language)].filter((part) => part !== '').join('\n\n'),
    notice: WORDS.title[language],
    buttons: [...(reportId === null ? [] : [anew]), ...(own.length === 0 ? [] : [undo])],
  };
}
