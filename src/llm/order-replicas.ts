import { createHash } from 'node:crypto';
import type { Replica } from './replica.ts';

/**
 * An interview leaves its replica when so many more requests wait there than at the best one: each costs a prefill of
 * about 0.3 s, and so does the prefix that has to be read anew elsewhere.
 */
const QUEUE_SLACK = 4;

/**
 * Replicas in the order to try them: by rendezvous hashing of the affinity, so that one interview stays on one server
 * and only a lost server's interviews move, unless its queue is much longer than another's; without affinity the least
 * busy first. A server that has just said that its queue is full comes last.
 */
export function inOrder(replicas: readonly Replica[], affinity: string | undefined): readonly Replica[] {
  const byLoad = replicas.toSorted((a, b) => a.load() - b.load());
  const weight = ({ url }: Replica) => createHash('sha256').update(`${affinity}\n${url}`).digest('hex');
  const byHash = replicas.toSorted((a, b) => (weight(a) < weight(b) ? -1 : 1));
  const shortest = Math.min(...replicas.map((replica) => replica.queue()));
  const staysHome = affinity !== undefined && (byHash[0]?.queue() ?? 0) - shortest <= QUEUE_SLACK;
  return (staysHome ? byHash : byLoad).toSorted((a, b) => Number(a.isBackingOff()) - Number(b.isBackingOff()));
}
