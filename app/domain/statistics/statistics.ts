import type { Guess } from "#app/domain/scoring/sheet.ts";

/**
 * Every published figure. Each has one written definition, in i18n under `statistics` and
 * `definitionKey`, shown wherever the figure is.
 */
export const figures = [
  "submissions",
  "perCategory",
  "teamSizes",
  "participants",
  "awarded",
  "scores",
  "agreement",
  "blindness",
  "depositsPerDay",
  "turnout",
] as const;
export type Figure = (typeof figures)[number];

/** Where the words that define a figure stand. */
export function definitionKey<F extends Figure>(figure: F): `${F}.definition` {
  return `${figure}.definition`;
}

/** One bar of a chart and one row of its table. */
export type Cell<K extends string | number = string> = { readonly key: K; readonly count: number };

/** Proposals handed in and not withdrawn. */
export function submissions(proposals: readonly unknown[]): number {
  return proposals.length;
}

/**
 * Proposals by their first category, in the edition's order, categories without any included; each
 * proposal counts once, so that the counts add up to the submissions. Throws on a category the
 * edition does not have.
 */
export function perCategory(
  proposals: readonly { readonly categories: readonly string[] }[],
  categoryKeys: readonly string[],
): Cell[] {
  const counts = new Map(categoryKeys.map((key) => [key, 0]));
  for (const [first] of proposals.map(({ categories }) => categories)) {
    const count = counts.get(first ?? "");
    if (first === undefined || count === undefined)
      throw new Error(`A proposal has no category of this edition: ${first}`);
    counts.set(first, count + 1);
  }
  return [...counts].map(([key, count]) => ({ key, count }));
}

/**
 * Proposals by how many people handed them in together, from the smallest team up; sizes that none
 * has are left out.
 */
export function teamSizes(sizes: readonly number[]): Cell<number>[] {
  const present = [...new Set(sizes)].sort((a, b) => a - b);
  return present.map((key) => ({ key, count: sizes.filter((size) => size === key).length }));
}

/**
 * People who took part: team sizes added up. Somebody in two teams counts twice, since nobody is
 * told apart.
 */
export function participants(sizes: readonly Cell<number>[]): number {
  return sizes.reduce((sum, { key, count }) => sum + key * count, 0);
}

/** Proposals with at least one award, of whatever kind. */
export function awarded(awards: readonly { readonly proposalId: string }[]): number {
  return new Set(awards.map(({ proposalId }) => proposalId)).size;
}

/**
 * How often jurors thought to know the author, or not; null below five answers, where a count could
 * point at somebody.
 */
export function blindness(guesses: readonly Guess[]): Record<Guess, number> | null {
  if (guesses.length < 5) return null;
  const count = (guess: Guess) => guesses.filter((each) => each === guess).length;
  return { NO: count("NO"), PERHAPS: count("PERHAPS"), YES: count("YES") };
}

/**
 * Ten bins of proposal means, [0,10) to [90,100]: `from` belongs to the bin, `to` only to the last.
 */
export function scoreHistogram(
  means: readonly number[],
): { from: number; to: number; count: number }[] {
  const bin = (mean: number) => Math.min(9, Math.floor(mean / 10));
  return Array.from({ length: 10 }, (_, at) => ({
    from: 10 * at,
    to: 10 * at + 10,
    count: means.filter((mean) => bin(mean) === at).length,
  }));
}

/**
 * A figure as it was declared and as it comes out of the data; null where one of them is not known.
 */
export type Comparison = {
  readonly figure: string;
  readonly declared: number | null;
  readonly computed: number | null;
  readonly disagree: boolean;
};

/**
 * Sets declared figures beside computed ones, and says where both are known and differ. Declared
 * ones come first.
 */
export function declaredBesideComputed(
  declared: Readonly<Record<string, number>>,
  computed: Readonly<Record<string, number>>,
): Comparison[] {
  return [...new Set([...Object.keys(declared), ...Object.keys(computed)])].map((figure) => {
    const [said, found] = [declared[figure] ?? null, computed[figure] ?? null];
    return {
      figure,
      declared: said,
      computed: found,
      disagree: said !== null && found !== null && said !== found,
    };
  });
}
