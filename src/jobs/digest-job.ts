import type { Digest, ToldFile } from '../core/digest.ts';
import { AttritionError, toAttritionError } from '../core/errors.ts';
import type { Conversation, MessageView } from '../core/ports/conversation.ts';
import type { Log } from '../core/ports/log.ts';
import { latestSlot, type Slot } from '../core/recurrence.ts';
import { digestView, nothingNewView, pausedView } from '../report/render-digest.ts';
import { type ContentDeps, digestContent, digestRequest } from './digest-content.ts';
import type { DigestPayload } from './queue.ts';

export interface DigestDeps extends ContentDeps {
  readonly conversation: Conversation;
  readonly log: Log;
  /** Ids of the only channels the bot may work in, or null for all. */
  readonly allowedChannels: readonly string[] | null;
}

/** A process that claimed a period and has not posted after this long is taken for dead. */
const CLAIM_MS = 60_000;
/** Slack's words for what passes by itself: anything else it will say again next time. */
const PASSING: ReadonlySet<string | number | undefined> = new Set(['unknown', 'rate-limited']);

interface Telling {
  /** Null for silence. */
  readonly view: MessageView | null;
  readonly told: readonly ToldFile[];
}

async function tellingOf(digest: Digest, now: number, deps: DigestDeps, signal: AbortSignal): Promise<Telling> {
  const content = await digestContent(digest, now, deps, signal);
  if (content === null) return { view: digest.quiet ? null : nothingNewView(digest), told: [] };
  const { codebook } = deps.desks(digest.codebook);
  const view = digestView(digest, content, codebook, digestRequest(digest, content.period));
  return { view, told: content.told };
}

/** Pauses a digest that can't be posted and tells its creator once, in a direct message. */
async function pauseFor(fault: AttritionError, digest: Digest, slot: Slot, deps: DigestDeps): Promise<void> {
  deps.log.error({ digest: digest.id, code: fault.code, error: fault.detail.error }, 'digest paused');
  try {
    const place = { channel: digest.createdBy };
    await deps.conversation.post(place, `digest-paused:${digest.id}:${slot.period}`, pausedView(digest, fault));
  } catch (error) {
    // Nobody can be told; App Home and the list still show the reason.
    deps.log.error({ digest: digest.id, code: toAttritionError(error).code }, 'creator not told');
  }
  await deps.store.digests.pause(digest.id, fault.code);
}

async function postOnce(digest: Digest, slot: Slot, deps: DigestDeps, signal: AbortSignal): Promise<void> {
  const { store, clock, conversation, log } = deps;
  const until = clock.now();
  const { view, told } = await tellingOf(digest, until, deps, signal);
  const period = { digestId: digest.id, period: slot.period };
  const now = clock.now();
  if (!(await store.digests.claim({ ...period, now, staleBefore: now - CLAIM_MS }))) return;
  if (view !== null) {
    await conversation.post({ channel: digest.channel }, `digest:${digest.id}:${slot.period}`, view);
  }
  await store.digests.settle({ ...period, coveredTo: until, dueAfter: slot.at, told });
  log.info({ digest: digest.id, stage: 'digest', period: slot.period, posted: view !== null }, 'stage done');
}

/** Posts the last period that is due and not posted; those missed before it are covered by the same post. */
async function runOne(digest: Digest | null, deps: DigestDeps, signal: AbortSignal): Promise<void> {
  if (digest === null || digest.state === 'paused') return;
  const slot = latestSlot(digest.recurrence, deps.clock.now());
  if (slot === null || slot.at <= digest.dueAfter) return;
  try {
    if (deps.allowedChannels?.includes(digest.channel) === false) {
      throw new AttritionError('not-allowed-here', { channel: digest.channel, error: 'not-in-settings' });
    }
    await postOnce(digest, slot, deps, signal);
  } catch (error) {
    const fault = toAttritionError(error);
    const isLasting =
      fault.code === 'not-allowed-here' ||
      fault.code === 'app-uninstalled' ||
      fault.code === 'codebook-unknown' ||
      (fault.code === 'edit-refused' && !PASSING.has(fault.detail.error));
    if (!isLasting) throw error;
    await pauseFor(fault, digest, slot, deps);
  }
}

async function sweep(deps: DigestDeps, signal: AbortSignal): Promise<void> {
  let failure: unknown = null;
  for (const digest of await deps.store.digests.list(null)) {
    try {
      await runOne(digest, deps, signal);
    } catch (error) {
      // One channel's trouble is no reason to leave the others without their digest.
      if (signal.aborted) throw error;
      failure = error;
      deps.log.error({ digest: digest.id, code: toAttritionError(error).code }, 'digest failed');
    }
  }
  if (failure !== null) throw failure;
}

/** Shows one person the digest as it would be posted now. */
async function preview(digestId: number, user: string, deps: DigestDeps, signal: AbortSignal): Promise<void> {
  const digest = await deps.store.digests.get(digestId);
  if (digest === null) return;
  const { view } = await tellingOf({ ...digest, quiet: false }, deps.clock.now(), deps, signal);
  if (view !== null) await deps.conversation.whisper({ channel: digest.channel }, user, view);
}

/** Runs one digest, a preview of it, or (no id) every digest that is due: after a start, and against lost jobs. */
export async function runDigest(payload: DigestPayload, deps: DigestDeps, signal: AbortSignal): Promise<void> {
  if (payload.digestId === null) return sweep(deps, signal);
  if (payload.previewFor !== null) return preview(payload.digestId, payload.previewFor, deps, signal);
  return runOne(await deps.store.digests.get(payload.digestId), deps, signal);
}
