import { faultSentence } from '../core/fault-sentences.ts';
import type { Language } from '../core/language.ts';
import type { Asker, CommandDeps } from './report.ts';
import { fill, WORDS } from './words.ts';

/** What is loaded in a channel, in one line, and what of the settings doesn't work. */
export async function statusWords(
  { channel, user }: Pick<Asker, 'channel' | 'user'>,
  language: Language,
  deps: CommandDeps,
): Promise<string> {
  const files = (await deps.store.files.list(channel)).filter((file) => file.state !== 'archive');
  const loaded = fill(WORDS.status[language], {
    files: files.length,
    interviews: await deps.store.interviews.count(channel),
    waiting: files.filter((file) => file.state === 'waiting').length,
    failed: files.filter((file) => file.state === 'not-read').length,
  });
  const faults = await deps.access.unreadableGroups(user);
  return [loaded, ...faults.map(({ code, detail }) => `⚠️ ${faultSentence(code, detail, language)}`)].join('\n');
}
