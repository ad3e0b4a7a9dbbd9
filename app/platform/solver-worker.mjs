// Runs HiGHS in a thread of its own: one linear program in, its answer out. Plain JavaScript, so that tsx, Vitest and the
// built server all start it as it stands.
import { parentPort, workerData } from "node:worker_threads";
import loadHighs from "highs";

const highs = await loadHighs();
// simplex ends at a vertex, and a vertex of an assignment is whole
const result = highs.solve(workerData.text, { output_flag: false, solver: "simplex", presolve: "off" });
const columns = Object.values(result.Columns).filter(({ Primal }) => Primal !== 0);
parentPort?.postMessage({
  status: result.Status,
  columns: Object.fromEntries(columns.map(({ Name, Primal }) => [Name, Primal])),
  duals: Object.fromEntries(result.Rows.map(({ Name, Dual }) => [Name, Dual])),
});
