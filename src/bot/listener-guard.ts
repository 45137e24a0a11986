import { toAttritionError } from '../core/errors.ts';
import { faultSentence } from '../core/fault-sentences.ts';
import { type Language, languageOf } from '../core/language.ts';
import { placeOf } from '../core/place.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Conversation } from '../core/ports/conversation.ts';
import type { Log } from '../core/ports/log.ts';
import type { MessageStore } from '../core/ports/store.ts';
import { untilOurs, whileHeld } from './claimed-work.ts';

/** Who asked, where, and in which words: what a refusal needs. */
interface Asker {
  readonly channel: string;
  readonly user: string;
  readonly thread: string | null;
  /** Decides the language of the answer. */
  readonly text: string;
  /** How to tell them something, where a whisper into the channel is not the way. */
  readonly say?: (words: string) => Promise<void>;
}

/** What every listener goes through: once, only where allowed, and never ending in a raw error. */
export interface ListenerGuard {
  /**
   * Does the work unless it has been done, by whichever process, and notes afterwards that it is: a delivery that died
   * half-way is done again by the next one, so that the work must bear that. While it lasts the next one waits. False
   * when it had been done.
   */
  once(id: string, work: () => Promise<void>): Promise<boolean>;
  /** False after having told the asker politely that this channel isn't set up. */
  isAllowed(asker: Asker): Promise<boolean>;
  /** Runs a listener; whatever it throws is logged by id and told to the asker in a sentence. */
  run(listener: string, asker: Asker, work: () => Promise<unknown>): Promise<void>;
  /** Tells the asker something that only they see. */
  tell(asker: Asker, text: (language: Language) => string): Promise<void>;
  /** Resolves when all running listeners have ended. */
  idle(): Promise<void>;
}

export interface GuardParts {
  readonly conversation: Pick<Conversation, 'whisper'>;
  readonly messages: Pick<MessageStore, 'claim' | 'hold'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly allowedChannels: readonly string[] | null;
}

/** Builds the guard. */
export function createListenerGuard(parts: GuardParts): ListenerGuard {
  const running = new Set<Promise<void>>();
  const allowed = parts.allowedChannels === null ? null : new Set(parts.allowedChannels);

  async function tell(asker: Asker, text: (language: Language) => string): Promise<void> {
    const words = text(languageOf(asker.text));
    const place = placeOf(asker.channel, asker.thread);
    try {
      if (asker.say !== undefined) return await asker.say(words);
      await parts.conversation.whisper(place, asker.user, { markdown: words, notice: words });
    } catch (thrown) {
      parts.log.warn({ channel: asker.channel, user: asker.user, ...faultFields(thrown) }, 'could not tell the asker');
    }
  }

  async function attempt(listener: string, asker: Asker, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const { code, detail } = toAttritionError(thrown);
      parts.log.error({ listener, channel: asker.channel, ...faultFields(thrown) }, 'a listener failed');
      await tell(asker, (language) => faultSentence(code, detail, language));
    }
  }

  return {
    async once(id, work) {
      if ((await untilOurs(id, parts)) === 'settled') return false;
      try {
        await whileHeld(id, parts, work);
      } finally {
        // What failed is over as well: the person hears of it, once. What can't be noted now ends with the claim.
        await parts.messages.hold(id, null).catch(() => {});
      }
      return true;
    },
    async isAllowed(asker) {
      if (allowed === null || allowed.has(asker.channel)) return true;
      await tell(asker, (language) => faultSentence('not-allowed-here', {}, language));
      return false;
    },
    tell,
    run(listener, asker, work) {
      const run = attempt(listener, asker, work).finally(() => running.delete(run));
      running.add(run);
      return run;
    },
    async idle() {
      await Promise.all(running);
    },
  };
}

/** Names of a fault only: messages of foreign errors may hold interview text. */
function faultFields(thrown: unknown): { readonly fault: string; readonly cause: string } {
  const { code, cause } = toAttritionError(thrown);
  return { fault: code, cause: cause instanceof Error ? cause.name : typeof cause };
}
