import type { AssignmentNetwork } from "./network.ts";

/**
 * What a solver answers to a program: its word for how it ended, and the columns that are not zero.
 */
export type LpAnswer = {
  readonly status: string;
  readonly columns: Readonly<Record<string, number>>;
};

/** The status of a program whose answer did not come in time, as HiGHS says it. */
const timeIsUp = "Time limit reached";

/** A program was not solved in the time there was. */
export class OutOfTime extends Error {
  constructor() {
    super("The solver ran out of time.");
  }
}

/** Gives what `act` finds, or `otherwise` when the solver ran out of time on the way. */
export async function inTime<T, Else>(act: () => Promise<T>, otherwise: Else): Promise<T | Else> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof OutOfTime) return otherwise;
    throw error;
  }
}

/**
 * Solves a program in CPLEX LP format, whole numbers where it asks for them, to the proven optimum,
 * or answers that its time is up; platform/solver does it with HiGHS.
 */
export type LpSolver = (text: string) => Promise<LpAnswer>;

/**
 * A rule over pairs that no network can hold: the sum over these cells of the grid is at least or
 * at most so much.
 */
export type SideRow = {
  readonly terms: readonly (readonly [cell: number, times: number])[];
  readonly is: ">=" | "<=";
  readonly bound: number;
};

/**
 * Every one of these sums over cells, and none of them less than the least of all: that is what is
 * made as great as possible.
 */
export type Floor = { readonly sums: readonly SideRow["terms"][]; readonly atMost: number };

type Program = {
  readonly on: AssignmentNetwork;
  readonly rows: readonly SideRow[];
  readonly floor?: Floor;
  /** bounds the cost of the network */ readonly costAtMost?: number;
  /** instead of the network's */ readonly cost?: Float64Array;
};

/**
 * The best flow of a network under further rules, or null when there is none: least cost, or, with
 * `floor`, the highest floor. Throws OutOfTime.
 */
export async function solveProgram(
  program: Program,
  solve: LpSolver,
): Promise<Float64Array | null> {
  const { from, upper, lower, supply } = program.on.network;
  if (from.length === 0)
    return supply.every((amount) => amount === 0) &&
      program.rows.every((row) => holds(row, program.on.sure))
      ? new Float64Array()
      : null;
  const answer = await solve(programText(program));
  if (answer.status === "Infeasible") return null;
  if (answer.status === timeIsUp) throw new OutOfTime();
  if (answer.status !== "Optimal") throw new Error(`The solver found no optimum: ${answer.status}`);
  return Float64Array.from(from, (_, arc) => {
    const amount = answer.columns[`x${arc}`] ?? 0;
    const whole = Math.round(amount);
    if (Math.abs(amount - whole) > 1e-5 || whole < lower[arc]! || whole > upper[arc]!)
      throw new Error(`The solver split x${arc}: ${amount}`);
    return whole;
  });
}

function holds({ terms, is, bound }: SideRow, chosen: Uint8Array): boolean {
  const sum = terms.reduce((total, [cell, times]) => total + chosen[cell]! * times, 0);
  return is === ">=" ? sum >= bound : sum <= bound;
}

/**
 * Column `x<arc>` is the flow on an arc, row `n<node>` its balance; the text depends on the program
 * alone.
 */
function programText({ on, rows, floor, costAtMost, cost }: Program): string {
  const { network } = on;
  const arcAt = new Map(
    [...on.cell].flatMap((cell, arc) => (cell >= 0 ? [[cell, arc] as const] : [])),
  );
  const objective = cost ?? network.cost;
  const costs = [...objective].flatMap((each, arc) => (each === 0 ? [] : [term(each, `x${arc}`)]));
  const dear = [...network.cost].flatMap((each, arc) =>
    each === 0 ? [] : [term(each, `x${arc}`)],
  );
  return [
    floor ? "Maximize" : "Minimize",
    floor ? " goal: t" : ` goal: ${costs.join("\n ") || "0 x0"}`,
    "Subject To",
    ...balances(on),
    ...rows.map((row, at) => sideRow(`r${at}`, row, on, arcAt)),
    ...(floor?.sums ?? []).map((terms, at) =>
      sideRow(`f${at}`, { terms, is: ">=", bound: 0 }, on, arcAt, "- 1 t"),
    ),
    ...(costAtMost === undefined ? [] : [` cost: ${dear.join("\n ") || "0 x0"} <= ${costAtMost}`]),
    "Bounds",
    ...[...network.from].map(
      (_, arc) => ` ${network.lower[arc]} <= x${arc} <= ${network.upper[arc]}`,
    ),
    ...(floor ? [` t <= ${floor.atMost}`, ` t >= -1e9`] : []),
    "General",
    ...[...network.from].map((_, arc) => ` x${arc}`),
    "End",
    "",
  ].join("\n");
}

function balances({ network: { nodes, supply, from, to } }: AssignmentNetwork): string[] {
  const rows: string[][] = Array.from({ length: nodes }, () => []);
  from.forEach((node, arc) => rows[node]!.push(`+ x${arc}`));
  to.forEach((node, arc) => rows[node]!.push(`- x${arc}`));
  return rows.flatMap((terms, node) =>
    terms.length === 0 && supply[node] === 0
      ? []
      : [` n${node}: ${terms.join("\n ") || "0 x0"} = ${supply[node]}`],
  );
}

/** Cells chosen in any case go to the bound; cells that are no arc and not chosen count nothing. */
function sideRow(
  name: string,
  { terms, is, bound }: SideRow,
  { sure }: AssignmentNetwork,
  arcAt: ReadonlyMap<number, number>,
  more = "",
): string {
  const free = terms.flatMap(([cell, times]) =>
    arcAt.has(cell) && times !== 0 ? [term(times, `x${arcAt.get(cell)}`)] : [],
  );
  const given = terms.reduce((sum, [cell, times]) => sum + (sure[cell] ? times : 0), 0);
  return ` ${name}: ${[...free, more].filter(Boolean).join("\n ") || "0 x0"} ${is} ${bound - given}`;
}

const term = (times: number, name: string) => `${times < 0 ? "-" : "+"} ${Math.abs(times)} ${name}`;
