/**
 * Works something out once for each object: what hangs on a codebook or a table alone is the same for every interview.
 * It is forgotten with the object.
 *
 * @example const foldedOf = oncePer((phrases: Phrases) => fold(phrases)); foldedOf(codebook.generic)
 */
export function oncePer<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known.value;
    const value = make(key);
    made.set(key, { value });
    return value;
  };
}
