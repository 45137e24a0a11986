import { AttritionError, type FaultCode } from '../core/errors.ts';
import { rated } from '../core/estimate-tokens.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CompletionRequest, Usage } from '../core/ports/language-model.ts';
import { type EndpointHealth, healthOf } from './health.ts';
import { inOrder } from './order-replicas.ts';
import { type EndpointProbe, probeReplica } from './probe.ts';
import { type Abilities, abilitiesOf, profileOf } from './profiles.ts';
import type { Speech } from './read-answer.ts';
import { createReplica, type Replica, type ReplicaDeps } from './replica.ts';
import type { Manner } from './request-body.ts';
import { type EndpointSettings, labelOf } from './settings.ts';
import { createTokenRatio } from './token-ratio.ts';

/** Until the server has said its window: the shortest among the models we know of that may cite. */
const CAUTIOUS_WINDOW_TOKENS = 4_096;
/** A server that restarts refuses connections for a moment. */
const RETRY_PAUSE_MS = 250;
/** A silent replica is left for another one after this share of the first-token budget, before the fast model starts. */
const HOP_SHARE = 2 / 3;

export interface Asking {
  readonly signal: AbortSignal;
  /** Nobody watches: a single replica that can't be reached is tried once more. */
  readonly retry: boolean;
  /** Another model can answer: where every replica is known to be down, none of them is waited for. */
  readonly skippable: boolean;
  readonly onSlot: () => void;
}

/** A model with all servers that serve it. */
export interface Endpoint {
  readonly label: string;
  /** What it may be asked for. */
  readonly may: Abilities;
  windowTokens(): number;
  /** Its replicas. */
  readonly servers: number;
  /** Of all its replicas together. */
  readonly requestsAtOnce: number;
  /** Of those, how many of a batch would be sent at once now. */
  free(): number;
  /** Tokens of an interview to be coded by one request. */
  readonly readingTokens: number;
  /** Length of a text in its tokens, rather too high than too low. */
  estimateTokens(text: string): number;
  ask(request: CompletionRequest, asking: Asking): AsyncGenerator<Speech>;
  /** Looks at every replica, remembers the smallest window found and what each obeys. Never throws. */
  probe(): Promise<readonly EndpointProbe[]>;
  health(): readonly EndpointHealth[];
}

/** Builds an endpoint from its settings. */
export function createEndpoint(settings: EndpointSettings, deps: ReplicaDeps): Endpoint {
  const { clock } = deps;
  const label = labelOf(settings);
  const profile = profileOf(settings.model);
  const concurrency = settings.concurrency ?? profile.concurrency;
  const replicas = settings.baseUrls.map((url) => createReplica(settings, url, { ...deps, concurrency }));
  const ratio = createTokenRatio(profile.tokens);
  /** What each server was found to be, by address; one that was down is looked at again once it answers. */
  const found = new Map<string, EndpointProbe>();

  const mannerOf = ({ url }: Replica): Manner => ({
    choiceBy: found.get(url)?.obeysChoice === true ? 'structured-outputs' : 'json-schema',
    acceptsSystem: settings.acceptsSystem ?? profile.template.acceptsSystem,
    byPriority: found.get(url)?.obeysPriority === true,
  });

  async function look(replica: Replica): Promise<EndpointProbe> {
    const { acceptsSystem } = mannerOf(replica);
    const probe = await probeReplica({ replica, settings, acceptsSystem, clock, closed: deps.closed });
    found.set(replica.url, probe);
    if (probe.fault === null) replica.breaker.answered();
    else replica.breaker.open(probe.fault);
    return probe;
  }

  /** Tries servers that are down, beside the request and not in its way: health can be green while nothing runs (M25). */
  function tryBack(): void {
    for (const replica of replicas) {
      const missed = found.get(replica.url)?.fault != null && replica.breaker.state() === 'closed';
      if (missed) found.delete(replica.url);
      if (missed || replica.breaker.mayTry()) void look(replica);
    }
  }

  return {
    label,
    may: abilitiesOf(settings, profile),
    servers: replicas.length,
    requestsAtOnce: replicas.length * concurrency,
    free: () => upOf(replicas).reduce((sum, replica) => sum + replica.free(), 0),
    readingTokens: settings.readingTokens ?? profile.readingTokens,
    windowTokens() {
      const windows = [...found.values()].flatMap(({ windowTokens }) => windowTokens ?? []);
      // The server knows its real limit better than a file does, but a file may ask for less.
      if (windows.length > 0) return Math.min(settings.windowTokens ?? profile.safeWindowTokens, ...windows);
      return settings.windowTokens ?? Math.min(CAUTIOUS_WINDOW_TOKENS, profile.safeWindowTokens);
    },
    estimateTokens: (text) => Math.ceil(rated(text, profile.tokens) * ratio.factor()),
    async *ask(request, asking) {
      for (const replica of replicas) replica.refresh();
      tryBack();
      const line = lineFor(replicas, request.affinity, { label, skippable: asking.skippable });
      yield* askInTurn(line, request, {
        ...asking,
        clock,
        label,
        firstTokenMs: deps.budgets[request.purpose].firstTokenMs,
        mannerOf,
        learn: ratio.learn,
      });
    },
    probe: () => Promise.all(replicas.map(look)),
    health: () => replicas.map((replica) => healthOf(replica, settings, found.get(replica.url)?.windowTokens ?? null)),
  };
}

const upOf = (replicas: readonly Replica[]) => replicas.filter(({ breaker }) => breaker.state() === 'closed');

function lineFor(
  replicas: readonly Replica[],
  affinity: string | undefined,
  { label, skippable }: { readonly label: string; readonly skippable: boolean },
): readonly Replica[] {
  const up = upOf(replicas);
  const [down] = replicas;
  if (up.length === 0 && skippable && down !== undefined)
    throw new AttritionError(down.breaker.fault() ?? 'model-unreachable', { model: label });
  return inOrder(up.length > 0 ? up : replicas, affinity);
}

interface Turn extends Asking {
  readonly clock: Clock;
  readonly label: string;
  readonly firstTokenMs: number;
  mannerOf(replica: Replica): Manner;
  learn(messages: CompletionRequest['messages'], usage: Usage | null): void;
}

/** Asks one replica after another until one speaks. */
async function* askInTurn(line: readonly Replica[], request: CompletionRequest, turn: Turn): AsyncGenerator<Speech> {
  const tries = turn.retry && line.length === 1 ? [...line, ...line] : line;
  for (const [index, replica] of tries.entries()) {
    let spoken = false;
    const mayHop = index === 0 && line.length > 1;
    try {
      // One hop only: when all replicas are slow, hopping on would make them slower.
      const patienceMs = mayHop ? turn.firstTokenMs * HOP_SHARE : undefined;
      for await (const speech of replica.ask(request, { ...turn, manner: turn.mannerOf(replica), patienceMs })) {
        spoken = true;
        if (speech.type === 'finished') turn.learn(request.messages, speech.completion.usage);
        yield speech;
      }
      return;
    } catch (error) {
      const canHop = isFault(error, 'model-unreachable') || (mayHop && isFault(error, 'model-slow'));
      if (spoken || index === tries.length - 1 || !canHop) throw error;
      if (tries[index + 1] === replica) await pause(turn.clock, turn.signal, turn.label);
    }
  }
}

function isFault(error: unknown, code: FaultCode): boolean {
  return error instanceof AttritionError && error.code === code;
}

async function pause(clock: Clock, signal: AbortSignal, model: string): Promise<void> {
  await clock.sleep(RETRY_PAUSE_MS, signal).catch((reason: unknown) => {
    throw new AttritionError('aborted', { model }, reason);
  });
}
