type Stars = 1 | 2 | 3 | 4 | 5;

/** Impact of a cause over the interviews that mention it. */
export interface Impact {
  /** Mean strength on the 1-5 scale, pulled to the middle. */
  readonly mean: number;
  readonly stars: Stars;
  /** Lowest and highest stars when any one interview is left out. */
  readonly range: readonly [Stars, Stars];
}

/** Fewer mentions than this are not rated. */
const MIN_MENTIONS = 3;
/** Two imaginary mentions of strength 3 keep a single loud voice from five stars. */
const PULL_COUNT = 2;
const PULL_SUM = 6;
/** Lowest mean of a star, times ten: equal bins on the 1-5 scale, compared in integers so that 4.2 is 4.2. */
const FLOORS: readonly (readonly [Stars, number])[] = [
  [5, 42],
  [4, 34],
  [3, 26],
  [2, 18],
];

/** Rates a cause from its strengths, one per interview (the interview's highest); null under three mentions. */
export function impactOf(strengths: readonly number[]): Impact | null {
  if (strengths.length < MIN_MENTIONS) return null;
  const sum = strengths.reduce((total, strength) => total + strength, 0);
  const leftOut = strengths.map((strength) => starsOf(sum - strength, strengths.length - 1));
  return {
    mean: (sum + PULL_SUM) / (strengths.length + PULL_COUNT),
    stars: starsOf(sum, strengths.length),
    range: [Math.min(...leftOut) as Stars, Math.max(...leftOut) as Stars],
  };
}

function starsOf(sum: number, count: number): Stars {
  const reached = FLOORS.find(([, floor]) => 10 * (sum + PULL_SUM) >= floor * (count + PULL_COUNT));
  return reached?.[0] ?? 1;
}
