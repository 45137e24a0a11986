import { createHash } from 'node:crypto';
import { piecesOf } from './count-tokens.ts';

/** vLLM's block. */
const BLOCK_TOKENS = 16;

/** A full block of a prompt: its hash chains from the first token. */
export interface Block {
  readonly hash: string;
  readonly tokens: number;
  /** Tokens up to and with it. */
  readonly end: number;
}

export interface CutPrompt {
  readonly tokens: number;
  readonly blocks: readonly Block[];
}

/** Cuts a prompt into full blocks; what is left over is never cached. */
export function cutPrompt(prompt: string): CutPrompt {
  const blocks: Block[] = [];
  let [chain, held, open, end] = ['', '', 0, 0];
  for (const { text, tokens } of piecesOf(prompt)) {
    held += text;
    open += tokens;
    end += tokens;
    if (open < BLOCK_TOKENS) continue;
    chain = createHash('sha1').update(chain).update(held).digest('base64');
    blocks.push({ hash: chain, tokens: open, end });
    [held, open] = ['', 0];
  }
  return { tokens: end, blocks };
}

/** Blocks in the KV cache, the least recently used thrown out first. */
export interface PrefixCache {
  /** Tokens of the prompt's beginning that are there; the last token is always computed. */
  cached(prompt: CutPrompt): number;
  /** Keeps the blocks that end between two positions. */
  keep(prompt: CutPrompt, from: number, to: number): void;
  clear(): void;
}

/** Creates the prefix cache of one replica with room for so many tokens. */
export function createPrefixCache(roomTokens: number): PrefixCache {
  const kept = new Map<string, number>();
  let used = 0;
  const touch = (hash: string, tokens: number) => {
    if (kept.delete(hash)) used -= tokens;
    kept.set(hash, tokens);
    used += tokens;
  };
  return {
    cached({ blocks, tokens }) {
      let end = 0;
      for (const block of blocks) {
        if (!kept.has(block.hash) || block.end >= tokens) break;
        touch(block.hash, block.tokens);
        end = block.end;
      }
      return end;
    },
    keep({ blocks }, from, to) {
      for (const { hash, tokens, end } of blocks) if (end > from && end <= to) touch(hash, tokens);
      for (const [hash, tokens] of kept) {
        if (used <= roomTokens) break;
        kept.delete(hash);
        used -= tokens;
      }
    },
    clear() {
      kept.clear();
      used = 0;
    },
  };
}
