/**
 * The values that one unit (a proposal on a criterion, or its totals) got from the jurors; null
 * where one gave none.
 */
export type CodedUnit = readonly (number | null)[];

/** What two values differ by: at all, by how many ranks, or by how much. */
export type AlphaLevel = "nominal" | "ordinal" | "interval";

/**
 * Krippendorff's alpha: 1 is full agreement, 0 what chance would give, below 0 is systematic
 * disagreement. Missing values are allowed; units with fewer than two values say nothing about
 * agreement and are left out. Null where it is not defined: no such unit, or all values the same.
 * Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); Content Analysis (2nd ed. 2004),
 * ch. 11.
 */
export function krippendorffAlpha(
  units: readonly CodedUnit[],
  level: AlphaLevel = "interval",
): number | null {
  const pairable = units
    .map((unit) => unit.filter((value) => value !== null))
    .filter((values) => values.length >= 2);
  const coded = level === "ordinal" ? ranked(pairable) : pairable;
  const disagreement = level === "nominal" ? differingPairs : squaredDifferences;
  const all = coded.flat();
  const expected = disagreement(all) / (all.length - 1);
  if (!(expected > 0)) return null;
  const observed = coded.reduce(
    (sum, values) => sum + disagreement(values) / (values.length - 1),
    0,
  );
  return 1 - observed / expected;
}

/**
 * Kendall's coefficient of concordance with the correction for ties, 0 to 1. The place in a unit is
 * the juror; only units that every juror valued are counted. Null with fewer than two jurors or
 * such units, or when no juror tells any apart. M. G. Kendall, Rank Correlation Methods (1948), ch.
 * 6.
 */
export function kendallW(units: readonly CodedUnit[]): number | null {
  const complete = commonUnits(units);
  const [jurors, count] = [complete[0]?.length ?? 0, complete.length];
  if (jurors < 2 || count < 2) return null;
  const ranks = Array.from({ length: jurors }, (_, juror) =>
    complete.map((unit) => unit[juror] ?? 0),
  ).map((values) => {
    const rank = midranks(values);
    return values.map(rank);
  });
  const sums = complete.map((_, at) => ranks.reduce((sum, own) => sum + (own[at] ?? 0), 0));
  const ties = ranks.reduce((sum, own) => sum + tieTerm(own), 0);
  const most = jurors * jurors * (count ** 3 - count) - jurors * ties;
  return most > 0
    ? (12 * sums.reduce((sum, each) => sum + each * each, 0) -
        3 * jurors ** 2 * count * (count + 1) ** 2) /
        most
    : null;
}

/**
 * How far jurors agree on one thing, by each coefficient; `common` is on how many proposals
 * Kendall's W rests.
 */
export type Agreement = Readonly<Record<AlphaLevel, number | null>> & {
  readonly kendallW: number | null;
  readonly common: number;
};

/** The agreement on values that jurors gave to proposals, each at most one. */
export function agreementOn(
  values: readonly {
    readonly juror: string;
    readonly proposal: string | number;
    readonly value: number;
  }[],
): Agreement {
  const jurors = new Map(
    [...new Set(values.map(({ juror }) => juror))].map((juror, at) => [juror, at]),
  );
  const units = new Map<string | number, (number | null)[]>();
  for (const { juror, proposal, value } of values) {
    const unit = units.get(proposal) ?? [...jurors].map(() => null);
    unit[jurors.get(juror) ?? 0] = value;
    units.set(proposal, unit);
  }
  const all = [...units.values()];
  const alpha = (level: AlphaLevel) => krippendorffAlpha(all, level);
  return {
    nominal: alpha("nominal"),
    ordinal: alpha("ordinal"),
    interval: alpha("interval"),
    kendallW: kendallW(all),
    common: commonUnits(all).length,
  };
}

function commonUnits(units: readonly CodedUnit[]): CodedUnit[] {
  return units.filter((unit) => unit.every((value) => value !== null));
}

/**
 * Two values differ ordinally by as many ranks as their midranks among all values: Krippendorff's
 * ordinal metric.
 */
function ranked(units: readonly number[][]): number[][] {
  const rank = midranks(units.flat());
  return units.map((values) => values.map(rank));
}

/** Ranks from 1 up, the lowest value first; equal values have the mean of their ranks. */
function midranks(values: readonly number[]): (value: number) => number {
  const counts = countsOf(values);
  let before = 0;
  const ranks = new Map(
    [...counts]
      .sort(([a], [b]) => a - b)
      .map(([value, count]) => {
        before += count;
        return [value, before - (count - 1) / 2];
      }),
  );
  return (value) => ranks.get(value) ?? 0;
}

function countsOf(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Kendall's T of one juror: t³ − t for each group of t equal ranks. */
function tieTerm(ranks: readonly number[]): number {
  return [...countsOf(ranks).values()].reduce((sum, count) => sum + count ** 3 - count, 0);
}

/** Ordered pairs of values that are not the same. */
function differingPairs(values: readonly number[]): number {
  return (
    values.length ** 2 - [...countsOf(values).values()].reduce((sum, count) => sum + count ** 2, 0)
  );
}

/**
 * Sum of squared differences over all ordered pairs, from the deviations from the mean (stable, and
 * linear in time).
 */
function squaredDifferences(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return 2 * values.length * values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
