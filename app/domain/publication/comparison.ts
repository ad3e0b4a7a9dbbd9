import type { Localised } from "#app/domain/locale.ts";
import type { Published } from "./publication.ts";
import { turnout } from "#app/domain/statistics/privacy.ts";

// Two editions side by side: the figures that both have, out of what was published of each and
// nothing else, so that a comparison never says more than the two publications do.

/** Where a number comes from: computed from the data here, or declared elsewhere. */
export type Origin = "computed" | "declared";

/**
 * A figure of one edition; `other` is what was declared where it was computed and differs,
 * `alternatives` what more sources say.
 */
export type ComparedValue = {
  value: number;
  origin: Origin;
  other: number | null;
  alternatives: number[];
};

/** A figure that is one number. `differs`: the two were not made by the same definition. */
export type ComparedFigure = {
  figure: ComparedName;
  values: [ComparedValue, ComparedValue];
  differs: boolean;
};

/**
 * A row of a table; null where the edition does not have it. Shares are of the edition's total, 0
 * to 1.
 */
export type ComparedRow = { key: string; name: Localised; values: [ComparedCell, ComparedCell] };
export type ComparedCell = { count: number; share: number } | null;

/** `differs`: the editions do not have the same rows. */
export type ComparedTable = {
  figure: "perCategory" | "teamSizes";
  rows: ComparedRow[];
  differs: boolean;
};

/**
 * In the order in which they are shown. The employees' vote is told as the share that took part, 0
 * to 1.
 */
export const comparedNames = [
  "submissions",
  "participants",
  "awarded",
  "agreement",
  "turnout",
  "eligible",
  "platformContacts",
  "budgetEur",
  "publicMoneyEur",
] as const;
export type ComparedName = (typeof comparedNames)[number];

/** What each is called among declared figures. */
const declaredAs: Partial<Record<ComparedName, string>> = {
  submissions: "proposals",
  eligible: "employees",
};

export type EditionComparison = { figures: ComparedFigure[]; tables: ComparedTable[] };

/** The figures that both editions have. */
export function compareEditions(one: Published, two: Published): EditionComparison {
  const figures = comparedNames.flatMap((figure): ComparedFigure[] => {
    const [a, b] = [valueOf(figure, one), valueOf(figure, two)];
    return a && b ? [{ figure, values: [a, b], differs: a.origin !== b.origin }] : [];
  });
  return {
    figures,
    tables: [categoryTable(one, two), sizeTable(one, two)].filter(({ rows }) => rows.length > 0),
  };
}

function valueOf(
  figure: ComparedName,
  { statistics, vote, declared }: Published,
): ComparedValue | null {
  const computed = computedOf(figure, { statistics, vote });
  const name = declaredAs[figure] ?? figure;
  const said = declared?.figures[name] ?? null;
  const alternatives = declared?.alternatives[name] ?? [];
  if (computed !== null)
    return {
      value: computed,
      origin: "computed",
      other: said === computed ? null : said,
      alternatives,
    };
  return said === null ? null : { value: said, origin: "declared", other: null, alternatives };
}

function computedOf(
  figure: ComparedName,
  { statistics, vote }: Pick<Published, "statistics" | "vote">,
): number | null {
  const { submissions, participants, awarded, agreement, totals } = statistics;
  const share = turnout(vote, totals)?.share ?? null;
  const known: Partial<Record<ComparedName, number | null>> = {
    submissions,
    participants,
    awarded,
    agreement,
    turnout: share,
    eligible: totals?.eligible ?? null,
  };
  return known[figure] ?? null;
}

/** By category: the first edition's in its order, then those that only the second has. */
function categoryTable(one: Published, two: Published): ComparedTable {
  const names = new Map([...two.categories, ...one.categories].map(({ key, name }) => [key, name]));
  const order = [...one.categories, ...two.categories].map(({ key }) => key);
  return table(
    "perCategory",
    [...new Set(order)],
    (key) => names.get(key) ?? {},
    one.statistics.perCategory,
    two.statistics.perCategory,
  );
}

function sizeTable(one: Published, two: Published): ComparedTable {
  const [a, b] = [one, two].map(({ statistics }) =>
    statistics.teamSizes.map(({ key, count }) => ({ key: String(key), count })),
  );
  const keys = [...new Set([...a!, ...b!].map(({ key }) => key))].sort(
    (x, y) => Number(x) - Number(y),
  );
  // a size that none had is no cell, but a zero
  const whole = (cells: Cell[]) =>
    keys.map((key) => cells.find((cell) => cell.key === key) ?? { key, count: 0 });
  return table("teamSizes", keys, () => ({}), whole(a!), whole(b!));
}

type Cell = { key: string; count: number };

function table(
  figure: ComparedTable["figure"],
  keys: string[],
  nameOf: (key: string) => Localised,
  one: Cell[],
  two: Cell[],
): ComparedTable {
  const [a, b] = [shares(one), shares(two)];
  const rows = keys.map((key): ComparedRow => ({
    key,
    name: nameOf(key),
    values: [a.get(key) ?? null, b.get(key) ?? null],
  }));
  return { figure, rows, differs: rows.some(({ values }) => values.includes(null)) };
}

function shares(cells: readonly Cell[]): Map<string, ComparedCell> {
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  return new Map(
    cells.map(({ key, count }) => [key, { count, share: total > 0 ? count / total : 0 }]),
  );
}
