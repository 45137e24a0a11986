import { createHash } from 'node:crypto';
import { AttritionError, type FaultCode } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CompletionRequest } from '../core/ports/language-model.ts';
import { mayCite } from './may-cite.ts';
import { type EndpointProbe, probeReplica } from './probe.ts';
import type { Speech } from './read-answer.ts';
import { createReplica, type Replica, type ReplicaDeps } from './replica.ts';
import { type EndpointSettings, labelOf } from './settings.ts';

/** Until the server has said its window: the shortest among the models we know of that may cite. */
const CAUTIOUS_WINDOW_TOKENS = 4_096;
/** A server that restarts refuses connections for a moment. */
const RETRY_PAUSE_MS = 250;

/** A silent replica is left for another one after this share of the first-token budget, before the fast model starts. */
const HOP_SHARE = 2 / 3;

interface Asking {
  readonly signal: AbortSignal;
  /** Nobody watches: a single replica that can't be reached is tried once more. */
  readonly retry: boolean;
  readonly onSlot: () => void;
}

/** A model with all servers that serve it. */
export interface Endpoint {
  readonly label: string;
  /** It may be asked to code: to answer with ids of sentences. */
  readonly cites: boolean;
  windowTokens(): number;
  ask(request: CompletionRequest, asking: Asking): AsyncGenerator<Speech>;
  /** Looks at every replica, remembers the smallest window found and who obeys a closed set. Never throws. */
  probe(): Promise<readonly EndpointProbe[]>;
}

/** Builds an endpoint from its settings. */
export function createEndpoint(settings: EndpointSettings, deps: ReplicaDeps): Endpoint {
  const { clock } = deps;
  const label = labelOf(settings);
  const replicas = settings.baseUrls.map((url) => createReplica(settings, url, deps));
  let served: number | null = null;
  /** Addresses of the servers that were seen to obey a closed set; the others get the portable form. */
  let obeying: ReadonlySet<string> = new Set();

  return {
    label,
    cites: settings.cites ?? mayCite(settings.model),
    // The server knows its real limit better than a file does, but a file may ask for less.
    windowTokens: () => Math.min(settings.windowTokens ?? Number.POSITIVE_INFINITY, served ?? fallbackWindow(settings)),
    async *ask(request, asking) {
      const line = inOrder(replicas, request.affinity);
      const tries = asking.retry && line.length === 1 ? [...line, ...line] : line;
      const hopMs = deps.budgets[request.purpose].firstTokenMs * HOP_SHARE;
      for (const [index, replica] of tries.entries()) {
        let spoken = false;
        try {
          const choiceBy = obeying.has(replica.url) ? 'structured-outputs' : 'json-schema';
          // One hop only: when all replicas are slow, hopping on would make them slower.
          const patienceMs = index === 0 && line.length > 1 ? hopMs : undefined;
          for await (const speech of replica.ask(request, { ...asking, choiceBy, patienceMs })) {
            spoken = true;
            yield speech;
          }
          return;
        } catch (error) {
          const canHop =
            isFault(error, 'model-unreachable') || (index === 0 && line.length > 1 && isFault(error, 'model-slow'));
          if (spoken || index === tries.length - 1 || !canHop) throw error;
          if (tries[index + 1] === replica) await pause(clock, asking.signal, label);
        }
      }
    },
    async probe() {
      const found = await Promise.all(replicas.map((replica) => probeReplica(replica, settings, clock)));
      const windows = found.flatMap(({ windowTokens }) => (windowTokens === null ? [] : [windowTokens]));
      if (windows.length > 0) served = Math.min(...windows);
      obeying = new Set(found.flatMap(({ obeysChoice, url }) => (obeysChoice ? [url] : [])));
      return found;
    },
  };
}

const fallbackWindow = (settings: EndpointSettings) => settings.windowTokens ?? CAUTIOUS_WINDOW_TOKENS;

function isFault(error: unknown, code: FaultCode): boolean {
  return error instanceof AttritionError && error.code === code;
}

async function pause(clock: Clock, signal: AbortSignal, model: string): Promise<void> {
  await clock.sleep(RETRY_PAUSE_MS, signal).catch((reason: unknown) => {
    throw new AttritionError('aborted', { model }, reason);
  });
}

/**
 * Replicas in the order to try them: by rendezvous hashing of the affinity, so that one interview stays on one server
 * and only a lost server's interviews move; without affinity the least busy first.
 */
function inOrder(replicas: readonly Replica[], affinity: string | undefined): readonly Replica[] {
  if (affinity === undefined) return replicas.toSorted((a, b) => a.load() - b.load());
  const weight = ({ url }: Replica) => createHash('sha256').update(`${affinity}\n${url}`).digest('hex');
  return replicas.toSorted((a, b) => (weight(a) < weight(b) ? -1 : 1));
}
