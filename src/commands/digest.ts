import { z } from 'zod';
import type { Digest } from '../core/digest.ts';
import type { Language } from '../core/language.ts';
import { escapeMarkdown } from '../core/markdown.ts';
import type { ButtonInput } from '../core/ports/commands.ts';
import type { Store } from '../core/ports/store.ts';
import { cronOf, isSameRecurrence } from '../core/recurrence.ts';
import type { ReportRequest } from '../core/report.ts';
import { DIGEST_ACTIONS } from '../report/render-digest.ts';
import { digestLine, nextDay, DIGEST_WORDS as WORDS, whenWords } from './digest-words.ts';
import type { ParsedCommand } from './parse-command.ts';
import { type DigestWish, parseDigest } from './parse-digest.ts';
import { type Asker, type CommandDeps, startReport } from './report.ts';
import { openReview } from './start-review.ts';
import type { UseCaseParts } from './use-case-parts.ts';
import { fill } from './words.ts';

type Creation = Extract<DigestWish, { act: 'create' }>;

async function create(wish: Creation, asker: Asker, language: Language, deps: CommandDeps): Promise<string> {
  const { recurrence, department, quiet } = wish;
  const now = deps.clock.now();
  const isSame = (one: Digest) => one.department === department && isSameRecurrence(one.recurrence, recurrence);
  const same = (await deps.store.digests.list(asker.channel)).find(isSame);
  if (same !== undefined) return fill(WORDS.same[language], { id: same.id, when: whenWords(recurrence, language) });
  const settings = { channel: asker.channel, createdBy: asker.user, recurrence, department, language, quiet };
  const digest = await deps.store.digests.create({ ...settings, codebook: deps.codebooks[0] ?? '' }, now);
  const { timezone } = recurrence;
  await deps.queue.scheduleDigest({ digestId: digest.id, cron: cronOf(recurrence), timezone });
  return fill(WORDS.created[language], {
    id: digest.id,
    when: whenWords(recurrence, language),
    next: nextDay(recurrence, now),
    zone: wish.isOwnZone ? '' : fill(WORDS.defaultZone[language], { zone: timezone }),
  });
}

async function change(
  act: 'pause' | 'resume' | 'remove' | 'preview',
  digest: Digest,
  { asker, language, deps }: { readonly asker: Asker; readonly language: Language; readonly deps: CommandDeps },
): Promise<string> {
  const { id, recurrence } = digest;
  const now = deps.clock.now();
  const say = (words: Readonly<Record<Language, string>>) =>
    fill(words[language], { id, next: nextDay(recurrence, now) });
  if (act === 'preview') {
    await deps.queue.sendDigest({ digestId: id, previewFor: asker.user });
    return say(WORDS.preview);
  }
  if (act === 'pause') {
    await deps.store.digests.pause(id, null);
    return say(WORDS.paused);
  }
  if (act === 'resume') {
    await deps.store.digests.resume(id, now);
    return say(WORDS.resumed);
  }
  await deps.queue.unscheduleDigest(id);
  await deps.store.digests.remove(id);
  return say(WORDS.removed);
}

/** `/attrition digest …`: sets, lists, shows, pauses and removes the channel's digests; returns what to say. */
export async function digest(command: ParsedCommand, asker: Asker, deps: CommandDeps): Promise<string> {
  const { language } = command;
  const wish = parseDigest(command.rest, deps.digestZone);
  if (wish.act === 'unclear') return fill(WORDS.unclear[language], { word: escapeMarkdown(wish.word) });
  if (wish.act === 'create') return create(wish, asker, language, deps);
  const own = await deps.store.digests.list(asker.channel);
  if (own.length === 0) return WORDS.none[language];
  if (wish.act === 'list') return own.map((one) => digestLine(one, language)).join('\n');
  const meant = wish.id === null ? own.at(-1) : own.find(({ id }) => id === wish.id);
  if (meant === undefined) return fill(WORDS.unknown[language], { id: wish.id ?? '' });
  return change(wish.act, meant, { asker, language, deps });
}

/** A channel's digests, a line each. */
export async function digestNotes(
  channel: string,
  language: Language,
  store: Pick<Store, 'digests'>,
): Promise<readonly string[]> {
  return (await store.digests.list(channel)).map((one) => digestLine(one, language));
}

const requestSchema = z.strictObject({
  period: z.string().nullable(),
  department: z.string().nullable(),
  language: z.enum(['en', 'zh']),
  codebook: z.string(),
  fast: z.boolean(),
});

/** The request a digest's button carries; null for anything else. */
function requestIn(value: string, codebooks: readonly string[]): ReportRequest | null {
  try {
    const request = requestSchema.parse(JSON.parse(value));
    return codebooks.includes(request.codebook) ? request : null;
  } catch {
    // A button of another version: the caller says so.
    return null;
  }
}

/** A pressed button under a digest; false when it is none that we know. */
export async function pressDigest(input: ButtonInput, { deps, review }: UseCaseParts): Promise<boolean> {
  const request = requestIn(input.value, deps.codebooks);
  if (request === null) return false;
  const { user, message, trigger, thread } = input;
  const asker = { channel: message.channel, user, thread: thread ?? message.ts, trigger };
  if (input.action === DIGEST_ACTIONS.review) await openReview(request, asker, review);
  else await startReport(request, asker, false, deps);
  return true;
}
