import type { Flow } from "./assignment-flow.ts";
import type { LoadLevel } from "./assignment-loads.ts";
import { countKept, type JurorKind, type KeptCounts, type Table } from "./assignment-problem.ts";

/** What a solver answers to a linear program: columns that are not zero, and the dual value of each row. */
export type LpAnswer = {
  readonly status: string;
  readonly columns: Readonly<Record<string, number>>;
  readonly duals: Readonly<Record<string, number>>;
};

/**
 * The linear program over the `active` pairs, in CPLEX LP format: the greatest total value under the hard rules and the
 * load levels. Proposals bound jurors by kind within all, levels bound jurors one by one within their sum: two nested
 * families, so it is a network and each of its vertices is a whole assignment (Schrijver, Combinatorial Optimization,
 * 2003, ch. 13). Row and column names are places in the table, so the text depends on the problem alone.
 */
export function lpText(table: Table, levels: readonly LoadLevel[], active: Uint8Array): string {
  const kept = countKept(table);
  const columns = activeColumns(table, active);
  return [
    "Maximize",
    " value:",
    ...columns.map(({ name, worth }) => ` ${worth < 0 ? "-" : "+"} ${Math.abs(worth)} ${name}`),
    "Subject To",
    ...proposalRows(table, kept, columns),
    ...levelRows(kept, levels, columns),
    "Bounds",
    ...columns.map(({ name }) => ` ${name} <= 1`),
    ...levels.flatMap(({ jurors }) => jurors.map(({ j, from, to }) => ` s${j} <= ${to - from}`)),
    "End",
    "",
  ].join("\n");
}

/** Reads the chosen pairs out of an optimal answer, kept ones included. Throws when it is not optimal or not whole: a bug. */
export function chosenPairs(table: Table, answer: LpAnswer): Uint8Array {
  if (answer.status !== "Optimal") throw new Error(`The solver found no optimum of a feasible assignment: ${answer.status}`);
  const chosen = Uint8Array.from(table.kept);
  for (const [name, amount] of Object.entries(answer.columns)) {
    const [, p, j] = /^x(\d+)_(\d+)$/.exec(name) ?? [];
    if (p === undefined || j === undefined) continue;
    if (Math.abs(amount - Math.round(amount)) > 1e-6) throw new Error(`The solver split ${name}: ${amount}`);
    if (Math.round(amount) === 1) chosen[Number(p) * table.jurors.length + Number(j)] = 1;
  }
  return chosen;
}

/**
 * Pairs left out that would improve the answer, by their reduced cost, and those that nearly would, to spare another
 * round. None left proves that the answer is the optimum over all pairs.
 */
export function improvingPairs(table: Table, answer: LpAnswer, active: Uint8Array): number[] {
  const gains = leftOutGains(table, answer, active);
  const best = gains.reduce((most, { gain }) => Math.max(most, gain), 0);
  return best > 1e-9 ? gains.filter(({ gain }) => gain > -best).map(({ at }) => at) : [];
}

function leftOutGains(table: Table, answer: LpAnswer, active: Uint8Array): { at: number; gain: number }[] {
  const dual = (row: string) => answer.duals[row] ?? 0;
  const jurors = table.jurors.map((juror, j) => ({ initial: initial[juror.kind], price: dual(`j${j}`) }));
  return table.proposals.flatMap((_, p) => {
    const seat = { i: dual(`p${p}`) + dual(`i${p}`), e: dual(`p${p}`) + dual(`e${p}`) };
    return jurors.flatMap((juror, j) => {
      const at = p * jurors.length + j;
      if (table.open[at] === 0 || active[at] === 1) return [];
      return [{ at, gain: (table.value[at] ?? 0) - seat[juror.initial] - juror.price }];
    });
  });
}

/** Pairs to begin with: all of a small problem, else those likely to matter and those of a feasible flow. */
export function likelyPairs(table: Table, flow: Flow): Uint8Array {
  const [n, m, k] = [table.proposals.length, table.jurors.length, table.problem.jurorsPerProposal];
  if (n * m <= 20_000) return Uint8Array.from(table.open);
  const active = Uint8Array.from(flow.chosen, (mark, at) => mark & (table.open[at] ?? 0));
  const keepBest = (cells: number[], count: number) => {
    const open = cells.filter((at) => table.open[at] === 1);
    open.sort((a, b) => (table.value[b] ?? 0) - (table.value[a] ?? 0) || a - b);
    open.slice(0, count).forEach((at) => (active[at] = 1));
  };
  table.proposals.forEach((_, p) => keepBest(table.jurors.map((__, j) => p * m + j), 5 * k));
  table.jurors.forEach((_, j) => keepBest(table.proposals.map((__, p) => p * m + j), Math.ceil((2.5 * n * k) / m)));
  return active;
}

const initial: Readonly<Record<JurorKind, "i" | "e">> = { internal: "i", external: "e" };

type Column = { readonly p: number; readonly j: number; readonly name: string; readonly worth: number };

function activeColumns(table: Table, active: Uint8Array): Column[] {
  const width = table.jurors.length;
  return table.proposals.flatMap((_, p) =>
    table.jurors.flatMap((__, j) => {
      const at = p * width + j;
      return active[at] === 1 ? [{ p, j, name: `x${p}_${j}`, worth: table.value[at] ?? 0 }] : [];
    }),
  );
}

function proposalRows(table: Table, kept: KeptCounts, columns: readonly Column[]): string[] {
  const { jurorsPerProposal, minInternal, minExternal } = table.problem;
  const byProposal = grouped(columns, ({ p }) => p);
  return table.proposals.flatMap((_, p) => {
    const own = byProposal.get(p) ?? [];
    const seated = { internal: kept.internal[p] ?? 0, external: kept.external[p] ?? 0 };
    const atLeast = (kind: JurorKind, minimum: number) =>
      minimum > seated[kind]
        ? [row(`${initial[kind]}${p}`, names(own.filter(({ j }) => table.jurors[j]?.kind === kind)), ">=", minimum - seated[kind])]
        : [];
    const places = jurorsPerProposal - seated.internal - seated.external;
    if (places === 0) return [];
    return [row(`p${p}`, names(own), "=", places), ...atLeast("internal", minInternal), ...atLeast("external", minExternal)];
  });
}

/** A juror's slack `s` is how far below the level's top the load stays; the last level's sum follows from the others. */
function levelRows(kept: KeptCounts, levels: readonly LoadLevel[], columns: readonly Column[]): string[] {
  const byJuror = grouped(columns, ({ j }) => j);
  const loads = levels.flatMap(({ jurors }) =>
    jurors.map(({ j, to }) => row(`j${j}`, [...names(byJuror.get(j) ?? []), `s${j}`], "=", to - (kept.jurors[j] ?? 0))),
  );
  const sums = levels.slice(0, -1).map(({ jurors, sum }, level) => {
    const slacks = jurors.map(({ j }) => `s${j}`);
    return row(`l${level}`, slacks, "=", jurors.reduce((total, { to }) => total + to, 0) - sum);
  });
  return [...loads, ...sums];
}

function row(name: string, terms: readonly string[], relation: "=" | ">=", right: number): string {
  return ` ${name}: ${terms.join("\n + ")} ${relation} ${right}`;
}

const names = (columns: readonly Column[]) => columns.map(({ name }) => name);

function grouped(columns: readonly Column[], by: (column: Column) => number): Map<number, Column[]> {
  const groups = new Map<number, Column[]>();
  for (const column of columns) {
    const group = groups.get(by(column));
    if (group) group.push(column);
    else groups.set(by(column), [column]);
  }
  return groups;
}
