import { readFileSync } from "node:fs";
import loadHighs from "highs";
import { assignJurors } from "#app/domain/assignment/assignment.ts";
import { readAssignmentFile } from "#app/domain/assignment/file.ts";
import { evenFlow } from "#app/domain/assignment/flow.ts";
import { loadLevels } from "#app/domain/assignment/loads.ts";
import { levelNetwork } from "#app/domain/assignment/network.ts";
import { type AssignmentProblem, inValues, tabulate } from "#app/domain/assignment/problem.ts";
import { type LpSolver, solveProgram } from "#app/domain/assignment/program.ts";
import { solveNetwork } from "#app/domain/assignment/network-simplex.ts";
import { withSolver } from "#app/platform/solver.server.ts";
import { type Bench, type Figure, median, timed } from "./measure.ts";

const limits = { "71x20x3": 0.5, "1000x200x5": 1.5 };

/**
 * The whole assignment, and its greatest total alone: by our flow, and by HiGHS on the same
 * network.
 */
export const assignment: Bench = {
  name: "Assignment",
  run: async (say) => {
    const figures: Figure[] = [];
    for (const [name, limit] of Object.entries(limits)) {
      say(name);
      figures.push(...(await figuresOf(name, limit)));
    }
    return figures;
  },
};

async function figuresOf(name: string, limit: number): Promise<Figure[]> {
  const problem = instance(name);
  const table = tabulate(problem);
  const on = levelNetwork(table, loadLevels(evenFlow(table)));
  const totals: number[] = [];
  const own: number[] = [];
  const whole: number[] = [];
  for (let time = 0; time < 5; time += 1) {
    own.push(
      await timed(() =>
        totals.push(worth(on.network.cost, solveNetwork(on.network).flow, table.unit)),
      ),
    );
    whole.push(
      await timed(async () => totals.push(await withSolver((solve) => totalOf(problem, solve)))),
    );
  }
  const highs = await timed(async () =>
    totals.push(
      worth(on.network.cost, (await solveProgram({ on, rows: [] }, await linear()))!, table.unit),
    ),
  );
  if (new Set(totals).size > 1)
    throw new Error(`Not all reach the same total: ${totals.join(", ")}`);
  return [
    {
      what: `${name}: everything, total ${totals[0]!.toFixed(2)}, median of 5`,
      value: median(whole) / 1000,
      unit: "s",
      limit,
    },
    {
      what: `${name}: the greatest total by our flow, median of 5`,
      value: median(own) / 1000,
      unit: "s",
    },
    { what: `${name}: the same by HiGHS (baseline)`, value: highs / 1000, unit: "s" },
  ];
}

/**
 * HiGHS as a solver of linear programs: a network's vertices are whole, and asking for whole
 * numbers takes it minutes.
 */
async function linear(): Promise<LpSolver> {
  const highs = await loadHighs();
  return async (text) => {
    const answer = highs.solve(text.replace(/^General$[^]*^End$/m, "End"), {
      output_flag: false,
      solver: "simplex",
      presolve: "off",
    });
    return {
      status: answer.Status,
      columns: Object.fromEntries(
        Object.values(answer.Columns).map(({ Name, Primal }) => [Name, Primal ?? 0]),
      ),
    };
  };
}

function instance(name: string): AssignmentProblem {
  const read = readAssignmentFile(
    JSON.parse(readFileSync(new URL(`../data/${name}.json`, import.meta.url), "utf8")),
  );
  if (!read.ok) throw new Error(read.messages.join("\n"));
  return read.problem;
}

async function totalOf(
  problem: AssignmentProblem,
  solve: Parameters<typeof assignJurors>[1],
): Promise<number> {
  const answer = await assignJurors(problem, solve);
  if (answer.kind !== "assigned") throw new Error("There is an assignment.");
  return answer.total;
}

function worth(cost: Float64Array, flow: Float64Array, unit: number): number {
  return inValues(-flow.reduce((sum, amount, arc) => sum + amount * cost[arc]!, 0), unit);
}
