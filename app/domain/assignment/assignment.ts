import { canBeMet, type Cause, irreducibleCauses } from "./causes.ts";
import { connectJurors } from "./connection.ts";
import { coverage, type Coverage } from "./coverage.ts";
import { evenFlow } from "./flow.ts";
import { type Field, raiseFloor } from "./floor.ts";
import { loadLevels } from "./loads.ts";
import { type AssignmentNetwork, chosenBy, levelNetwork, unitNetwork, within } from "./network.ts";
import { changeLeast } from "./stability.ts";
import {
  type AssignmentGoal,
  assignmentGoals,
  inValues,
  namePairs,
  type Rung,
  services,
  tabulate,
  totalWorth,
  type AssignmentProblem,
  type Pair,
  type Table,
} from "./problem.ts";
import { inTime, type LpSolver, OutOfTime, type SideRow, solveProgram } from "./program.ts";
import { type NetworkFlow, provesLeastCost, reducedCost, solveNetwork } from "./network-simplex.ts";

/**
 * The jury's work, shared out: kept and new pairs, what they are worth in all, and to the
 * worst-served proposal.
 */
export type Assignment = {
  readonly kind: "assigned";
  readonly pairs: readonly Pair[];
  readonly total: number;
  readonly worst: number;
  readonly coverage: Coverage;
  /**
   * What time ran out on, so that a better assignment may exist; empty when this one is proved to
   * be the best.
   */
  readonly unproved: readonly AssignmentGoal[];
};

/** Time ran out before any assignment was found, and before it was proved that there is none. */
export type Unfinished = { readonly kind: "unfinished" };

/**
 * No jury work can be shared out under these rules, and why: without any one of these causes it
 * could.
 */
export type Unassignable = { readonly kind: "infeasible"; readonly why: readonly Cause[] };

/**
 * Gives every proposal its jurors. Hard: exactly k each, enough of either kind, no conflict, nobody
 * above the personal limit, nobody together who must be apart, kept pairs kept. Then, one after the
 * other: loads as even as the rules allow, the greatest total value, the worst-served proposal
 * served best, jurors who can be compared, the fewest changes. The same problem and seed give the
 * same answer, in whatever order it is written. When the solver runs out of time, each goal keeps
 * what the one before it reached; only with jurors who must be apart there may be nothing to keep.
 */
export function assignJurors(
  problem: AssignmentProblem,
  solve: LpSolver,
  seed = 0,
): Promise<Assignment | Unassignable | Unfinished> {
  return inTime(() => solved(problem, solve, seed), { kind: "unfinished" });
}

async function solved(
  problem: AssignmentProblem,
  solve: LpSolver,
  seed: number,
): Promise<Assignment | Unassignable> {
  const table = tabulate(problem, seed);
  const best = mayContradict(table) && !canBeMet(table) ? null : await mostWorth(table, solve);
  if (best === null)
    return { kind: "infeasible", why: (await irreducibleCauses(problem, solve)) ?? [] };
  const raised = await raiseFloor(table, best.field, best.chosen, solve);
  const connected = await connectJurors(table, best.field, raised.chosen, solve);
  const nearest = await changeLeast(table, best.field, connected.chosen, solve);
  const rungs = { total: best, worst: raised, comparable: connected, changes: nearest };
  const { chosen } = nearest;
  const pairs = namePairs(table, chosen);
  const worst = services(table, chosen).reduce(
    (least, service) => Math.min(least, service),
    Infinity,
  );
  return {
    kind: "assigned",
    pairs,
    total: totalWorth(table, chosen),
    worst: Number.isFinite(worst) ? inValues(worst, table.unit) : 0,
    coverage: coverage(problem, pairs),
    unproved: assignmentGoals.filter((goal) => !rungs[goal].proved),
  };
}

type Best = Rung & { readonly field: Field };

/**
 * Kept pairs or minimums may already contradict each other: the even flow expects that they do not.
 */
function mayContradict({
  problem: { fixed, minInternal, minExternal, jurorsPerProposal },
}: Table): boolean {
  return fixed.length > 0 || minInternal + minExternal > jurorsPerProposal;
}

/**
 * An assignment of the greatest value among those with the most even loads, and all of these; null
 * when there is none.
 */
async function mostWorth(table: Table, solve: LpSolver): Promise<Best | null> {
  const even = evenFlow(table);
  if (even.short.some((places) => places > 0)) return null;
  const network = levelNetwork(table, loadLevels(even));
  const solved = solveNetwork(network.network);
  if (solved.unmet > 0 || !provesLeastCost(network.network, solved))
    throw new Error("The flow is not the best there is.");
  if (table.apart.length === 0)
    return {
      chosen: chosenBy(network, solved.flow),
      proved: true,
      field: { on: within(0, network, solved), rows: [] },
    };
  return (await mostWorthApart(table, network, solved, solve)) ?? mostEvenApart(table, solve);
}

/**
 * The same with jurors who must be apart, if loads can stay as even: over the arcs within a gap of
 * the best without that rule, and a wider gap until what was found lies within it. Throws OutOfTime
 * when nothing was found until then.
 */
async function mostWorthApart(
  table: Table,
  network: AssignmentNetwork,
  solved: NetworkFlow,
  solve: LpSolver,
): Promise<Best | null> {
  const rows = apartRows(table);
  const most = worthOf(table, chosenBy(network, solved.flow));
  const widest = network.network.cost.reduce(
    (gap, _, arc) => Math.max(gap, Math.abs(reducedCost(network.network, solved.potential, arc))),
    0,
  );
  let found: Best | null = null;
  for (let gap = 0; ;) {
    const on = within(gap, network, solved);
    const answer = await inTime(
      async () => ({ flow: await solveProgram({ on, rows }, solve) }),
      null,
    );
    if (answer === null && found) return found;
    if (answer === null) throw new OutOfTime();
    const chosen = answer.flow && chosenBy(on, answer.flow);
    const loss = chosen ? most - worthOf(table, chosen) : Infinity;
    if (chosen)
      found = {
        chosen,
        proved: loss <= gap,
        field: { on, rows: [...rows, worthRow(table, chosen)] },
      };
    if (found?.proved) return found;
    if (gap >= widest) return null;
    gap = Math.min(widest, chosen ? loss : Math.max(1, 8 * gap));
  }
}

/**
 * And if they cannot: the least sum of squared loads there is, then the greatest value with it.
 * Throws OutOfTime.
 */
async function mostEvenApart(table: Table, solve: LpSolver): Promise<Best | null> {
  const on = unitNetwork(table);
  const rows = apartRows(table);
  const even = await solveProgram({ on, rows }, solve);
  if (even === null) return null;
  const costAtMost = even.reduce((sum, amount, arc) => sum + amount * on.network.cost[arc]!, 0);
  const cost = Float64Array.from(on.cell, (cell) => (cell < 0 ? 0 : -table.worth[cell]!));
  const { flow, proved } = await inTime(
    async () => ({ flow: await solveProgram({ on, rows, costAtMost, cost }, solve), proved: true }),
    { flow: even, proved: false },
  );
  if (flow === null) throw new Error("The solver lost an assignment that there is.");
  const chosen = chosenBy(on, flow);
  return { chosen, proved, field: { on, rows: [...rows, worthRow(table, chosen)], costAtMost } };
}

function apartRows({ apart, proposals, jurors }: Table): SideRow[] {
  return apart.flatMap((two) =>
    proposals.map((_, p): SideRow => ({
      terms: two.map((j) => [p * jurors.length + j, 1] as const),
      is: "<=",
      bound: 1,
    })),
  );
}

/** At least as much value as this. */
function worthRow(table: Table, chosen: Uint8Array): SideRow {
  return {
    terms: [...table.worth].map((worth, cell) => [cell, worth] as const),
    is: ">=",
    bound: worthOf(table, chosen),
  };
}

function worthOf({ worth }: Table, chosen: Uint8Array): number {
  return chosen.reduce((sum, mark, cell) => (mark ? sum + worth[cell]! : sum), 0);
}
