import { languageOf } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import { placeOf } from '../core/place.ts';
import { plainView } from '../core/plain-view.ts';
import type { CodingDesks } from '../core/ports/coding-desk.ts';
import type { Commands } from '../core/ports/commands.ts';
import { exportAudit } from './audit.ts';
import { pressButton, pressWindowButton } from './buttons.ts';
import { digest } from './digest.ts';
import { EXPORT_FORMS, exportReport, readForms } from './export.ts';
import type { FollowUp } from './follow-up.ts';
import { FOLLOW_UP } from './follow-up-words.ts';
import { askToForget } from './forget.ts';
import { home } from './home.ts';
import { lastReport } from './last-report.ts';
import { type ParsedCommand, parseCommand, type Subcommand } from './parse-command.ts';
import { stopDeleted, tellOfRemovedFiles } from './removed-messages.ts';
import { type Asker, type CommandDeps, report } from './report.ts';
import { createReview } from './review.ts';
import { startReview } from './start-review.ts';
import { statusWords } from './status.ts';
import { takeFiles } from './take-files.ts';
import type { UseCaseParts } from './use-case-parts.ts';
import { why } from './why.ts';
import { fill, WORDS } from './words.ts';
import { workspaceLeft } from './workspace-left.ts';

async function exportLast(
  command: ParsedCommand,
  asker: Asker,
  desks: CodingDesks,
  deps: CommandDeps,
): Promise<string> {
  const { language } = command;
  const { forms, unknown } = readForms(command.rest);
  if (unknown !== null)
    return fill(WORDS.unknownForm[language], { word: escapeMarkdown(unknown), known: EXPORT_FORMS.join(', ') });
  const last = await lastReport(asker.channel, deps.store);
  if (last === null) return WORDS.noReportYet[language];
  await exportReport(last, forms, desks, deps);
  return WORDS.exported[language];
}

type Answer = (command: ParsedCommand, asker: Asker) => Promise<string | null>;

/** What each subcommand says, or null when it has answered by itself. */
function answers(parts: UseCaseParts): Record<Subcommand, Answer> {
  const { deps, review, whisper, followUp } = parts;
  const { desks } = deps;
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
    ask: async (command, asker) => {
      const { language, rest } = command;
      if (rest === '') return fill(FOLLOW_UP.empty[language], { examples: FOLLOW_UP.examples[language] });
      await followUp.ask(rest, asker, { language, anew: false, fast: false });
      return null;
    },
    status: (command, asker) => statusWords(asker, command.language, deps),
    export: (command, asker) => exportLast(command, asker, desks, deps),
    digest: (command, asker) => digest(command, asker, deps),
    forget: async (command, asker) => {
      await askToForget(command, asker, deps);
      return null;
    },
    audit: (command, asker) => exportAudit(asker, command.language, deps),
    models: async (command) => deps.modelWords(command.language),
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
export function createCommands(deps: UseCaseParts['deps'], followUp: FollowUp): Commands {
  const whisper: UseCaseParts['whisper'] = ({ channel, thread, user }, words) => {
    return deps.conversation.whisper(placeOf(channel, thread), user, plainView(words));
  };
  const parts: UseCaseParts = {
    deps,
    whisper,
    review: createReview(deps, deps.desks),
    followUp,
  };
  const answer = answers(parts);
  return {
    async slash(input) {
      const command = parseCommand(input.text);
      const { channel, user, trigger } = input;
      const asker = { channel, user, thread: null, trigger };
      const words =
        command.subcommand === null ? unknownWords(command) : await answer[command.subcommand](command, asker);
      if (words !== null) await whisper(asker, words);
    },
    async mention(input) {
      const command = parseCommand(input.text);
      const asker = { channel: input.channel, user: input.user, thread: input.thread, message: input.ts };
      // "Why do people leave Support?" asks about many; `why 31` about one.
      const isQuestion = command.subcommand === 'why' && command.rest !== '' && !/\d/.test(command.rest);
      if (command.subcommand === null || isQuestion) {
        const manner = { language: languageOf(input.text), anew: false, fast: false };
        // What is no command is a question; outside threads its answers begin one.
        return parts.followUp.ask(input.text, { ...asker, thread: input.thread ?? input.ts }, manner);
      }
      const words = await answer[command.subcommand](command, asker);
      if (words === null) return;
      await deps.conversation.post(
        { channel: input.channel, thread: input.thread ?? input.ts },
        `reply:${input.channel}:${input.ts}`,
        plainView(words),
      );
    },
    filesShared: (input) => takeFiles(input, deps),
    filesRemoved: (input) => tellOfRemovedFiles(input, deps),
    messageDeleted: (ref) => stopDeleted(ref, deps),
    button: (input) => pressButton(input, parts),
    windowButton: (input) => pressWindowButton(input, parts),
    home: (user) => home(user, deps.desks, deps),
    workspaceLeft: (input) => workspaceLeft(input, deps),
  };
}
