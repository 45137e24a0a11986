import type { Place } from './ports/conversation.ts';

/** Where a message shall stand: in the thread, or in the channel itself without one. */
export function placeOf(channel: string, thread: string | null | undefined): Place {
  return thread == null ? { channel } : { channel, thread };
}
