import { createHash } from 'node:crypto';
import type { Replica } from './replica.ts';

/**
 * An interview leaves its replica when so many more requests are in work there than at the least busy one: each costs a
 * prefill of about 0.3 s, and so does the prefix that has to be read anew elsewhere.
 */
const SLACK = 1;

/**
 * Replicas in the order to try them: by rendezvous hashing of the affinity, so that one interview stays on one server
 * and only a lost server's interviews move, unless another has less to do; without affinity the least busy first. A
 * server that has just said that its queue is full comes last.
 */
export function inOrder(replicas: readonly Replica[], affinity: string | undefined): readonly Replica[] {
  const byLoad = replicas.toSorted((a, b) => a.load() - b.load());
  const weight = ({ url }: Replica) => createHash('sha256').update(`${affinity}\n${url}`).digest('hex');
  const byHash = replicas.toSorted((a, b) => (weight(a) < weight(b) ? -1 : 1));
  const [home, idlest] = [byHash[0]?.load() ?? 0, byLoad[0]?.load() ?? 0];
  const staysHome = affinity !== undefined && home - idlest <= SLACK;
  return (staysHome ? byHash : byLoad).toSorted((a, b) => Number(a.isBackingOff()) - Number(b.isBackingOff()));
}
