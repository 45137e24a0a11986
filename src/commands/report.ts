import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Conversation } from '../core/ports/conversation.ts';
import type { Store } from '../core/ports/store.ts';
import type { ReportRequest } from '../core/report.ts';
import { placeReport } from '../jobs/place-report.ts';
import type { Queue } from '../jobs/queue.ts';
import type { Access } from './access.ts';
import { askedId } from './asked-id.ts';
import { type ParsedCommand, parseReport } from './parse-command.ts';
import { fill, WORDS } from './words.ts';

export interface CommandDeps {
  readonly store: Store;
  readonly conversation: Conversation;
  readonly queue: Queue;
  readonly clock: Clock;
  /** Ids of the codebooks there are; the first is the default. */
  readonly codebooks: readonly string[];
  /** Who reads and writes, and how they fare, as `/attrition models` shows it. */
  readonly modelWords: (language: Language) => string;
  /** Time zone of digests whose creator names none. */
  readonly digestZone: string;
  /** What App Home says of a channel beyond its files and reports: its digests. */
  readonly channelNotes: (channel: string, language: Language) => Promise<readonly string[]>;
  /** What a codebook's causes are called, for `/attrition codebook`. */
  readonly describeCodebook: (id: string, language: Language) => string;
  /** Who may see what. */
  readonly access: Pick<Access, 'narrow' | 'refusal' | 'unreadableGroups'>;
  /** False when the report neither waits nor runs. */
  readonly stopReport: (reportId: string) => Promise<boolean>;
}

export interface Asker {
  readonly channel: string;
  readonly user: string;
  /** Root of the thread the question was asked in, or null in the channel itself. */
  readonly thread: string | null;
  /** The message they asked by; absent for a command or a press. */
  readonly message?: string;
  /** Opens a window for them within three seconds; absent where they only wrote a message. */
  readonly trigger?: string;
}

/** Keeps a report and has it made; the answer comes by edits of a message in `thread` (a new thread when null). */
export async function startReport(
  request: ReportRequest,
  asker: Asker,
  anew: boolean,
  deps: CommandDeps,
): Promise<void> {
  const asked = await deps.access.narrow(request, asker.user, deps.clock.now());
  const id = askedId(asker);
  const { channel, thread, user: askedBy } = asker;
  const report = { id, channel, thread, askedBy, askedAt: deps.clock.now(), request: asked };
  // One that was kept before is made by its job.
  if (!(await deps.store.reports.create(report, { id, queue: 'report', payload: { reportId: id, anew } }))) return;
  try {
    await placeReport(report, deps);
  } catch (error) {
    // They are told so: a report that nobody waits for must not come later.
    await deps.store.reports.setState(id, 'failed');
    throw error;
  }
  await deps.queue.handOver(id);
}

/** Reads a request's options; what can't be read is said to the asker alone, and null comes back. */
export async function readRequest(
  command: ParsedCommand,
  asker: Asker,
  codebook: string,
  deps: CommandDeps,
): Promise<ReportRequest | null> {
  const parsed = parseReport(command, codebook, deps.clock.now());
  const { language } = command;
  const complain = async (words: string) => {
    await deps.conversation.whisper({ channel: asker.channel }, asker.user, { markdown: words, notice: words });
    return null;
  };
  if ('unknown' in parsed)
    return complain(fill(WORDS.unknownOption[language], { word: escapeMarkdown(parsed.unknown) }));
  if (!deps.codebooks.includes(parsed.request.codebook)) {
    const word = escapeMarkdown(parsed.request.codebook);
    return complain(fill(WORDS.unknownCodebook[language], { word, known: deps.codebooks.join(', ') }));
  }
  return parsed.request;
}

/** `/attrition report …`: checks the options, then starts the report. */
export async function report(command: ParsedCommand, asker: Asker, deps: CommandDeps): Promise<void> {
  const [defaultCodebook = ''] = deps.codebooks;
  const request = await readRequest(command, asker, defaultCodebook, deps);
  if (request !== null) await startReport(request, asker, false, deps);
}
