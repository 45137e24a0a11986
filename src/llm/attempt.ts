import type { CompletionRequest } from '../core/ports/language-model.ts';
import type { Endpoint } from './endpoint.ts';
import { LATE } from './model-errors.ts';
import type { Speech } from './read-answer.ts';

/** A model that was asked and may or may not have spoken yet. */
export interface Attempt {
  readonly label: string;
  /** Resolves when the request left our own queue. */
  readonly slot: Promise<void>;
  /** The first piece of text. */
  readonly first: Promise<IteratorResult<Speech>>;
  /** Fires when `first` has settled either way. */
  readonly spoken: AbortSignal;
  /** Everything after `first`. */
  readonly rest: AsyncGenerator<Speech>;
  /** Closes the connection and gives the slot back; harmless at any time. `late`: it lost the race for its silence. */
  stop(how?: { readonly late: boolean }): void;
}

/** Asks an endpoint at once, without waiting for anybody to read. */
export function ask(
  endpoint: Endpoint,
  request: CompletionRequest,
  how: { readonly signal: AbortSignal; readonly retry: boolean; readonly skippable: boolean },
): Attempt {
  const end = new AbortController();
  const spoken = new AbortController();
  const slot = Promise.withResolvers<void>();
  const signal = AbortSignal.any([how.signal, end.signal]);
  const rest = endpoint.ask(request, { ...how, signal, onSlot: slot.resolve });
  const first = rest.next().finally(() => spoken.abort());
  // The loser of a race fails when it is stopped, and nobody waits for it any more.
  first.catch(() => {});
  return {
    label: endpoint.label,
    slot: slot.promise,
    first,
    spoken: spoken.signal,
    rest,
    stop(why) {
      end.abort(why?.late === true ? LATE : undefined);
      // A model that spoke but lost rests at its first word: only this runs its clean-up.
      rest.return(undefined).catch(() => {});
    },
  };
}
