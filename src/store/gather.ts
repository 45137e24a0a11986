/** Calls answered by one statement at most: far below PostgreSQL's limit of parameters, whatever a row takes. */
const AT_ONCE = 100;

interface Call<K, V> {
  readonly key: K;
  readonly resolve: (value: V) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Makes one statement of the calls that come while the one before runs: a report codes dozens of interviews side by side,
 * and each statement has a price of its own, most of all in the embedded database. `runAll` answers in the keys' order;
 * where it fails, each call is made alone, so that one's fault isn't the others'.
 *
 * @example const get = gather((ids) => rowsOf(ids)); await Promise.all(ids.map(get)); // a statement or two
 */
export function gather<K, V>(runAll: (keys: readonly K[]) => Promise<readonly V[]>): (key: K) => Promise<V> {
  let waiting: Call<K, V>[] = [];
  let running = false;

  async function answer(calls: readonly Call<K, V>[]): Promise<void> {
    try {
      const values = await runAll(calls.map(({ key }) => key));
      // `runAll` gives one value a key.
      for (const [index, call] of calls.entries()) call.resolve(values[index] as V);
    } catch (error) {
      if (calls.length === 1) for (const call of calls) call.reject(error);
      else for (const call of calls) await answer([call]);
    }
  }

  async function run(): Promise<void> {
    running = true;
    // Whoever calls in the same turn comes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const calls = waiting.slice(0, AT_ONCE);
      waiting = waiting.slice(AT_ONCE);
      await answer(calls);
    }
    running = false;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (!running) void run();
    });
}
