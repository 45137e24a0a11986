/** What the server does wrong; null is a healthy server. Each is named for what a client sees. */
export type Fault =
  /** Every connection is destroyed before an answer. */
  | 'dead'
  /** The request is taken and never answered; health and metrics stay green. */
  | 'hung'
  /** Headers and SSE comments only. */
  | 'pings-only'
  /** Chunks without text, for ever. */
  | 'empty-chunks'
  /** The first token takes SLOW_MS. */
  | 'slow'
  /** Half of the text, then silence on an open connection. */
  | 'stall'
  /** Half of the text, then a clean end without finish_reason and without [DONE]. */
  | 'cut'
  /** Half of the text, then the socket is destroyed. */
  | 'reset'
  /** Half of the text, then an error object inside the stream. */
  | 'error-in-stream'
  /** The whole text and [DONE], finish_reason null throughout. */
  | 'no-finish'
  /** Half of the text, finish_reason "length". */
  | 'length'
  /** The whole text, then silence before finish_reason. */
  | 'late-finish'
  /** Complete, but the usage chunk never comes and the socket stays open. */
  | 'no-usage'
  /** content null, finish_reason "stop". */
  | 'null-content'
  /** A prefix of the text, then newlines for ever. */
  | 'whitespace-loop'
  /** A prefix of the text, then the same phrase for ever. */
  | 'phrase-loop'
  /** 200 with events that are no JSON. */
  | 'garbage'
  /** 200 with a web page. */
  | 'html'
  /** Every event in single bytes, so that UTF-8 characters are torn. */
  | 'single-bytes'
  /** A thinking block before the text. */
  | 'think'
  | '429'
  | '503'
  | '404'
  /** 400 in the envelope of vLLM before August 2025. */
  | 'flat-400'
  /** 400 nested under "error". */
  | 'nested-400'
  | 'too-long'
  /** After a disconnect the request keeps counting as running. */
  | 'zombie';

/** A 'slow' first token: late by every default for a person who waits (1.5 s), not yet given up (8 s). */
export const SLOW_MS = 3_000;

/** An answer with its own timing and fault; a plain string takes the server's. */
export interface ScriptedAnswer {
  readonly text: string;
  readonly firstTokenMs?: number;
  readonly tokensPerSecond?: number;
  readonly fault?: Fault | null;
  /** The model's weights of the choices, reported when logprobs were asked for; by default it is nearly sure. */
  readonly weights?: Readonly<Record<string, number>> | null;
}

/** Cuts a text as a tokenizer roughly would: one or two Han characters, or up to six others. */
export function tokensOf(text: string): readonly string[] {
  return text.match(/\p{Script=Han}{1,2}|\s?[^\s\p{Script=Han}]{1,6}|\s/gu) ?? [];
}
