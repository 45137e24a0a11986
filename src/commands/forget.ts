import { randomUUID } from 'node:crypto';
import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import { placeOf } from '../core/place.ts';
import { plainView } from '../core/plain-view.ts';
import type { ButtonInput } from '../core/ports/commands.ts';
import type { MessageView } from '../core/ports/conversation.ts';
import type { ForgetTarget } from '../core/ports/privacy-store.ts';
import type { FileRecord } from '../core/ports/store.ts';
import { tallyWords } from '../jobs/forget-words.ts';
import { gatherCorpus } from '../jobs/gather-corpus.ts';
import { FORGET_WORDS as FORGET } from './forget-words.ts';
import { lastReport } from './last-report.ts';
import type { ParsedCommand } from './parse-command.ts';
import type { Asker, CommandDeps } from './report.ts';
import { fill } from './words.ts';

/** Action ids of the confirmation's buttons; the value is the request's id. */
const FORGET_ACTIONS = { delete: 'forget_delete', keep: 'forget_keep' } as const;

/** Files named in the list of what can be deleted. */
const FILES_LISTED = 50;
/** A question left open this long is no longer what stands in the channel. */
const OPEN_MS = 60 * 60 * 1000;

/** What was meant, and what it is called in the confirmation. */
type Found = { readonly target: ForgetTarget; readonly what: string } | { readonly words: string };

/** Files as they are numbered for people: what an archive held has numbers of its own, the archive has none. */
function numbered(files: readonly FileRecord[]): readonly FileRecord[] {
  return files.filter(({ state }) => state !== 'archive');
}

function listWords(files: readonly FileRecord[], language: Language): string {
  const listed = numbered(files);
  const lines = listed.slice(0, FILES_LISTED).map(({ name }, index) => `${index + 1}. ${escapeMarkdown(name)}`);
  const more = listed.length > FILES_LISTED ? ['…'] : [];
  return [FORGET.usage[language], ...lines, ...more].join('\n');
}

async function findInterview(number: number, asker: Asker, language: Language, deps: CommandDeps): Promise<Found> {
  const last = await lastReport(asker.channel, deps.store);
  if (last === null) return { words: FORGET.noReport[language] };
  const { interviews } = await gatherCorpus(deps.store, asker.channel, last.request);
  const interview = interviews[number - 1];
  if (interview === undefined)
    return { words: fill(FORGET.noInterview[language], { number, count: interviews.length }) };
  const file = await deps.store.files.get(interview.fileId);
  const what = fill(FORGET.interview[language], { number, name: escapeMarkdown(interview.fileName) });
  const target = { channel: asker.channel, scope: 'interview', targetId: interview.id, until: null } as const;
  return { target: { ...target, since: file?.uploadedAt ?? 0 }, what };
}

async function findTarget(command: ParsedCommand, asker: Asker, deps: CommandDeps): Promise<Found> {
  const { language } = command;
  const { channel } = asker;
  const typed = command.rest.replace(/(?:^|\s)lang=(?:zh|en)(?!\S)/, '').trim();
  const words = typed.normalize('NFKC').toLowerCase();
  if (/^(?:all|everything|全部|所有)$/.test(words))
    return { target: { channel, scope: 'channel', targetId: null, since: 0, until: null }, what: FORGET.all[language] };
  const [, interview] = /^(?:#|interview\s*#?|访谈\s*#?)\s*(\d{1,6})$/.exec(words) ?? [];
  if (interview !== undefined) return findInterview(Number(interview), asker, language, deps);
  const files = await deps.store.files.list(channel);
  if (words === '') return { words: listWords(files, language) };
  const [, number] = /^(?:file|文件)?\s*(\d{1,6})$/.exec(words) ?? [];
  const named = files.filter(({ name }) => name.normalize('NFKC').toLowerCase() === words);
  if (named.length > 1) return { words: `${FORGET.several[language]}\n${listWords(files, language)}` };
  const file = named[0] ?? (number === undefined ? undefined : numbered(files)[Number(number) - 1]);
  if (file === undefined)
    return {
      words: `${fill(FORGET.noFile[language], { word: escapeMarkdown(typed) })}\n${listWords(files, language)}`,
    };
  const what = fill(FORGET.file[language], { name: escapeMarkdown(file.name) });
  return { target: { channel, scope: 'file', targetId: file.id, since: file.uploadedAt, until: null }, what };
}

/** `/attrition forget FILE|INTERVIEW|ALL`: lists privately what would go, and asks; nothing is deleted yet. */
export async function askToForget(command: ParsedCommand, asker: Asker, deps: CommandDeps): Promise<void> {
  const { language } = command;
  const { channel, thread, user } = asker;
  const place = placeOf(channel, thread);
  const whisper = (shown: MessageView) => deps.conversation.whisper(place, user, shown);
  const found = await findTarget(command, asker, deps);
  if ('words' in found) return whisper(plainView(found.words));
  const { target, what } = found;
  const list = tallyWords(await deps.store.forget.reach(target), language);
  if (list === '') return whisper(plainView(FORGET.nothing[language]));
  const id = randomUUID();
  await deps.store.forget.ask({ ...target, id, askedBy: asker.user, askedAt: deps.clock.now(), language });
  const shown = plainView([fill(FORGET.confirm[language], { what }), list, FORGET.own[language]].join('\n\n'));
  await whisper({
    ...shown,
    buttons: [
      { action: FORGET_ACTIONS.delete, label: FORGET.deleteButton[language], value: id, style: 'danger' },
      { action: FORGET_ACTIONS.keep, label: FORGET.keepButton[language], value: id },
    ],
  });
}

/** The answer to the confirmation: only of the one who asked, once, and not of an old one. */
export async function answerForget(input: ButtonInput, deps: CommandDeps): Promise<void> {
  const request = await deps.store.forget.get(input.value);
  const { channel } = input.message;
  const whisper = (words: string) =>
    deps.conversation.whisper(placeOf(channel, input.thread), input.user, plainView(words));
  if (request === null || request.channel !== channel || request.askedBy !== input.user)
    return whisper(`${FORGET.notYours.en}\n${FORGET.notYours.zh}`);
  const { language } = request;
  if (request.state === 'asked' && deps.clock.now() - request.askedAt > OPEN_MS)
    return whisper(FORGET.tooOld[language]);
  const wantsDeletion = input.action === FORGET_ACTIONS.delete;
  const { id } = request;
  const job = { id, queue: 'privacy', payload: { forgetId: id } } as const;
  const isFirst = await (wantsDeletion
    ? deps.store.forget.answer(id, 'confirmed', job)
    : deps.store.forget.answer(id, 'kept'));
  if (!isFirst && request.state !== 'confirmed') return whisper(FORGET.answered[language]);
  if (!wantsDeletion) return whisper(isFirst ? FORGET.kept[language] : FORGET.answered[language]);
  await deps.queue.handOver(id);
  if (isFirst) await whisper(FORGET.started[language]);
}
