import type { Language } from '../core/language.ts';
import { plainView } from '../core/plain-view.ts';
import type { ButtonInput, WindowButtonInput } from '../core/ports/commands.ts';
import type { ReportRecord } from '../core/ports/store.ts';
import type { ReportRequest } from '../core/report.ts';
import { REPORT_ACTIONS } from '../jobs/report-words.ts';
import { pressDigest } from './digest.ts';
import { exportReport } from './export.ts';
import { answerForget } from './forget.ts';
import { HOME_ACTIONS } from './home.ts';
import { lastReport } from './last-report.ts';
import { type Asker, startReport } from './report.ts';
import { openReview } from './start-review.ts';
import { decideTranscript } from './transcript.ts';
import type { UseCaseParts } from './use-case-parts.ts';
import { WORDS } from './words.ts';

type Press = (report: ReportRecord, asker: Asker, parts: UseCaseParts) => Promise<void>;

/** What the buttons under a report do. */
const REPORT_BUTTONS: Readonly<Record<string, Press>> = {
  [REPORT_ACTIONS.stop]: async ({ id, request }, asker, { deps, whisper }) => {
    if (!(await deps.stopReport(id))) await whisper(asker, WORDS.notRunning[request.language]);
  },
  [REPORT_ACTIONS.anew]: ({ request }, asker, { deps }) => startReport(request, asker, true, deps),
  [REPORT_ACTIONS.fast]: ({ request }, asker, { deps }) => startReport({ ...request, fast: true }, asker, false, deps),
  [REPORT_ACTIONS.review]: ({ request }, asker, { review }) => openReview(request, asker, review),
  [REPORT_ACTIONS.export]: async (report, asker, { deps, whisper }) => {
    if (report.state === 'done') return exportReport(report, [], deps.desks, deps);
    await whisper(asker, WORDS.noReportYet[report.request.language]);
  },
};

/** A pressed button of a message; one from before an upgrade, or of a report that is gone, is told so. */
export async function pressButton(input: ButtonInput, parts: UseCaseParts): Promise<void> {
  if (input.action.startsWith('review_')) return parts.review.press(input);
  if (input.action.startsWith('answer_')) return parts.followUp.press(input);
  if (input.action.startsWith('forget_')) return answerForget(input, parts.deps);
  if (input.action.startsWith('transcript_')) return decideTranscript(input, parts.deps);
  const { user, trigger, message, action } = input;
  if (action.startsWith('digest_') && (await pressDigest(input, parts))) return;
  const report = await parts.deps.store.reports.get(input.value);
  const asker = { channel: message.channel, user, thread: report?.thread ?? input.thread, trigger };
  const press = REPORT_BUTTONS[action];
  const isHere = report !== null && report.channel === message.channel;
  if (press === undefined || !isHere) return parts.whisper(asker, `${WORDS.oldButton.en}\n${WORDS.oldButton.zh}`);
  await press(report, asker, parts);
}

/** A pressed button of a window or of App Home: only for those who are in the channel it is about. */
export async function pressWindowButton(input: WindowButtonInput, parts: UseCaseParts): Promise<void> {
  if (input.action.startsWith('review_')) return parts.review.pressInWindow(input);
  const { user, trigger, value, action } = input;
  const { deps, review } = parts;
  if (action === REPORT_ACTIONS.anew) {
    const report = await deps.store.reports.get(value);
    if (report === null || !(await deps.conversation.isMember(report.channel, user))) return;
    return startReport(report.request, { channel: report.channel, user, thread: null }, true, deps);
  }
  const isReview = action.startsWith(HOME_ACTIONS.review);
  // By its name a use is judged before it comes here: what no name stands for must do nothing.
  if (!isReview && !action.startsWith(HOME_ACTIONS.report)) {
    const words = plainView(`${WORDS.oldButton.en}\n${WORDS.oldButton.zh}`);
    return void (await deps.conversation.openWindow(trigger, words));
  }
  if (!(await deps.conversation.isMember(value, user))) return;
  const last = await lastReport(value, deps.store);
  const asker = { channel: value, user, thread: null };
  if (!isReview) {
    return startReport(last?.request ?? wholeChannel('en', deps.codebooks[0] ?? ''), asker, false, deps);
  }
  if (last !== null) await review.startInWindow(last.request, asker, trigger);
}

function wholeChannel(language: Language, codebook: string): ReportRequest {
  return { period: null, department: null, language, codebook, fast: false };
}
