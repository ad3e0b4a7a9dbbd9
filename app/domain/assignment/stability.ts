import { isConnected } from "./connection.ts";
import { type Field, floorRows } from "./floor.ts";
import { chosenBy } from "./network.ts";
import { inTime, solveProgram, type LpSolver } from "./program.ts";
import type { Rung, Table } from "./problem.ts";

/**
 * Of the equally good assignments the one that changes least of what was before; a jury that could
 * be compared still can. Without the time for it, what was given.
 */
export function changeLeast(
  table: Table,
  field: Field,
  chosen: Uint8Array,
  solve: LpSolver,
): Promise<Rung> {
  return inTime(() => nearest(table, field, chosen, solve), { chosen, proved: false });
}

async function nearest(
  table: Table,
  field: Field,
  chosen: Uint8Array,
  solve: LpSolver,
): Promise<Rung> {
  const { before } = table;
  if (before.every((mark) => mark === 0)) return { chosen, proved: true };
  const cost = Float64Array.from(field.on.cell, (cell) => (cell >= 0 && before[cell] ? -1 : 0));
  const flow = await solveProgram(
    { ...field, rows: [...field.rows, ...floorRows(table, field.on, chosen)], cost },
    solve,
  );
  if (flow === null) throw new Error("The solver lost an assignment that there is.");
  const near = chosenBy(field.on, flow);
  return {
    chosen: isConnected(table, chosen) && !isConnected(table, near) ? chosen : near,
    proved: true,
  };
}
