/**
 * Models under 3B label single sentences and phrase text, but cite wrong lines: they don't code interviews. Published
 * citation scores of the Qwen2.5 family fall steeply below 7B, and the codebook reader invents nothing.
 */
const CITES_FROM_BILLIONS = 3;
/** Names of small models that don't say their size. */
const SMALL_NAMES = /tiny|smol|nano/iu;
/** A size in a model's name: "7B", "0.5b", "135M". */
const SIZE = /(?<![a-z\d.])(\d+(?:\.\d+)?)([bm])(?![a-z\d])/giu;

/** True unless a model's name says that it is too small to cite; a name without a size is trusted. */
export function mayCite(model: string): boolean {
  const sizes = [...model.matchAll(SIZE)].map(([, figure, unit]) =>
    unit?.toLowerCase() === 'b' ? Number(figure) : Number(figure) / 1_000,
  );
  return sizes.length > 0 ? Math.max(...sizes) >= CITES_FROM_BILLIONS : !SMALL_NAMES.test(model);
}
