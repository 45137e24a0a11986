/** Cohen's kappa of two coders over the same units, nominal; null when chance cannot disagree. */
export function cohenKappa(first: readonly string[], second: readonly string[]): number | null {
  const n = first.length;
  const share = (codes: readonly string[], code: string) => codes.filter((each) => each === code).length / n;
  const expected = [...new Set([...first, ...second])].reduce(
    (sum, code) => sum + share(first, code) * share(second, code),
    0,
  );
  if (!(expected < 1)) return null;
  const observed = first.filter((code, index) => code === second[index]).length / n;
  return (observed - expected) / (1 - expected);
}

/** How two coders agree on whether one code is present. */
export interface PresenceAgreement {
  readonly observed: number;
  readonly kappa: number | null;
  /** Kappa under the assumption that both codings are equally frequent: rare codes mislead kappa itself. */
  readonly pabak: number;
  /** Agreement on presence alone; null when neither coder ever saw the code. */
  readonly positive: number | null;
}

/** Compares two coders on one code, interview by interview. */
export function presenceAgreement(first: readonly boolean[], second: readonly boolean[]): PresenceAgreement {
  const both = first.filter((seen, index) => seen && second[index]).length;
  const seen = first.filter(Boolean).length + second.filter(Boolean).length;
  const observed = first.filter((each, index) => each === second[index]).length / first.length;
  return {
    observed,
    kappa: cohenKappa(first.map(String), second.map(String)),
    pabak: 2 * observed - 1,
    positive: seen === 0 ? null : (2 * both) / seen,
  };
}
