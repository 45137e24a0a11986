import { AttritionError } from '../core/errors.ts';

/** SQLSTATE and system codes of a database that is away, restarting or out of connections: the same query may pass later. */
const AWAY = /^(?:08|57P|53|58|24000|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET)/;
/** No room for what was to be written. */
const FULL: ReadonlySet<unknown> = new Set(['53100', 'ENOSPC', 'EDQUOT']);
/** What pg and PGlite say without any code. */
const AWAY_WORDS =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Cannot use a pool|PGlite)/;

/** Names a failure to reach the database `store-unreachable`, and one for want of room `store-full`; gives others back. */
function storeFault(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || thrown instanceof AttritionError) return thrown;
  const { code } = thrown as NodeJS.ErrnoException;
  if (FULL.has(code)) return new AttritionError('store-full', {}, thrown);
  const isAway = typeof code === 'string' ? AWAY.test(code) : AWAY_WORDS.test(thrown.message);
  return isAway ? new AttritionError('store-unreachable', {}, thrown) : thrown;
}

/** True when waiting may mend it: what was to be done is done again, and nobody is told that it failed for good. */
export function isPassing(thrown: unknown): boolean {
  const fault = storeFault(thrown);
  return fault instanceof AttritionError && (fault.code === 'store-unreachable' || fault.code === 'store-full');
}

/** The same functions, whose failures to reach the database are named; `onFault` is told of each. */
export function nameFaults<Group extends object>(group: Group, onFault: () => void = () => {}): Group {
  const named = Object.entries(group).map(([name, work]) => [
    name,
    async (...given: unknown[]) => {
      try {
        return await work(...given);
      } catch (thrown) {
        const fault = storeFault(thrown);
        if (fault !== thrown) onFault();
        throw fault;
      }
    },
  ]);
  return Object.fromEntries(named);
}
