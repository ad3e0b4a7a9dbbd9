import { contradicted, contradictionsOf, explainShortage, type Infeasibility } from "./assignment-causes.ts";
import { coverage, type Coverage } from "./assignment-coverage.ts";
import { evenFlow } from "./assignment-flow.ts";
import { loadLevels } from "./assignment-loads.ts";
import { chosenPairs, improvingPairs, likelyPairs, lpText, type LpAnswer } from "./assignment-model.ts";
import { namePairs, tabulate, totalValue, type AssignmentProblem, type Pair, type Table } from "./assignment-problem.ts";

/** Solves a linear program in CPLEX LP format; platform/solver does it with HiGHS. */
export type LpSolver = (text: string) => Promise<LpAnswer>;

/** The jury's work, shared out: kept and new pairs, and what they are worth. */
export type Assignment = {
  readonly kind: "assigned";
  readonly pairs: readonly Pair[];
  readonly total: number;
  readonly coverage: Coverage;
};

/** No jury work can be shared out under these rules, and why. */
export type Unassignable = { readonly kind: "infeasible"; readonly why: Infeasibility };

/**
 * Gives every proposal its jurors. Hard: exactly k each, enough of either kind, no conflict, nobody above the personal
 * limit, kept pairs kept. Then loads as even as the rules allow (`evenFlow`), then the greatest total value, proved: the
 * program is solved over the likely pairs, and again with any other pair that could improve it, until there is none.
 * The same problem gives the same answer, in whatever order it is written.
 */
export async function assignJurors(problem: AssignmentProblem, solve: LpSolver): Promise<Assignment | Unassignable> {
  const table = tabulate(problem);
  const contradictions = contradictionsOf(table);
  if (contradictions.length > 0) return { kind: "infeasible", why: contradicted(contradictions) };
  const flow = evenFlow(table);
  const why = explainShortage(flow);
  if (why !== null) return { kind: "infeasible", why };
  const levels = loadLevels(flow);
  const active = likelyPairs(table, flow);
  for (;;) {
    const answer = await solve(lpText(table, levels, active));
    const improving = improvingPairs(table, answer, active);
    if (improving.length === 0) return assigned(table, namePairs(table, chosenPairs(table, answer)));
    improving.forEach((at) => (active[at] = 1));
  }
}

function assigned(table: Table, pairs: readonly Pair[]): Assignment {
  return { kind: "assigned", pairs, total: totalValue(table, pairs), coverage: coverage(table.problem, pairs) };
}
