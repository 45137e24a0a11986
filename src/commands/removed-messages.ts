import { languageOf } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import { placeOf } from '../core/place.ts';
import { plainView } from '../core/plain-view.ts';
import type { FilesInput } from '../core/ports/commands.ts';
import type { MessageRef } from '../core/ports/conversation.ts';
import type { CommandDeps } from './report.ts';
import { fill, WORDS } from './words.ts';

/** Names in one remark; the rest is only hinted at. */
const NAMES_LISTED = 5;
const REPORT_KEY = 'report:';

/** An upload was deleted in the chat: its interviews still count, and the uploader hears how to delete those too. */
export async function tellOfRemovedFiles(input: FilesInput, deps: CommandDeps): Promise<void> {
  const { channel, user, thread, files } = input;
  const removed = new Set(files.map(({ id }) => id));
  const kept = (await deps.store.files.list(channel)).filter(
    ({ externalId, state }) => state === 'read' && removed.has(externalId),
  );
  const [first] = kept;
  if (first === undefined) return;
  const language = languageOf(kept.map(({ name }) => name).join(' '));
  const names = kept.slice(0, NAMES_LISTED).map(({ name }) => escapeMarkdown(name));
  const listed = kept.length > NAMES_LISTED ? [...names, '…'] : names;
  const words = fill(WORDS.filesRemoved[language], {
    names: listed.join(language === 'zh' ? '、' : ', '),
    name: escapeMarkdown(first.name),
  });
  await deps.conversation.whisper(placeOf(channel, thread), user, plainView(words));
}

/** A message of ours was deleted: it is not written again, and a report that was growing in it stops, in any process. */
export async function stopDeleted(ref: MessageRef, deps: CommandDeps): Promise<void> {
  for (const key of await deps.store.messages.lose(ref)) {
    if (key.startsWith(REPORT_KEY)) await deps.stopReport(key.slice(REPORT_KEY.length));
  }
}
