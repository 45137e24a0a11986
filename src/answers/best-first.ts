/**
 * Gives items in the order of `comesBefore`, each found only when it is asked for (a binary heap): whoever takes eight of
 * 200,000 doesn't wait until all are sorted. Takes the array over.
 */
export function* bestFirst<Item>(
  heap: Item[],
  comesBefore: (one: Item, other: Item) => boolean,
): Generator<Item, undefined> {
  const sink = (from: number) => {
    const item = heap[from];
    if (item === undefined) return;
    let at = from;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const [one, other] = [heap[left], heap[right]];
      if (one === undefined) break;
      const isRight = other !== undefined && comesBefore(other, one);
      const child = isRight ? other : one;
      if (!comesBefore(child, item)) break;
      heap[at] = child;
      at = isRight ? right : left;
    }
    heap[at] = item;
  };
  for (let at = heap.length >> 1; at >= 0; at -= 1) sink(at);
  for (let best = heap[0]; best !== undefined; best = heap[0]) {
    yield best;
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return;
    heap[0] = last;
    sink(0);
  }
}
