import { table, wrapped } from '../layout.ts';
import {
  decodeCeiling,
  kvBytesPerToken,
  kvTokens,
  prefillFloor,
  tensorParallelCeiling,
  tensorParallelSizes,
  weightBytes,
} from './arithmetic.ts';
import { readPlan, type Wish } from './parse-plan.ts';
import { PLAN_WORDS, type PlanWords } from './words.ts';

const GIB = 2 ** 30;
/** The prompt that a first token is reckoned for, and what decoding has behind it: our usual window of a coder. */
const USUAL_PROMPT = 2_048;
const SHORT_WINDOW = 8_192;
/** More than this at a time only wait: 25 of our prompts keep a card busy (facts on the model server). */
const BUSY_AT = 24;
const FIRST_PORT = 8_001;
/** Columns of the narrowest terminal we write for. */
const COLUMNS = 80;

/** One way to spread servers over the cards. */
interface Spread {
  readonly servers: number;
  readonly cards: number;
  /** KV tokens of one server; none when the weights don't fit. */
  readonly tokens: number;
}

/** Answers a plan in words, without a server; `ok` is false when the plan could not be read or nothing fits. */
export function planWords(text: string, language: 'en' | 'zh'): { readonly words: string; readonly ok: boolean } {
  const words = PLAN_WORDS[language];
  const reading = readPlan(text);
  if (!reading.ok) {
    const unknown = reading.unknown.map(({ word, nearest }) => words.unknown(word, nearest));
    const missing = reading.missing.map((one) => words.missing[one]);
    return { ok: false, words: [...unknown, ...missing, words.example].join('\n') };
  }
  const { wish } = reading;
  const spreads = tensorParallelSizes(wish.shape, wish.cards)
    .filter((size) => wish.cards % size === 0)
    .map((cards) => ({
      servers: wish.cards / cards,
      cards,
      tokens: kvTokens(wish.shape, wish.quantisation, wish.card, cards),
    }));
  const fitting = spreads.filter(({ tokens }) => tokens >= wish.windowTokens);
  const [taken] = fitting;
  const head = [words.head(wish), '', table(memoryRows(wish, words)), '', table(spreadRows(wish, spreads, words))];
  if (taken === undefined)
    return { ok: false, words: [...head, '', ...wrapped(words.noFit(wish), COLUMNS)].join('\n') };
  const advice = [
    words.take(taken, wish),
    ...(taken.cards > 1 ? [] : wish.cards > 1 ? [words.whyReplicas] : []),
    ...(wish.windowTokens > 16_384 ? [words.longWindow] : []),
    ...(wish.quantisation === 'fp16' && wish.card.fp8Tflops !== null ? [words.tryFp8] : []),
  ];
  return {
    ok: true,
    words: [
      ...head,
      '',
      ...advice.flatMap((line) => wrapped(line, COLUMNS)),
      '',
      words.start,
      ...serveCommands(wish, taken),
      '',
      'models.yml',
      ...modelsFile(wish, taken),
      '',
      ...wrapped(words.caution, COLUMNS),
    ].join('\n'),
  };
}

function memoryRows(
  { shape, quantisation, card, windowTokens }: Wish,
  words: PlanWords,
): readonly (readonly string[])[] {
  const tokens = kvTokens(shape, quantisation, card);
  const sequences = (window: number) => Math.max(0, Math.floor(tokens / window));
  const room =
    tokens > 0
      ? words.kvRoom(kvBytesPerToken(shape) / 1_024, Math.round(tokens / 1_000))
      : words.kvNone(kvBytesPerToken(shape) / 1_024);
  return [
    [words.weights, `${(weightBytes(shape, quantisation) / GIB).toFixed(1)} GiB`],
    [words.cache, room],
    [words.sequences, words.sequencesOf(sequences(windowTokens), windowTokens, sequences(SHORT_WINDOW))],
  ];
}

function spreadRows(wish: Wish, spreads: readonly Spread[], words: PlanWords): readonly (readonly string[])[] {
  const { shape, quantisation, card } = wish;
  const single = decodeCeiling(shape, quantisation, card, USUAL_PROMPT);
  const rows = spreads.map(({ servers, cards, tokens }) => {
    const { fast, slow } = tensorParallelCeiling(shape, single, cards);
    const speed = cards === 1 ? `${Math.round(single)}` : `${Math.round(slow)}–${Math.round(fast)}`;
    const first = prefillFloor(shape, quantisation, card, USUAL_PROMPT) / cards;
    const room = tokens < wish.windowTokens ? words.tooSmall : `${Math.round((tokens * servers) / 1_000)}K`;
    return [words.spread(servers, cards), speed, `${first.toFixed(2)} s`, room];
  });
  return [[...words.spreadHead], ...rows];
}

/** One command a server. The window of the flag is the plan's, so that a runaway prompt gets a clean refusal. */
function serveCommands(wish: Wish, { servers, cards, tokens }: Spread): readonly string[] {
  const checkpoint = checkpointOf(wish);
  const atOnce = Math.min(BUSY_AT, Math.max(1, Math.floor(tokens / wish.windowTokens)));
  return Array.from({ length: servers }, (_, index) => {
    const devices = Array.from({ length: cards }, (_card, at) => index * cards + at).join(',');
    return [
      `  CUDA_VISIBLE_DEVICES=${devices} vllm serve ${checkpoint} --port ${FIRST_PORT + index}`,
      `--max-model-len ${wish.windowTokens} --gpu-memory-utilization 0.9`,
      ...(cards > 1 ? [`--tensor-parallel-size ${cards}`] : []),
      ...(wish.quantisation === 'fp8' ? ['--quantization fp8'] : []),
      `--max-num-queued-reqs ${atOnce * 4} --scheduling-policy priority`,
      '--enable-prompt-tokens-details --generation-config vllm',
    ].join(' \\\n      ');
  });
}

/** AWQ and GPTQ are checkpoints of their own; FP8 is made of the half-precision one while loading. */
function checkpointOf({ shape, quantisation }: Wish): string {
  if (quantisation === 'awq') return `${shape.checkpoint}-AWQ`;
  return quantisation === 'gptq' ? `${shape.checkpoint}-GPTQ-Int4` : shape.checkpoint;
}

function modelsFile(wish: Wish, { servers, tokens }: Spread): readonly string[] {
  const urls = Array.from({ length: servers }, (_, index) => `http://127.0.0.1:${FIRST_PORT + index}/v1`);
  return [
    '  models:',
    '    - role: primary',
    `      model: ${checkpointOf(wish)}`,
    '      baseUrls:',
    ...urls.map((url) => `        - ${url}`),
    `      windowTokens: ${wish.windowTokens}`,
    // Our own prompts are far shorter than the window, so more of them fit than full windows.
    `      concurrency: ${Math.min(BUSY_AT, Math.max(1, Math.floor(tokens / (2 * USUAL_PROMPT))))}`,
  ];
}
