import type { Cell } from "./statistics.ts";

/** In figures about people, and in time series, no cell below this is shown. */
export const smallestCell = 5;

/** A cell as it may be shown: null is 'fewer than 5, or left out so that no such number can be worked out'. */
export type ShownCell<K extends string | number = string> = { readonly key: K; readonly count: number | null };

/**
 * Suppresses small cells (0 included) and, because the total is known, as many others as it takes: at least two are
 * hidden and together they hold 5 or more. Which others is decided by the order of the cells and not by their size,
 * which would itself give a bound. A figure with no small cell is shown whole.
 */
export function suppressSmall<K extends string | number>(cells: readonly Cell<K>[]): ShownCell<K>[] {
  const hidden = new Set(cells.flatMap(({ count }, at) => (count < smallestCell ? [at] : [])));
  const [first] = hidden;
  if (first !== undefined) {
    const others = [...cells.keys()].map((step) => (first + step) % cells.length);
    for (const at of others) if (!isSafe(cells, hidden)) hidden.add(at);
  }
  return cells.map(({ key, count }, at) => ({ key, count: hidden.has(at) ? null : count }));
}

/** Deposits from Monday `from` to Sunday `to`, both ISO dates. */
export type DepositPeriod = { readonly from: string; readonly to: string; readonly count: number };

/**
 * Deposits per day, merged into weeks and weeks into periods of 5 deposits or more, so that no moment of one deposit can
 * be read off. What remains at the end joins the last period; fewer than 5 in all are one period. Days are ISO dates.
 */
export function depositPeriods(days: readonly { readonly day: string; readonly count: number }[]): DepositPeriod[] {
  const closed: DepositPeriod[] = [];
  let open: DepositPeriod | null = null;
  for (const week of weeksOf(days)) {
    open = open === null ? week : join(open, week);
    if (open.count < smallestCell) continue;
    closed.push(open);
    open = null;
  }
  const last = closed.at(-1);
  if (open === null) return closed;
  return last === undefined ? [open] : [...closed.slice(0, -1), join(last, open)];
}

function isSafe(cells: readonly Cell<string | number>[], hidden: ReadonlySet<number>): boolean {
  const sum = [...hidden].reduce((total, at) => total + (cells[at]?.count ?? 0), 0);
  return hidden.size >= 2 && sum >= smallestCell;
}

function join(a: DepositPeriod, b: DepositPeriod): DepositPeriod {
  return { from: a.from, to: b.to, count: a.count + b.count };
}

/** Weeks from the first day's to the last day's, empty ones between them included. */
function weeksOf(days: readonly { readonly day: string; readonly count: number }[]): DepositPeriod[] {
  const weeks = new Map<number, number>();
  for (const { day, count } of days) weeks.set(weekOf(day), (weeks.get(weekOf(day)) ?? 0) + count);
  if (weeks.size === 0) return [];
  const [first, last] = [Math.min(...weeks.keys()), Math.max(...weeks.keys())];
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const week = first + at;
    return { from: isoDate(7 * week - 3), to: isoDate(7 * week + 3), count: weeks.get(week) ?? 0 };
  });
}

const dayLength = 86_400_000;

/** Weeks since that of 1 January 1970, a Thursday; weeks begin on Monday. */
function weekOf(day: string): number {
  return Math.floor((Date.parse(`${day}T00:00:00Z`) / dayLength + 3) / 7);
}

function isoDate(daysSince1970: number): string {
  return new Date(daysSince1970 * dayLength).toISOString().slice(0, 10);
}
