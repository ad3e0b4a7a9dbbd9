import { isConnected } from "./assignment-connection.ts";
import { type Field, floorRows } from "./assignment-floor.ts";
import { chosenBy } from "./assignment-network.ts";
import { solveProgram, type LpSolver } from "./assignment-program.ts";
import type { Table } from "./assignment-problem.ts";

/** Of the equally good assignments the one that changes least of what was before; a jury that could be compared still can. */
export async function changeLeast(table: Table, field: Field, chosen: Uint8Array, solve: LpSolver): Promise<Uint8Array> {
  const { before } = table;
  if (before.every((mark) => mark === 0)) return chosen;
  const cost = Float64Array.from(field.on.cell, (cell) => (cell >= 0 && before[cell] ? -1 : 0));
  const flow = await solveProgram({ ...field, rows: [...field.rows, ...floorRows(table, field.on, chosen)], cost }, solve);
  if (flow === null) throw new Error("The solver lost an assignment that there is.");
  const nearest = chosenBy(field.on, flow);
  return isConnected(table, chosen) && !isConnected(table, nearest) ? chosen : nearest;
}
