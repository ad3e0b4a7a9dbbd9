import {
  connectedParts,
  type MethodSheet,
  sheetsByJuror,
  standardised,
  unbiased,
} from "./jurors.ts";
import type { Fraction } from "./tie.ts";

/** How sheets become a proposal's score; an edition has one, fixed before scoring. */
export const rankingMethods = ["mean", "median", "trimmed-mean", "z-score", "additive"] as const;
export type RankingMethod = (typeof rankingMethods)[number];

/**
 * What a method lacks: `count` proposals with fewer than `least` sheets, `count` jurors with fewer
 * than `least` sheets or with fewer than `least` different totals, `count` groups of jurors and
 * proposals that share nothing, or `count` sheets where the model needs `least`.
 */
export type Shortfall = {
  readonly need: "sheets" | "juror-sheets" | "spread" | "connected" | "surplus";
  readonly least: number;
  readonly count: number;
};

/**
 * A proposal's score: `measure` is what proposals are compared by, equal or not; `percent` says it
 * on 0 to 100.
 */
export type MethodScore = { readonly measure: Fraction; readonly percent: number };

/**
 * `applied` is the method asked for, or the mean where it lacks its minimum of data. `adjusted` are
 * the sheets as it took them.
 */
export type MethodResult = {
  readonly asked: RankingMethod;
  readonly applied: RankingMethod;
  readonly shortfall: Shortfall | null;
  readonly adjusted: readonly MethodSheet[];
  readonly scores: ReadonlyMap<number, MethodScore>;
};

/** A trimmed mean drops the highest and the lowest of at least so many sheets. */
const trimmedSheets = 5;
const medianSheets = 3;
/** Of two sheets the z-scores are the same whatever the totals. */
const standardisedSheets = 3;

/**
 * Scores proposals by a method. Each is an adjustment of the sheets to their juror (none, z-score,
 * additive), then the middle of a proposal's sheets (mean, median, trimmed mean). Minimum of data:
 * - mean: a sheet.
 * - median: three sheets on every proposal.
 * - trimmed mean: five; the highest and the lowest are left out.
 * - z-score: three sheets, not all with the same total, from every juror. `overall mean + overall
 *   deviation · z`.
 * - additive: jurors and proposals hang together by sheets, and there are more sheets than merits
 *   and biases to find.
 *
 * Mean, median and trimmed mean are exact fractions of whole points. The other two are not: their
 * arithmetic is IEEE doubles with + − × ÷ and one square root, in an order that follows from the
 * scores and the public numbers alone, and the result is rounded to a millionth of 0 to 100 before
 * anything compares it. So every browser and server finds the same, and what is equal to a
 * millionth ties, for the ladder to resolve.
 */
export function scoreBy(
  asked: RankingMethod,
  sheets: readonly MethodSheet[],
  fullPoints: number,
): MethodResult {
  const shortfall = shortfallOf(asked, sheets);
  const applied = shortfall ? "mean" : asked;
  const adjusted = adjustments[applied](sheets);
  const score = isExact(applied) ? exactScore : roundedScore;
  const scores = [...sheetsByProposal(adjusted)].map(
    ([publicNo, own]) =>
      [
        publicNo,
        score(
          middleBy(
            applied,
            own.map(({ points }) => points),
          ),
          fullPoints,
        ),
      ] as const,
  );
  return { asked, applied, shortfall, adjusted, scores: new Map(scores) };
}

/** What keeps a method from being applied to these sheets, the first thing that does, or null. */
export function shortfallOf(
  method: RankingMethod,
  sheets: readonly MethodSheet[],
): Shortfall | null {
  return (
    needs[method](sheets).find(({ count, need, least }) =>
      need === "connected" ? count > least : need === "surplus" ? count < least : count > 0,
    ) ?? null
  );
}

/** The middle of a proposal's adjusted points, as the method takes it; there is at least one. */
export function middleBy(method: RankingMethod, points: readonly number[]): Fraction {
  if (method === "median") return median(points);
  return mean(method === "trimmed-mean" ? ascending(points).slice(1, -1) : points);
}

/** The middle one, or halfway between the two in the middle. */
export function median(points: readonly number[]): Fraction {
  const sorted = ascending(points);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return { num: upper + (sorted.length % 2 === 1 ? upper : (sorted[middle - 1] ?? 0)), den: 2 };
}

export function mean(points: readonly number[]): Fraction {
  return { num: points.reduce((sum, each) => sum + each, 0), den: points.length };
}

/** Sheets by public number, in the order of the numbers. */
export function sheetsByProposal(sheets: readonly MethodSheet[]): Map<number, MethodSheet[]> {
  const numbers = [...new Set(sheets.map(({ publicNo }) => publicNo))].sort((a, b) => a - b);
  const groups = new Map<number, MethodSheet[]>(numbers.map((publicNo) => [publicNo, []]));
  for (const sheet of sheets) groups.get(sheet.publicNo)?.push(sheet);
  return groups;
}

const asGiven = (sheets: readonly MethodSheet[]) => sheetsByJuror(sheets).flat();

const adjustments: Record<
  RankingMethod,
  (sheets: readonly MethodSheet[]) => readonly MethodSheet[]
> = {
  mean: asGiven,
  median: asGiven,
  "trimmed-mean": asGiven,
  "z-score": standardised,
  additive: unbiased,
};

const needs: Record<RankingMethod, (sheets: readonly MethodSheet[]) => Shortfall[]> = {
  mean: () => [],
  median: (sheets) => [proposalsBelow(sheets, medianSheets)],
  "trimmed-mean": (sheets) => [proposalsBelow(sheets, trimmedSheets)],
  "z-score": (sheets) => {
    const jurors = sheetsByJuror(sheets);
    return [
      {
        need: "juror-sheets",
        least: standardisedSheets,
        count: jurors.filter((own) => own.length < standardisedSheets).length,
      },
      {
        need: "spread",
        least: 2,
        count: jurors.filter((own) => new Set(own.map(({ points }) => points)).size < 2).length,
      },
    ];
  },
  additive: (sheets) => [
    { need: "connected", least: 1, count: connectedParts(sheets) },
    // one less than merits and biases is found; one sheet more than that leaves something to fit
    {
      need: "surplus",
      least: sheetsByProposal(sheets).size + sheetsByJuror(sheets).length,
      count: sheets.length,
    },
  ],
};

function proposalsBelow(sheets: readonly MethodSheet[], least: number): Shortfall {
  return {
    need: "sheets",
    least,
    count: [...sheetsByProposal(sheets).values()].filter((own) => own.length < least).length,
  };
}

/**
 * A method whose scores are exact fractions of a proposal's own sheets; the others bring in every
 * sheet of the edition.
 */
export function isExact(method: RankingMethod): boolean {
  return method !== "z-score" && method !== "additive";
}

function exactScore(measure: Fraction, fullPoints: number): MethodScore {
  return { measure, percent: (100 * measure.num) / (measure.den * fullPoints) };
}

/** To a millionth; half of one goes up, also when the arithmetic ends a hair below it. */
function roundedScore({ num, den }: Fraction, fullPoints: number): MethodScore {
  const millionths = Math.floor(((100 * num) / den / fullPoints) * 1e6 + 0.5001);
  return { measure: { num: millionths, den: 1 }, percent: millionths / 1e6 };
}

function ascending(points: readonly number[]): number[] {
  return [...points].sort((a, b) => a - b);
}
