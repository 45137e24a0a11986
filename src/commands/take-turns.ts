/** Runs works under one name one after the other, and works under different names side by side. */
export type TakeTurns = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

/** Creates the turns of one process. */
export function createTurns(): TakeTurns {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(work, work);
    last.set(name, turn);
    const forget = () => {
      if (last.get(name) === turn) last.delete(name);
    };
    turn.then(forget, forget);
    return turn;
  };
}
