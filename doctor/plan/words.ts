import type { Wish } from './parse-plan.ts';

interface Spread {
  readonly servers: number;
  readonly cards: number;
}

const form = ({ quantisation }: Pick<Wish, 'quantisation'>) => quantisation.toUpperCase();
const tokens = (count: number) => count.toLocaleString('en-US');

const EN = {
  head: (wish: Wish) =>
    `Plan: ${wish.cards} × ${wish.card.name}${wish.reckonedAs === null ? '' : ` (reckoned as ${wish.reckonedAs})`}, ${wish.shape.checkpoint}, ${form(wish)}, window ${tokens(wish.windowTokens)}`,
  weights: 'Weights',
  cache: 'KV cache',
  kvRoom: (kib: number, thousand: number) => `${kib} KiB a token; room for ${thousand}K tokens on one card`,
  kvNone: (kib: number) => `${kib} KiB a token; no room beside the weights on one card`,
  sequences: 'Side by side',
  sequencesOf: (full: number, window: number, short: number) =>
    `${full} of ${tokens(window)} tokens, ${short} of 8,192, on one card`,
  spreadHead: ['Spread', 'tok/s at most', 'first token', 'KV tokens in all'],
  spread: (servers: number, cards: number) =>
    cards === 1 ? `${servers} × one card` : `${servers} × ${cards} cards (TP ${cards})`,
  tooSmall: 'window does not fit',
  take: ({ servers, cards }: Spread, wish: Wish) =>
    `Take ${servers} server${servers === 1 ? '' : 's'} of ${cards} card${cards === 1 ? '' : 's'}; the window of ${tokens(wish.windowTokens)} fits.`,
  whyReplicas:
    'Replicas read a batch of interviews faster than one server over all cards: no all-reduces between the cards, and each interview stays where its prefix is cached. One server over several cards gives a single stream more speed; take it only when one report at a time is all you need.',
  longWindow: 'Interviews are read in windows of 2–4K tokens: 8–16K is enough, and leaves room for more side by side.',
  tryFp8: 'This card computes FP8: twice the room for the cache and about half the time for reading prompts.',
  noFit: (wish: Wish) =>
    `The weights and one window of ${tokens(wish.windowTokens)} tokens do not fit. Try FP8 or AWQ, a shorter window, a smaller model or more memory.`,
  start: 'Start',
  caution:
    'All figures are arithmetic at full speed of the card, not measured: expect 50–70 % of them. Run "npm run doctor" against the running servers to measure.',
  unknown: (word: string, nearest: string) => `I don't know "${word}"; the nearest I know is "${nearest}".`,
  missing: {
    cards: 'How many cards, of how much memory? For example 4x24GB or 2x4090D.',
    model: 'Which model? For example qwen2.5-7b.',
  },
  example: 'Example: npm run doctor -- --plan "4x24GB qwen2.5-7b awq 16k"',
} as const;

export type PlanWords = { readonly [Key in keyof typeof EN]: Widened<(typeof EN)[Key]> };
type Widened<Value> = Value extends string
  ? string
  : Value extends readonly string[]
    ? readonly string[]
    : Value extends (...given: infer Given) => string
      ? (...given: Given) => string
      : { readonly [Key in keyof Value]: string };

/** What the plan says, in both languages. */
export const PLAN_WORDS: Readonly<Record<'en' | 'zh', PlanWords>> = {
  en: EN,
  zh: {
    head: (wish) =>
      `方案：${wish.cards} × ${wish.card.name}${wish.reckonedAs === null ? '' : `（按 ${wish.reckonedAs} 估算）`}，${wish.shape.checkpoint}，${form(wish)}，窗口 ${tokens(wish.windowTokens)}`,
    weights: '权重',
    cache: 'KV 缓存',
    kvRoom: (kib, thousand) => `每个 token ${kib} KiB；单卡可容纳 ${thousand}K 个 token`,
    kvNone: (kib) => `每个 token ${kib} KiB；单卡放下权重后已无空间`,
    sequences: '并行数',
    sequencesOf: (full, window, short) => `单卡 ${full} 条 ${tokens(window)}，或 ${short} 条 8,192`,
    spreadHead: ['分布', '每秒 token 上限', '首个 token', 'KV 总量'],
    spread: (servers, cards) => (cards === 1 ? `${servers} × 单卡` : `${servers} × ${cards} 卡（TP ${cards}）`),
    tooSmall: '放不下窗口',
    take: ({ servers, cards }, wish) =>
      `建议：${servers} 个服务，每个 ${cards} 张卡；${tokens(wish.windowTokens)} 的窗口放得下。`,
    whyReplicas:
      '批量读访谈时，多个副本快于一个跨卡的服务：卡间没有 all-reduce，且同一份访谈始终落在已缓存其前缀的副本上。跨卡服务只让单个流更快，仅在每次只做一份报告时才值得。',
    longWindow: '访谈按 2–4K token 的窗口阅读：8–16K 已足够，并能让更多请求并行。',
    tryFp8: '这张卡支持 FP8 计算：缓存空间约为两倍，读取提示词的时间约减半。',
    noFit: (wish) =>
      `权重加上一个 ${tokens(wish.windowTokens)} token 的窗口放不下。请改用 FP8 或 AWQ、更短的窗口、更小的模型或更大的显存。`,
    start: '启动',
    caution: '以上均为按显卡满速推算的数字，并非实测：实际约为其 50–70%。服务启动后请运行 npm run doctor 进行实测。',
    unknown: (word, nearest) => `不认识“${word}”，最接近的是“${nearest}”。`,
    missing: {
      cards: '几张卡，各多少显存？例如 4x24GB 或 2x4090D。',
      model: '哪个模型？例如 qwen2.5-7b。',
    },
    example: '示例：npm run doctor -- --plan "4x24GB qwen2.5-7b awq 16k"',
  },
};
