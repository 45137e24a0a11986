import { toAttritionError } from '../core/errors.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import type { Language } from '../core/language.ts';
import type { MessageView } from '../core/ports/conversation.ts';
import { isPassing } from '../store/store-faults.ts';

/**
 * Says in a job's own message why it rests, where the job is tried again once the database is back; other faults are
 * left to the caller. The next try opens the same message.
 */
export async function tellDelay(
  thrown: unknown,
  live: { finish(view: MessageView): Promise<unknown> },
  language: Language,
  title = '',
): Promise<void> {
  if (!isPassing(thrown)) return;
  const { code, detail } = toAttritionError(thrown);
  const sentence = faultSentence(code, detail, language);
  const markdown = title === '' ? sentence : `**${title}**\n${sentence}`;
  // Slack may be away too; the job must be tried again all the same.
  await live.finish({ markdown, notice: sentence }).catch(() => {});
}
