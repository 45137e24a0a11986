import type { Language } from '../core/language.ts';
import { languageOf } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { Commands } from '../core/ports/commands.ts';
import type { MessageView, Place } from '../core/ports/conversation.ts';
import { REPORT_ACTIONS } from '../jobs/report-words.ts';
import { exportReport } from './export.ts';
import { lastReport } from './last-report.ts';
import { type ParsedCommand, parseCommand, type Subcommand } from './parse-command.ts';
import { type Asker, type CommandDeps, readRequest, report, startReport } from './report.ts';
import { createReview, type Review } from './review.ts';
import { takeFiles } from './take-files.ts';
import { why } from './why.ts';
import { fill, WORDS } from './words.ts';

const view = (markdown: string): MessageView => ({ markdown, notice: markdown.slice(0, 150) });

async function statusWords(channel: string, language: Language, deps: CommandDeps): Promise<string> {
  const files = (await deps.store.files.list(channel)).filter((file) => file.state !== 'archive');
  return fill(WORDS.status[language], {
    files: files.length,
    interviews: await deps.store.interviews.count(channel),
    waiting: files.filter((file) => file.state === 'waiting').length,
    failed: files.filter((file) => file.state === 'not-read').length,
  });
}

function modelWords(language: Language, deps: CommandDeps): string {
  if (deps.models.length === 0) return WORDS.noModel[language];
  return fill(WORDS.models[language], { models: deps.models.map(escapeMarkdown).join(' → ') });
}

async function exportLast(asker: Asker, language: Language, desks: CodingDesks, deps: CommandDeps): Promise<string> {
  const last = await lastReport(asker.channel, deps.store);
  if (last === null) return WORDS.noReportYet[language];
  await exportReport(last, desks, deps);
  return WORDS.exported[language];
}

type Answer = (command: ParsedCommand, asker: Asker) => Promise<string | null>;

/** `/attrition review …`: by the last report's codebook unless another is named. */
async function startReview(command: ParsedCommand, asker: Asker, review: Review, deps: CommandDeps): Promise<void> {
  const last = await lastReport(asker.channel, deps.store);
  const codebook = last?.request.codebook ?? deps.codebooks[0] ?? '';
  const request = await readRequest(command, asker, codebook, deps);
  if (request !== null) await review.start(request, asker);
}

/** What each subcommand says, or null when it has answered by itself. */
function answers(
  desks: CodingDesks,
  deps: CommandDeps,
  review: Review,
  whisper: (asker: Asker, words: string) => Promise<void>,
): Record<Subcommand, Answer> {
  return {
    report: async (command, asker) => {
      await report(command, asker, deps);
      return null;
    },
    review: async (command, asker) => {
      await startReview(command, asker, review, deps);
      return null;
    },
    // Quotations of one person are for the asker alone, wherever they ask.
    why: async (command, asker) => {
      await whisper(asker, await why(command, asker, desks, deps));
      return null;
    },
    status: (command, asker) => statusWords(asker.channel, command.language, deps),
    export: (command, asker) => exportLast(asker, command.language, desks, deps),
    models: async (command) => modelWords(command.language, deps),
    codebook: async (command) => deps.codebooks.map((id) => deps.describeCodebook(id, command.language)).join('\n\n'),
    help: async (command) => WORDS.help[command.language],
  };
}

function unknownWords(command: ParsedCommand): string {
  const { language, unknown } = command;
  const known = fill(WORDS.unknown[language], { word: escapeMarkdown(unknown?.word ?? '') });
  const nearest = unknown?.nearest ?? null;
  return known + (nearest === null ? '' : fill(WORDS.nearest[language], { nearest })) + WORDS.seeHelp[language];
}

/** Builds the use cases the bot calls: slash commands, mentions, files, buttons, App Home. */
export function createCommands(deps: CommandDeps & { readonly desks: CodingDesks }): Commands {
  const review = createReview(deps, deps.desks);
  const whisper = (asker: Asker, words: string) => {
    const place: Place =
      asker.thread === null ? { channel: asker.channel } : { channel: asker.channel, thread: asker.thread };
    return deps.conversation.whisper(place, asker.user, view(words));
  };
  const answer = answers(deps.desks, deps, review, whisper);
  const button = {
    [REPORT_ACTIONS.stop]: async (id: string, asker: Asker, language: Language) => {
      if (!deps.stopReport(id)) await whisper(asker, WORDS.notRunning[language]);
    },
    [REPORT_ACTIONS.anew]: async (id: string, asker: Asker) => {
      const known = await deps.store.reports.get(id);
      if (known !== null) await startReport(known.request, asker, true, deps);
    },
    [REPORT_ACTIONS.fast]: async (id: string, asker: Asker) => {
      const known = await deps.store.reports.get(id);
      if (known !== null) await startReport({ ...known.request, fast: true }, asker, false, deps);
    },
    [REPORT_ACTIONS.review]: async (id: string, asker: Asker) => {
      const known = await deps.store.reports.get(id);
      if (known !== null) await review.start(known.request, asker);
    },
    [REPORT_ACTIONS.export]: async (id: string, asker: Asker, language: Language) => {
      const known = await deps.store.reports.get(id);
      if (known?.state === 'done') await exportReport(known, deps.desks, deps);
      else await whisper(asker, WORDS.noReportYet[language]);
    },
  };
  return {
    async slash(input) {
      const command = parseCommand(input.text);
      const asker = { channel: input.channel, user: input.user, thread: null };
      const words =
        command.subcommand === null ? unknownWords(command) : await answer[command.subcommand](command, asker);
      if (words !== null) await whisper(asker, words);
    },
    async mention(input) {
      const command = parseCommand(input.text);
      const asker = { channel: input.channel, user: input.user, thread: input.thread };
      const words =
        command.subcommand === null
          ? WORDS.noQuestionsYet[languageOf(input.text)]
          : await answer[command.subcommand](command, asker);
      if (words === null) return;
      await deps.conversation.post(
        { channel: input.channel, thread: input.thread ?? input.ts },
        `reply:${input.channel}:${input.ts}`,
        view(words),
      );
    },
    filesShared: (input) => takeFiles(input, deps),
    async button(input) {
      if (input.action.startsWith('review_')) return review.press(input);
      const known = await deps.store.reports.get(input.value);
      const asker = { channel: input.message.channel, user: input.user, thread: known?.thread ?? input.thread };
      await button[input.action as keyof typeof button]?.(input.value, asker, known?.request.language ?? 'en');
    },
    home: async () =>
      view([WORDS.home.en, WORDS.home.zh, '', modelWords('en', deps), '', WORDS.help.en, '', WORDS.help.zh].join('\n')),
  };
}
