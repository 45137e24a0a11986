import type { Codebook } from '../core/codebook.ts';
import type { Fallback, LanguageModel } from '../core/ports/language-model.ts';
import type { ReportContext } from '../core/report.ts';
import { type DraftClaim, slotsOf } from '../core/slots.ts';
import { proseMessages } from './prose-prompt.ts';
import { createSentenceStream } from './sentence-stream.ts';

/** Enough for a dozen sentences with slots in either language; a model that writes more is not obeying. */
const MAX_TOKENS = 900;
/** No digit outside a slot, in plain or full width; a code in a slot may hold one. */
export const WITHOUT_DIGITS = '([^0-9０-９{}]|\\{[a-z0-9:-]+\\})*';
/** Sentences beyond this are not asked for. */
const MAX_SENTENCES = 16;

/** A label line of the prose: "CORE", "## Causes:", "【SUGGESTIONS】". */
const LABEL = /^[\s#*【[]*(core|causes|preventable|suggestions)[\s*\]】]*(?:[:：][\s*]*|$)/i;
/** Bullets and list numbers before a sentence. */
const BULLET = /^\s*(?:[-*•·]\s+|\d{1,2}[.)、]\s*)/;

/** What the writer tells its caller. */
export type WriterEvent =
  | { readonly type: 'claim'; readonly draft: DraftClaim }
  /** A sentence that rests on nothing counted, or that only repeats the prompt. */
  | { readonly type: 'dropped' }
  /** A model begins to write: every earlier draft is void. Comes once for each model, the first one included. */
  | { readonly type: 'restart'; readonly model: string; readonly fallback: Fallback | null }
  | { readonly type: 'done'; readonly model: string };

/**
 * Has a model write the report's prose, sentence by sentence; the caller checks each one before anybody sees it.
 * Throws what the model's stream throws (AttritionError `model-*` or `aborted`).
 */
export async function* writeWithModel(
  model: LanguageModel,
  context: ReportContext,
  codebook: Codebook,
  signal?: AbortSignal,
): AsyncGenerator<WriterEvent> {
  const messages = proseMessages(context, codebook);
  const prompt = folded(messages.map(({ content }) => content).join('\n'));
  const stream = model.stream({
    purpose: 'prose',
    messages,
    maxTokens: MAX_TOKENS,
    pattern: WITHOUT_DIGITS,
    ...(signal === undefined ? {} : { signal }),
  });
  const eventOf = (draft: DraftClaim): WriterEvent =>
    isUnsupported(draft.text, prompt) ? { type: 'dropped' } : { type: 'claim', draft };
  let drafts = createDrafts();
  for await (const event of stream) {
    if (event.type === 'started') {
      drafts = createDrafts();
      yield { type: 'restart', model: event.model, fallback: event.fallback };
    } else if (event.type === 'text') {
      yield* drafts.push(event.delta).map(eventOf);
    } else {
      yield* drafts.end().map(eventOf);
      yield { type: 'done', model: event.completion.model };
    }
  }
}

const folded = (text: string) => text.replace(/\s+/gu, '');

/** Code can hold a sentence to the findings by its slots only; small models fill the rest of the page with the prompt. */
function isUnsupported(text: string, prompt: string): boolean {
  return slotsOf(text).length === 0 || prompt.includes(folded(text));
}

/** Turns one model's stream into drafts, each under the label it stands beneath. */
function createDrafts() {
  const sentences = createSentenceStream();
  let section: DraftClaim['section'] = 'core';
  let written = 0;
  const draftsOf = (texts: readonly string[]) =>
    texts.flatMap((sentence): readonly DraftClaim[] => {
      const label = LABEL.exec(sentence);
      if (label !== null) section = label[1]?.toLowerCase() as DraftClaim['section'];
      const text = sentence
        .slice(label?.[0].length ?? 0)
        .replace(BULLET, '')
        .trim();
      if (text === '' || written >= MAX_SENTENCES) return [];
      written += 1;
      return [{ section, text }];
    });
  return {
    push: (delta: string) => draftsOf(sentences.push(delta)),
    end: () => draftsOf(sentences.end()),
  };
}
