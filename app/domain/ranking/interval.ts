import { type MethodResult, middleBy, sheetsByProposal } from "./method.ts";

/** Between which ranks a proposal might as well stand; from ≤ its rank ≤ to. */
export type RankInterval = { readonly from: number; readonly to: number };

export type IntervalOptions = {
  readonly seed?: number | undefined;
  /** 1000 unless told otherwise, fewer with many proposals, so that a page need not wait */
  readonly rounds?: number | undefined;
  /** how much of the rounds lies within, 0 to 1 */
  readonly level?: number;
};

/**
 * Rank intervals by a seeded bootstrap over sheets, by public number: each round draws every
 * proposal's sheets again and ranks again; the interval holds the middle `level` of the ranks
 * found, and the rank itself. Sheets are drawn, not jurors: with few jurors each, a proposal would
 * often be left without any. A sheet is drawn as its proposal's score and the deviation of some
 * sheet of the whole edition from its own, widened by √(n / (n − 1)): among three sheets alone,
 * three equal ones would look certain. What a method corrects of jurors is taken as known. Null
 * where no proposal has two sheets: then nothing says how far jurors differ.
 *
 * It is shown and never committed to, since it decides nothing; the same seed gives the same
 * everywhere.
 */
export function rankIntervals(
  result: MethodResult,
  { seed = 1, rounds = roundsFor(result.scores.size), level = 0.9 }: IntervalOptions = {},
): Map<number, RankInterval> | null {
  const proposals = [...sheetsByProposal(result.adjusted)].map(([publicNo, own]) => {
    const points = own.map((sheet) => sheet.points);
    const { num, den } = middleBy(result.applied, points);
    return { publicNo, points, middle: num / den };
  });
  const deviations = pooledDeviations(proposals);
  if (deviations.length === 0) return null;
  const random = randomNumbers(seed);
  const found = proposals.map(() => new Uint32Array(proposals.length + 1));
  for (let round = 0; round < rounds; round += 1) {
    const drawn = proposals.map(({ points, middle }) => {
      const { num, den } = middleBy(
        result.applied,
        points.map(() => deviations[Math.floor(random() * deviations.length)] ?? 0),
      );
      return Math.round((middle + num / den) * 1e6);
    });
    ranksOf(drawn).forEach((rank, at) => (found[at]![rank]! += 1));
  }
  const ranks = ranksOf(proposals.map(({ middle }) => Math.round(middle * 1e6)));
  return new Map(
    proposals.map(({ publicNo }, at) => [publicNo, within(found[at]!, rounds, level, ranks[at]!)]),
  );
}

function roundsFor(proposals: number): number {
  return Math.max(200, Math.min(1000, Math.floor(200_000 / proposals)));
}

/** Every sheet's deviation from its proposal's score, around zero. */
function pooledDeviations(
  proposals: readonly { points: readonly number[]; middle: number }[],
): number[] {
  const pool = proposals.flatMap(({ points, middle }) =>
    points.length < 2
      ? []
      : points.map((each) => (each - middle) * Math.sqrt(points.length / (points.length - 1))),
  );
  const mean = pool.reduce((sum, each) => sum + each, 0) / pool.length;
  return pool.map((each) => each - mean).sort((a, b) => a - b);
}

/** The greatest is first; equal ones share a rank. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => b.value - a.value);
  const ranks = values.map(() => 0);
  order.forEach(({ value, at }, place) => {
    const before = order[place - 1];
    ranks[at] = before?.value === value ? ranks[before.at]! : place + 1;
  });
  return ranks;
}

function within(found: Uint32Array, rounds: number, level: number, rank: number): RankInterval {
  const tail = ((1 - level) / 2) * rounds;
  const [first, last] = [
    firstBeyond([...found], tail),
    found.length - 1 - firstBeyond([...found].reverse(), tail),
  ];
  return { from: Math.min(first, rank), to: Math.max(last, rank) };
}

/** The first place at which more than `tail` rounds have been counted. */
function firstBeyond(counts: readonly number[], tail: number): number {
  let sum = 0;
  return counts.findIndex((count) => (sum += count) > tail);
}

/**
 * mulberry32: whole-number arithmetic alone, so a seed gives the same numbers everywhere; each in
 * [0, 1).
 */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
