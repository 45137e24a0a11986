import { createHash } from 'node:crypto';
import { AttritionError } from '../core/errors.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CompletionRequest } from '../core/ports/language-model.ts';
import { type EndpointProbe, probeReplica } from './probe.ts';
import type { Speech } from './read-answer.ts';
import { createReplica, type Replica, type ReplicaDeps } from './replica.ts';
import { type EndpointSettings, labelOf } from './settings.ts';

/** Until the server has said its window: the shortest among the models we know of that may cite. */
const CAUTIOUS_WINDOW_TOKENS = 4_096;
/** A server that restarts refuses connections for a moment. */
const RETRY_PAUSE_MS = 250;

interface Asking {
  readonly signal: AbortSignal;
  /** Nobody watches: a single replica that can't be reached is tried once more. */
  readonly retry: boolean;
  readonly onSlot: () => void;
}

/** A model with all servers that serve it. */
export interface Endpoint {
  readonly label: string;
  windowTokens(): number;
  ask(request: CompletionRequest, asking: Asking): AsyncGenerator<Speech>;
  /** Looks at every replica and remembers the smallest window found. Never throws. */
  probe(): Promise<readonly EndpointProbe[]>;
}

/** Builds an endpoint from its settings. */
export function createEndpoint(settings: EndpointSettings, deps: ReplicaDeps): Endpoint {
  const { clock } = deps;
  const label = labelOf(settings);
  const replicas = settings.baseUrls.map((url) => createReplica(settings, url, deps));
  let served: number | null = null;

  return {
    label,
    // The server knows its real limit better than a file does, but a file may ask for less.
    windowTokens: () => Math.min(settings.windowTokens ?? Number.POSITIVE_INFINITY, served ?? fallbackWindow(settings)),
    async *ask(request, asking) {
      const line = inOrder(replicas, request.affinity);
      const tries = asking.retry && line.length === 1 ? [...line, ...line] : line;
      for (const [index, replica] of tries.entries()) {
        let spoken = false;
        try {
          for await (const speech of replica.ask(request, asking.signal, asking.onSlot)) {
            spoken = true;
            yield speech;
          }
          return;
        } catch (error) {
          if (spoken || index === tries.length - 1 || !isUnreachable(error)) throw error;
          if (tries[index + 1] === replica) await pause(clock, asking.signal, label);
        }
      }
    },
    async probe() {
      const found = await Promise.all(replicas.map((replica) => probeReplica(replica, settings, clock)));
      const windows = found.flatMap(({ windowTokens }) => (windowTokens === null ? [] : [windowTokens]));
      if (windows.length > 0) served = Math.min(...windows);
      return found;
    },
  };
}

const fallbackWindow = (settings: EndpointSettings) => settings.windowTokens ?? CAUTIOUS_WINDOW_TOKENS;

function isUnreachable(error: unknown): boolean {
  return error instanceof AttritionError && error.code === 'model-unreachable';
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
