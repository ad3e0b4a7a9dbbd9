// Runs HiGHS in a thread of its own: one program in, its answer out, as often as it is asked. Plain
// JavaScript, so that tsx, Vitest and the built server all start it as it stands.
import { parentPort } from "node:worker_threads";
import loadHighs from "highs";

const highs = await loadHighs();

parentPort?.on("message", (text) => {
  const result = highs.solve(text, {
    output_flag: false,
    threads: 1,
    random_seed: 0,
    mip_rel_gap: 0,
    mip_abs_gap: 1e-6,
  });
  const columns = Object.values(result.Columns).filter(({ Primal }) => Primal !== 0);
  parentPort?.postMessage({
    status: result.Status,
    columns: Object.fromEntries(columns.map(({ Name, Primal }) => [Name, Primal])),
  });
});
