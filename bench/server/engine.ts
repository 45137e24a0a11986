import { performance } from 'node:perf_hooks';
import { type CutPrompt, createPrefixCache } from './prefix-cache.ts';
import { type CardProfile, type FeltProfile, type ServerProfile, stepSeconds } from './profiles.ts';

/** A request in the engine. */
export interface Sequence {
  readonly prompt: CutPrompt;
  readonly outputTokens: number;
  readonly priority: number;
  /** Told of each token, with the simulated second it was made in. */
  readonly onToken: (index: number, at: number) => void;
  readonly onAdmitted: (cachedTokens: number) => void;
}

/** What an engine did, in simulated seconds. */
export interface EngineFigures {
  readonly busySeconds: number;
  /** Decoded tokens over steps: how full the batches were. */
  readonly meanBatch: number;
  readonly mostWaiting: number;
  /** How late the machine was with a step, simulated seconds: what scaling and a busy machine add. */
  readonly meanLateness: number;
  readonly mostLateness: number;
}

export interface Engine {
  /** Adds a request; the returned function takes it out. */
  add(sequence: Sequence): () => void;
  running(): number;
  waiting(): number;
  figures(): EngineFigures;
  /** Forgets figures and the prefix cache. */
  reset(): void;
}

/** Time that runs `speed` times as fast as the machine's; events keep their simulated order and times. */
export interface SimulatedTime {
  now(): number;
  /** Calls back when a simulated second has come: at once when the machine is late. */
  at(second: number, act: () => void): void;
}

/** Creates a simulated clock that begins at 0 now. */
export function createSimulatedTime(speed: number): SimulatedTime {
  const begun = performance.now();
  return {
    now: () => ((performance.now() - begun) / 1_000) * speed,
    at(second, act) {
      const ms = begun + (second * 1_000) / speed - performance.now();
      if (ms <= 0) setImmediate(act);
      else setTimeout(act, ms);
    },
  };
}

interface Running {
  readonly sequence: Sequence;
  /** Prompt tokens computed or found in the cache. */
  position: number;
  said: number;
}

interface Tally {
  busy: number;
  steps: number;
  decoded: number;
  mostWaiting: number;
  late: number;
  mostLate: number;
}

const emptyTally = (): Tally => ({ busy: 0, steps: 0, decoded: 0, mostWaiting: 0, late: 0, mostLate: 0 });

const figuresOf = (tally: Tally): EngineFigures => ({
  busySeconds: tally.busy,
  meanBatch: tally.steps === 0 ? 0 : tally.decoded / tally.steps,
  mostWaiting: tally.mostWaiting,
  meanLateness: tally.steps === 0 ? 0 : tally.late / tally.steps,
  mostLateness: tally.mostLate,
});

/** Creates one replica's engine. */
export function createEngine(profile: ServerProfile, time: SimulatedTime): Engine {
  return profile.kind === 'card' ? createCardEngine(profile, time) : createFeltEngine(profile, time);
}

/** Continuous batching with chunked prefill, decodes first, requests in the order they came within a priority. */
function createCardEngine(card: CardProfile, time: SimulatedTime): Engine {
  const cache = createPrefixCache(card.kvTokens);
  let waiting: Sequence[] = [];
  let running: Running[] = [];
  let stepping = false;
  let clock = 0;
  let tally = emptyTally();
  const tokensOf = ({ prompt, outputTokens }: Sequence) => prompt.tokens + outputTokens;

  /** As vLLM does, a request is taken from the queue, and looked up in the cache, only when a step has room for its tokens. */
  function admit(room: number): Running | null {
    const [next] = waiting;
    const held = running.reduce((sum, { sequence }) => sum + tokensOf(sequence), 0);
    if (next === undefined || room <= 0 || running.length >= card.maxSequences) return null;
    if (held + tokensOf(next) > card.kvTokens && running.length > 0) return null;
    waiting.shift();
    const cached = cache.cached(next.prompt);
    next.onAdmitted(cached);
    const admitted = { sequence: next, position: cached, said: 0 };
    running.push(admitted);
    return admitted;
  }

  function step(): void {
    waiting.sort((a, b) => a.priority - b.priority);
    const decoding = running.filter(({ sequence, position }) => position >= sequence.prompt.tokens);
    let room = card.maxBatchedTokens - decoding.length;
    const prefill: { of: Running; from: number; tokens: number }[] = [];
    const schedule = (one: Running) => {
      const tokens = Math.min(one.sequence.prompt.tokens - one.position, room);
      if (tokens <= 0) return;
      prefill.push({ of: one, from: one.position, tokens });
      room -= tokens;
    };
    for (const one of running) schedule(one);
    for (let one = admit(room); one !== null; one = admit(room)) schedule(one);
    if (running.length === 0) {
      stepping = false;
      return;
    }
    const kvRead = decoding.reduce((sum, { sequence, said }) => sum + sequence.prompt.tokens + said, 0);
    const seconds = stepSeconds(card, { sequences: decoding.length, kvRead, prefill });
    const end = clock + seconds;
    time.at(end, () => {
      const late = Math.max(0, time.now() - end);
      tally = {
        ...tally,
        busy: tally.busy + seconds,
        steps: tally.steps + 1,
        decoded: tally.decoded + decoding.length,
        mostWaiting: Math.max(tally.mostWaiting, waiting.length),
        late: tally.late + late,
        mostLate: Math.max(tally.mostLate, late),
      };
      clock = end;
      for (const { of, from, tokens } of prefill) {
        of.position = from + tokens;
        cache.keep(of.sequence.prompt, from, of.position);
        if (of.position >= of.sequence.prompt.tokens) speak(of);
      }
      for (const one of decoding) speak(one);
      running = running.filter(({ sequence, said }) => said < sequence.outputTokens);
      step();
    });
  }

  function speak(one: Running): void {
    if (one.said >= one.sequence.outputTokens) return;
    one.said += 1;
    one.sequence.onToken(one.said - 1, clock);
  }

  return {
    add(sequence) {
      waiting.push(sequence);
      if (!stepping) {
        stepping = true;
        clock = Math.max(clock, time.now());
        // Requests of the same moment begin together.
        setImmediate(step);
      }
      return () => {
        waiting = waiting.filter((one) => one !== sequence);
        running = running.filter((one) => one.sequence !== sequence);
      };
    },
    running: () => running.length,
    waiting: () => waiting.length,
    figures: () => figuresOf(tally),
    reset() {
      cache.clear();
      tally = emptyTally();
    },
  };
}

/** Each stream has its own pace, whatever the others do. */
function createFeltEngine(felt: FeltProfile, time: SimulatedTime): Engine {
  let waiting: Sequence[] = [];
  const running = new Set<Sequence>();
  let tally = emptyTally();

  function begin(sequence: Sequence, at: number): void {
    running.add(sequence);
    sequence.onAdmitted(0);
    speak(sequence, 0, at + felt.firstTokenSeconds);
  }

  function speak(sequence: Sequence, index: number, at: number): void {
    time.at(at, () => {
      if (!running.has(sequence)) return;
      const late = Math.max(0, time.now() - at);
      tally = { ...tally, steps: tally.steps + 1, decoded: tally.decoded + running.size, late: tally.late + late };
      tally.mostLate = Math.max(tally.mostLate, late);
      sequence.onToken(index, at);
      if (index + 1 < sequence.outputTokens) return speak(sequence, index + 1, at + 1 / felt.tokensPerSecond);
      leave(sequence, at);
    });
  }

  function leave(sequence: Sequence, at: number): void {
    if (!running.delete(sequence)) return;
    waiting.sort((a, b) => a.priority - b.priority);
    const next = waiting.shift();
    if (next !== undefined) begin(next, at);
  }

  return {
    add(sequence) {
      if (running.size < felt.maxSequences) begin(sequence, time.now());
      else waiting.push(sequence);
      tally.mostWaiting = Math.max(tally.mostWaiting, waiting.length);
      return () => {
        waiting = waiting.filter((one) => one !== sequence);
        leave(sequence, time.now());
      };
    },
    running: () => running.size,
    waiting: () => waiting.length,
    figures: () => figuresOf(tally),
    reset() {
      tally = emptyTally();
    },
  };
}
