/** The values that one unit (a proposal on a criterion, or its totals) got from the jurors; null where one gave none. */
export type CodedUnit = readonly (number | null)[];

/**
 * Krippendorff's alpha for interval data: 1 is full agreement, 0 what chance would give, below 0 is systematic
 * disagreement. Missing values are allowed; units with fewer than two values say nothing about agreement and are left out.
 * Null where it is not defined: no such unit, or all values the same.
 * Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); Content Analysis (2nd ed. 2004), ch. 11.
 */
export function krippendorffAlpha(units: readonly CodedUnit[]): number | null {
  const pairable = units.map((unit) => unit.filter((value) => value !== null)).filter((values) => values.length >= 2);
  const all = pairable.flat();
  const expected = squaredDifferences(all) / (all.length - 1);
  if (!(expected > 0)) return null;
  const observed = pairable.reduce((sum, values) => sum + squaredDifferences(values) / (values.length - 1), 0);
  return 1 - observed / expected;
}

/** Sum of squared differences over all ordered pairs, from the deviations from the mean (stable, and linear in time). */
function squaredDifferences(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return 2 * values.length * values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}
