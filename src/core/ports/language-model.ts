/** What a request is for; budgets and routing depend on it. */
export type Purpose = 'coding' | 'verdict' | 'prose' | 'answer' | 'picture';

/** A picture of a page, for a model that reads pictures. */
export interface Picture {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly bytes: Uint8Array;
}

export interface ChatMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
  /** Shown to the model after the words; only with purpose `picture`. */
  readonly pictures?: readonly Picture[];
}

export interface CompletionRequest {
  readonly purpose: Purpose;
  readonly messages: readonly ChatMessage[];
  /** Hard cap on generated tokens. */
  readonly maxTokens: number;
  /** A JSON Schema the answer must match (sent as `response_format: json_schema`); the caller validates again. */
  readonly schema?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
  /** A closed set, instead of a schema: the answer is exactly one of these, or the request fails as `model-invalid`. */
  readonly choice?: readonly string[];
  /** Asks for another sample of the same question, for votes: sampled, with this number as its seed. */
  readonly variant?: number;
  /**
   * A regular expression for the whole answer. Sent only where the server was seen to obey `structured_outputs`; elsewhere
   * it does nothing, so the caller checks again.
   */
  readonly pattern?: string;
  /** Requests with the same value go to the same replica, so that its prefix cache helps. */
  readonly affinity?: string;
  readonly signal?: AbortSignal;
}

export interface Usage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

/** A complete answer: it ended with finish_reason "stop", never cut off. */
export interface Completion {
  readonly text: string;
  /** Label of the model that wrote it, as shown to people. */
  readonly model: string;
  readonly usage: Usage | null;
  /** For a `choice`: the model's weights of all choices, summing to 1. Absent when the server doesn't tell. */
  readonly choiceProbabilities?: Readonly<Record<string, number>>;
}

/** Why another model had to step in, as named to people. */
export interface Fallback {
  readonly from: string;
  readonly why: 'slow' | 'stalled' | 'unreachable' | 'refused' | 'cut-off' | 'looping' | 'invalid' | 'too-small';
}

/**
 * Events of a stream. `started` comes once per model; a second `started` means that all text so far is void
 * (two models are never spliced). `finished` comes exactly once, last; otherwise the iterator throws.
 */
export type ModelEvent =
  | { readonly type: 'started'; readonly model: string; readonly fallback: Fallback | null }
  | { readonly type: 'text'; readonly delta: string }
  | { readonly type: 'finished'; readonly completion: Completion };

/** A language model, or a chain of them with fallback. Errors are AttritionErrors with a `model-*` code. */
export interface LanguageModel {
  /** Label shown to people, e.g. "Qwen2.5-7B-Instruct". */
  readonly label: string;
  /** Context window in tokens. */
  readonly windowTokens: number;
  /** Requests that its servers take side by side; absent where nobody knows. */
  readonly requestsAtOnce?: number;
  /** Servers that share its requests; absent where nobody knows. */
  readonly servers?: number;
  /** Requests of a batch that its servers would begin at once now; absent where nobody knows. */
  freeSlots?(): number;
  /** Tokens of an interview that one request is best given to code; absent where nobody knows. */
  readonly readingTokens?: number;
  /** A text's length in this model's tokens, rather too high than too low; absent where nobody knows its tokenizer. */
  estimateTokens?(text: string): number;
  complete(request: CompletionRequest): Promise<Completion>;
  stream(request: CompletionRequest): AsyncIterable<ModelEvent>;
}
