import type { Cell } from "./statistics.ts";

/** In figures about people, and in time series, no cell below this is shown. */
export const smallestCell = 5;

/**
 * A cell as it may be shown: null is 'fewer than 5, or left out so that no such number can be
 * worked out'.
 */
export type ShownCell<K extends string | number = string> = {
  readonly key: K;
  readonly count: number | null;
};

/**
 * Suppresses small cells (0 included) and, because the total is known, as many others as it takes:
 * at least two are hidden and together they hold 5 or more. Which others is decided by the order of
 * the cells and not by their size, which would itself give a bound. A figure with no small cell is
 * shown whole.
 */
export function suppressSmall<K extends string | number>(
  cells: readonly Cell<K>[],
): ShownCell<K>[] {
  const hidden = new Set(cells.flatMap(({ count }, at) => (count < smallestCell ? [at] : [])));
  const [first] = hidden;
  if (first !== undefined) {
    const others = [...cells.keys()].map((step) => (first + step) % cells.length);
    for (const at of others) if (!isSafe(cells, hidden)) hidden.add(at);
  }
  return cells.map(({ key, count }, at) => ({ key, count: hidden.has(at) ? null : count }));
}

/** How many deposits a day saw, an ISO date. */
export type DayCount = { readonly day: string; readonly count: number };

/** Deposits from `from` to `to`, both ISO dates and included. */
export type DepositPeriod = { readonly from: string; readonly to: string; readonly count: number };

/**
 * Deposits over time, in periods of 5 deposits and a week or more. They begin and end where `runs`
 * do, and so does every total that was shown while deposits were taken: whoever subtracts one from
 * the other finds a period's count, or 5 or more. What remains at the end joins the last period;
 * fewer than 5 in all are one period. Days are ISO dates.
 */
export function depositPeriods(days: readonly DayCount[]): DepositPeriod[] {
  const periods: DepositPeriod[] = [];
  for (const run of wholeRuns(days)) {
    const last = periods.at(-1);
    if (last && lengthOf(last) < 7) periods[periods.length - 1] = join(last, run);
    else periods.push(run);
  }
  const [last, before] = [periods.at(-1), periods.at(-2)];
  return last && before && lengthOf(last) < 7
    ? [...periods.slice(0, -2), join(before, last)]
    : periods;
}

/** A total of deposits as of the end of `day`. */
export type ShownTotal = { readonly day: string; readonly count: number };

/**
 * The total that everybody sees while deposits are taken: as of the last midnight at which 5 or
 * more had come since the total before, and after which 5 or more came by now. So neither two
 * totals, nor a total and what is known at closing, tell when fewer than 5 came. Null before there
 * is one. `days` are those that are over.
 */
export function shownTotal(days: readonly DayCount[]): ShownTotal | null {
  const runs = runsOf(days);
  const followed = runs.slice(0, runs.at(-1) && runs.at(-1)!.count >= smallestCell ? -1 : -2);
  const last = followed.at(-1);
  return last ? { day: last.to, count: followed.reduce((sum, { count }) => sum + count, 0) } : null;
}

function isSafe(cells: readonly Cell<string | number>[], hidden: ReadonlySet<number>): boolean {
  const sum = [...hidden].reduce((total, at) => total + (cells[at]?.count ?? 0), 0);
  return hidden.size >= 2 && sum >= smallestCell;
}

function join(a: DepositPeriod, b: DepositPeriod): DepositPeriod {
  return { from: a.from, to: b.to, count: a.count + b.count };
}

/**
 * Days from the first to the last in runs of 5 deposits or more, each as short as can be; the last
 * run may hold fewer. Later days never change a run that is full.
 */
function runsOf(days: readonly DayCount[]): DepositPeriod[] {
  const runs: DepositPeriod[] = [];
  for (const { day, count } of [...days].sort((a, b) => a.day.localeCompare(b.day))) {
    const last = runs.at(-1);
    if (last && last.count < smallestCell)
      runs[runs.length - 1] = join(last, { from: day, to: day, count });
    else runs.push({ from: last ? dayAfter(last.to) : day, to: day, count });
  }
  return runs;
}

/** The same, the last run joined to the one before where it holds fewer than 5. */
function wholeRuns(days: readonly DayCount[]): DepositPeriod[] {
  const runs = runsOf(days);
  const [last, before] = [runs.at(-1), runs.at(-2)];
  return last && before && last.count < smallestCell
    ? [...runs.slice(0, -2), join(before, last)]
    : runs;
}

const dayLength = 86_400_000;

/** How many days a period has. */
function lengthOf({ from, to }: DepositPeriod): number {
  return (Date.parse(to) - Date.parse(from)) / dayLength + 1;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + dayLength).toISOString().slice(0, 10);
}

/** Votes cast in the employees' vote, and their share of those who could take part, 0 to 1. */
export type Turnout = { cast: number; share: number };

/**
 * How many took part in the employees' vote. Null without a vote or without the count of those who
 * could, where the votes cast are kept back, and where fewer than 5 voted or fewer than 5 did not.
 */
export function turnout(
  vote: { readonly cast: number | null } | null,
  totals: { readonly eligible: number } | null,
): Turnout | null {
  if (!vote || vote.cast === null || !totals) return null;
  const [cast, silent] = [vote.cast, totals.eligible - vote.cast];
  return Math.min(cast, silent) < smallestCell ? null : { cast, share: cast / totals.eligible };
}
