import { AttritionError } from '../core/errors.ts';
import type { MessageRef, MessageView, Place, UploadedFile } from '../core/ports/conversation.ts';
import type { Format } from './blocks.ts';
import { type FittedView, fitView } from './fit-view.ts';
import type { Posted, PostedMessages } from './posted-messages.ts';
import { areBlocksRefused } from './slack-refusal.ts';

export interface LongPostParts {
  readonly posted: PostedMessages;
  readonly upload: (place: Place, files: readonly UploadedFile[], key: string) => Promise<void>;
}

/** Posts a view of any length: one message, one with a continuation in its thread, or a summary with a file. */
export function postView(parts: LongPostParts, place: Place, key: string, view: MessageView): Promise<Posted> {
  return inEitherFormat(async (format) => {
    const fitted = fitView(view, format);
    const first = await parts.posted.post({ place, key, view: fitted.first, format });
    if (first.isNew) await postRest(parts, { fitted, key, format, place, ref: first.ref });
    return first;
  });
}

/** Tries markdown blocks, then plain text where Slack refuses the blocks. */
export async function inEitherFormat<T>(post: (format: Format) => Promise<T>): Promise<T> {
  try {
    return await post('blocks');
  } catch (thrown) {
    if (!(thrown instanceof AttritionError && areBlocksRefused(thrown.detail.error))) throw thrown;
    return await post('plain');
  }
}

export interface Rest {
  readonly fitted: FittedView;
  readonly key: string;
  readonly format: Format;
  readonly place: Place;
  /** The first message: its thread takes what follows, unless it stands in one itself. */
  readonly ref: MessageRef;
}

/** Posts what didn't fit the first message; gives the continuation when it stood there before and may be outdated. */
export async function postRest(parts: LongPostParts, rest: Rest): Promise<MessageRef | null> {
  const thread: Place = { channel: rest.ref.channel, thread: rest.place.thread ?? rest.ref.ts };
  const { continuation, file } = rest.fitted;
  if (file !== null) {
    const bytes = new TextEncoder().encode(file.markdown);
    await parts.upload(thread, [{ name: 'attrition.md', title: file.title, bytes }], rest.key);
  }
  if (continuation === null) return null;
  const { ref, isNew } = await parts.posted.post({
    place: thread,
    key: `${rest.key}/2`,
    view: continuation,
    format: rest.format,
  });
  return isNew ? null : ref;
}
