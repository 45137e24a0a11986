/** A token as servers report it: its text may be right, or in the byte letters of the tokenizer's alphabet. */
interface ReportedToken {
  readonly token: string;
  readonly bytes?: readonly number[] | null | undefined;
}

/** One token of an answer with the alternatives the model weighed at its place. */
export interface TokenStep extends ReportedToken {
  readonly top_logprobs: readonly (ReportedToken & { readonly logprob: number })[];
}

/**
 * The model's weights of a closed set's members, from the alternatives along the answer it gave. Servers report raw
 * weights, from before the grammar's mask: at each token only what continues a choice counts, and is scaled to 1.
 * Choices that begin alike are told apart where they part on the answer's way; elsewhere they share evenly. Null when
 * no alternative can be read.
 */
export function choiceProbabilities(
  choices: readonly string[],
  chosen: string,
  steps: readonly TokenStep[],
): Readonly<Record<string, number>> | null {
  const shares = new Map(choices.map((choice) => [choice, 0]));
  let live = choices;
  let mass = 1;
  let prefix = '';
  for (const step of steps) {
    if (live.length === 1) break;
    const weights = weigh(live, prefix, step);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) break;
    for (const [index, choice] of live.entries()) shares.set(choice, (mass * (weights[index] ?? 0)) / total);
    const read = readingsOf(step).find((reading) => chosen.startsWith(prefix + reading));
    if (read === undefined) break;
    prefix += read;
    live = live.filter((choice) => choice.startsWith(prefix));
    mass = live.reduce((sum, choice) => sum + (shares.get(choice) ?? 0), 0);
  }
  return [...shares.values()].some((share) => share > 0) ? Object.fromEntries(shares) : null;
}

/** The raw weight of each choice at one place of the answer. */
function weigh(live: readonly string[], prefix: string, { top_logprobs }: TokenStep): readonly number[] {
  const weights = live.map(() => 0);
  for (const alternative of top_logprobs) {
    const continued = readingsOf(alternative)
      .map((reading) => live.map((choice) => choice.startsWith(prefix + reading)))
      .find((fits) => fits.includes(true));
    const sharers = continued?.filter((fits) => fits).length ?? 0;
    for (const [index, fits] of (continued ?? []).entries())
      if (fits) weights[index] = (weights[index] ?? 0) + Math.exp(alternative.logprob) / sharers;
  }
  return weights;
}

/** What a token's text may be: as given, spelt in byte letters (known failure M7), or by its bytes. */
function readingsOf({ token, bytes }: ReportedToken): readonly string[] {
  const spelt = [...token].map((letter) => byteOf(letter.codePointAt(0) ?? 0));
  const readings = [token, decoded(spelt), decoded(bytes ?? [])];
  return readings.flatMap((reading) => (reading === null || reading === '' ? [] : [reading]));
}

function decoded(bytes: readonly (number | null)[]): string | null {
  const known = bytes.filter((byte) => byte !== null);
  if (known.length < bytes.length) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(known));
  } catch {
    // Half a character: it can't be told what it will be.
    return null;
  }
}

/** Byte-level tokenizers print printable bytes as themselves and the 68 others, in order, from U+0100 on. */
const FIRST_STAND_IN = 0x100;
const isPrintable = (byte: number) =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
const UNPRINTABLE: readonly number[] = Array.from({ length: 0x100 }, (_, byte) => byte).filter(
  (byte) => !isPrintable(byte),
);

function byteOf(codePoint: number): number | null {
  if (isPrintable(codePoint)) return codePoint;
  return UNPRINTABLE[codePoint - FIRST_STAND_IN] ?? null;
}
