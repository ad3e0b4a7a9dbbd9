import { inTime, type LpSolver, type SideRow, solveProgram } from "./program.ts";
import type { AssignmentNetwork } from "./network.ts";
import { type JurorKind, tabulate, type AssignmentProblem, type Table } from "./problem.ts";
import { reducedCost, solveNetwork } from "./network-simplex.ts";

/**
 * One condition that an assignment must meet. `unknown`: a kept pair of somebody or something that
 * is not there.
 */
export type Cause =
  | { readonly kind: "panel"; readonly proposalId: string; readonly jurors: number }
  | {
      readonly kind: "minimum";
      readonly proposalId: string;
      readonly of: JurorKind;
      readonly jurors: number;
    }
  | { readonly kind: "limit"; readonly jurorId: string; readonly proposals: number }
  | { readonly kind: "conflict"; readonly proposalId: string; readonly jurorId: string }
  | { readonly kind: "kept"; readonly proposalId: string; readonly jurorId: string }
  | { readonly kind: "apart"; readonly jurorId: string; readonly otherId: string }
  | { readonly kind: "unknown"; readonly proposalId: string; readonly jurorId: string };

/**
 * Why this problem has no assignment: conditions that contradict each other, and would not without
 * any one of them (of very many, without any one kind of them). Null when it has one. Even loads
 * and expertise are wishes and never a cause. Throws OutOfTime before the contradiction is proved;
 * after that, too little time leaves more conditions than need be.
 */
export async function irreducibleCauses(
  problem: AssignmentProblem,
  solve: LpSolver,
): Promise<readonly Cause[] | null> {
  const unknown = keptUnknown(problem);
  if (unknown) return [unknown];
  const table = tabulate(problem);
  const all = conditions(table);
  const strict = all.filter(({ kind }) => kind !== "apart");
  const network = causeNetwork(table, strict);
  const contradicting = network && contradictionIn(network);
  if (network === null || contradicting)
    return reduced(contradicting || strict, async (causes) => isFeasible(table, causes));
  const isPossible = (causes: readonly Cause[]) => isFeasibleApart(table, causes, solve);
  if (all.length === strict.length || (await isPossible(all))) return null;
  // what was not asked in time stays among them
  return reduced(all, (causes) => inTime(() => isPossible(causes), true));
}

/** True when the hard rules but `apart` can be met at all, and whoever is kept is there. */
export function canBeMet(table: Table): boolean {
  return (
    keptUnknown(table.problem) === null &&
    isFeasible(
      table,
      conditions(table).filter(({ kind }) => kind !== "apart"),
    )
  );
}

function keptUnknown({ fixed, proposals, jurors }: AssignmentProblem): Cause | null {
  const [proposalIds, jurorIds] = [
    new Set(proposals.map(({ id }) => id)),
    new Set(jurors.map(({ id }) => id)),
  ];
  const pair = fixed.find(
    ([proposalId, jurorId]) => !proposalIds.has(proposalId) || !jurorIds.has(jurorId),
  );
  return pair ? { kind: "unknown", proposalId: pair[0], jurorId: pair[1] } : null;
}

/** Every condition by itself. */
function conditions({ problem, proposals, jurors }: Table): Cause[] {
  const { jurorsPerProposal, minInternal, minExternal, conflicts, fixed, apart = [] } = problem;
  const known = new Set(jurors.map(({ id }) => id));
  return [
    ...proposals.flatMap(({ id: proposalId }): Cause[] => [
      { kind: "panel", proposalId, jurors: jurorsPerProposal },
      ...(minInternal > 0
        ? [{ kind: "minimum", proposalId, of: "internal", jurors: minInternal } as const]
        : []),
      ...(minExternal > 0
        ? [{ kind: "minimum", proposalId, of: "external", jurors: minExternal } as const]
        : []),
    ]),
    ...jurors.flatMap(({ id: jurorId, maxLoad }): Cause[] =>
      maxLoad !== undefined && maxLoad < proposals.length
        ? [{ kind: "limit", jurorId, proposals: maxLoad }]
        : [],
    ),
    ...conflicts.map(([proposalId, jurorId]): Cause => ({ kind: "conflict", proposalId, jurorId })),
    ...fixed.map(([proposalId, jurorId]): Cause => ({ kind: "kept", proposalId, jurorId })),
    ...apart.flatMap(([jurorId, otherId]): Cause[] =>
      known.has(jurorId) && known.has(otherId) ? [{ kind: "apart", jurorId, otherId }] : [],
    ),
  ];
}

/**
 * Junker's QuickXplain (AAAI 2004): halves what may be the cause until each that is left was
 * needed. As many questions as there are causes, times the logarithm of what each was found among.
 */
async function reduced(
  causes: readonly Cause[],
  isPossible: (causes: readonly Cause[]) => Promise<boolean>,
): Promise<Cause[]> {
  type Groups = readonly (readonly Cause[])[];
  const explain = async (given: Groups, grown: boolean, among: Groups): Promise<Groups> => {
    if (among.length === 0 || (grown && !(await isPossible(given.flat())))) return [];
    if (among.length === 1) return among;
    const half = among.length >> 1;
    const [first, second] = [among.slice(0, half), among.slice(half)];
    const inSecond = await explain([...given, ...first], true, second);
    const inFirst = await explain([...given, ...inSecond], inSecond.length > 0, first);
    return [...inFirst, ...inSecond];
  };
  return (await explain([], false, grouped(causes))).flat();
}

const fewEnough = 150;

/**
 * Each by itself; of very many, those that say the same of several proposals or jurors as one: that
 * jurors cannot do the work of a thousand proposals is one rule and not a thousand, and is found in
 * seconds instead of minutes.
 */
function grouped(causes: readonly Cause[]): Cause[][] {
  if (causes.length <= fewEnough) return causes.map((cause) => [cause]);
  const groups = new Map<string, Cause[]>();
  for (const cause of causes) {
    const key = sameRule(cause);
    groups.set(key, [...(groups.get(key) ?? []), cause]);
  }
  return [...groups.values()];
}

function sameRule(cause: Cause): string {
  switch (cause.kind) {
    case "panel":
      return "panel";
    case "minimum":
      return cause.of;
    case "limit":
      return `limit ${cause.proposals}`;
    case "apart":
      return JSON.stringify(cause);
    default:
      return `${cause.kind} ${cause.jurorId}`;
  }
}

function isFeasible(table: Table, causes: readonly Cause[]): boolean {
  const network = causeNetwork(table, causes);
  return network !== null && solveNetwork(network.on.network).unmet === 0;
}

async function isFeasibleApart(
  table: Table,
  causes: readonly Cause[],
  solve: LpSolver,
): Promise<boolean> {
  const network = causeNetwork(table, causes);
  if (network === null || solveNetwork(network.on.network).unmet > 0) return false;
  const apart = causes.filter((cause) => cause.kind === "apart");
  if (apart.length === 0) return true;
  const place = new Map(table.jurors.map(({ id }, j) => [id, j]));
  const rows = apart.flatMap(({ jurorId, otherId }) =>
    table.proposals.map((_, p): SideRow => ({
      terms: [jurorId, otherId].map((id) => [p * table.jurors.length + place.get(id)!, 1] as const),
      is: "<=",
      bound: 1,
    })),
  );
  return (await solveProgram({ on: network.on, rows }, solve)) !== null;
}

/** Which bound of which arc each cause is: the lower, the upper, or both. */
type CauseNetwork = {
  readonly on: AssignmentNetwork;
  readonly behind: readonly (readonly [arc: number, is: Cause])[];
};

/**
 * A circulation that exists exactly when these conditions can be met together: through proposals
 * that have conditions, their seats of either kind, jurors, and back. Null when a pair is both kept
 * and in conflict.
 */
function causeNetwork(table: Table, causes: readonly Cause[]): CauseNetwork | null {
  const [n, m] = [table.proposals.length, table.jurors.length];
  const arcs: { from: number; to: number; lower: number; upper: number; cell: number }[] = [];
  const arc = (from: number, to: number, lower: number, upper: number, cell = -1) =>
    arcs.push({ from, to, lower, upper, cell }) - 1;
  const [source, sink] = [3 * n + m, 3 * n + m + 1];
  const row = new Map(table.proposals.map(({ id }, p) => [id, p]));
  const column = new Map(table.jurors.map(({ id }, j) => [id, j]));
  const concerned = new Set(
    causes.flatMap((cause) => ("proposalId" in cause ? [row.get(cause.proposalId) ?? -1] : [])),
  );
  const panel = new Map<number, number>();
  const seats = new Map<number, number>();
  const pair = new Map<number, number>();
  for (let p = 0; p < n; p += 1) {
    if (!concerned.has(p)) continue;
    panel.set(p, arc(source, p, 0, m));
    for (const kind of [0, 1]) seats.set(2 * p + kind, arc(p, n + 2 * p + kind, 0, m));
    table.jurors.forEach(({ kind }, j) =>
      pair.set(
        p * m + j,
        arc(n + 2 * p + (kind === "internal" ? 0 : 1), 3 * n + j, 0, 1, p * m + j),
      ),
    );
  }
  const load = table.jurors.map((_, j) => arc(3 * n + j, sink, 0, n));
  arc(sink, source, 0, n * m);
  const behind: [number, Cause][] = [];
  for (const cause of causes) {
    const at = arcOf(cause);
    if (at === undefined) continue;
    bind(arcs[at]!, cause);
    behind.push([at, cause]);
  }
  if (arcs.some(({ lower, upper }) => lower > upper)) return null;
  const network = {
    nodes: 3 * n + m + 2,
    supply: new Float64Array(3 * n + m + 2),
    from: Int32Array.from(arcs, ({ from }) => from),
    to: Int32Array.from(arcs, ({ to }) => to),
    lower: Float64Array.from(arcs, ({ lower }) => lower),
    upper: Float64Array.from(arcs, ({ upper }) => upper),
    cost: new Float64Array(arcs.length),
  };
  return {
    on: { network, cell: Int32Array.from(arcs, ({ cell }) => cell), sure: new Uint8Array(n * m) },
    behind,
  };

  function arcOf(cause: Cause): number | undefined {
    if (cause.kind === "limit") return load[column.get(cause.jurorId) ?? -1];
    if (cause.kind === "apart" || cause.kind === "unknown") return undefined;
    const p = row.get(cause.proposalId) ?? -1;
    if (cause.kind === "panel") return panel.get(p);
    if (cause.kind === "minimum") return seats.get(2 * p + (cause.of === "internal" ? 0 : 1));
    const j = column.get(cause.jurorId);
    return j === undefined ? undefined : pair.get(p * m + j);
  }
}

function bind(arc: { lower: number; upper: number }, cause: Cause): void {
  if (cause.kind === "panel") [arc.lower, arc.upper] = [cause.jurors, Math.max(cause.jurors, 0)];
  else if (cause.kind === "minimum") arc.lower = cause.jurors;
  else if (cause.kind === "limit") arc.upper = cause.proposals;
  else if (cause.kind === "conflict") arc.upper = 0;
  else if (cause.kind === "kept") arc.lower = 1;
}

/** The causes whose bounds the proof of impossibility uses, or null when there is a circulation. */
function contradictionIn({ on, behind }: CauseNetwork): Cause[] | null {
  const { potential, unmet } = solveNetwork(on.network);
  return unmet === 0
    ? null
    : behind
        .filter(([arc]) => reducedCost(on.network, potential, arc) !== 0)
        .map(([, cause]) => cause);
}
