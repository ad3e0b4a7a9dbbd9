import { chosenBy, type AssignmentNetwork } from "./network.ts";
import { inTime, type SideRow, solveProgram, type LpSolver } from "./program.ts";
import { type Rung, services, type Table } from "./problem.ts";
import { solveNetwork } from "./network-simplex.ts";

/**
 * All that an assignment may be by now: a flow of this network under these rules; `costAtMost`
 * bounds the network's own cost.
 */
export type Field = {
  readonly on: AssignmentNetwork;
  readonly rows: readonly SideRow[];
  readonly costAtMost?: number;
};

/**
 * Of all assignments in the field, one whose worst-served proposal is served best. Most of the time
 * the network alone finds one and proves it: no proposal can be served better than alone it could
 * be, and weights on the poorest raise them to the least of these. Where it does not, a program
 * does; without the time for it, the best that the network found.
 */
export async function raiseFloor(
  table: Table,
  field: Field,
  chosen: Uint8Array,
  solve: LpSolver,
): Promise<Rung> {
  if (chosen.length === 0) return { chosen, proved: true };
  const { best, ceiling } =
    field.rows.length > 0 || field.costAtMost !== undefined
      ? unweighted(table, field.on, chosen)
      : weighted(table, field.on, chosen);
  if (least(services(table, best)) >= ceiling) return { chosen: best, proved: true };
  const sums = poorRows(table, field.on, ceiling).map(({ terms }) => terms);
  return inTime(
    async () => {
      const flow = await solveProgram({ ...field, floor: { sums, atMost: ceiling } }, solve);
      if (flow === null) throw new Error("The solver lost an assignment that there is.");
      return { chosen: chosenBy(field.on, flow), proved: true };
    },
    { chosen: best, proved: false },
  );
}

/** Rules that let no proposal fall below this service; those that never could are left out. */
export function floorRows(table: Table, on: AssignmentNetwork, chosen: Uint8Array): SideRow[] {
  const floor = least(services(table, chosen));
  return poorRows(table, on, floor).map(({ terms }) => ({ terms, is: ">=", bound: floor }));
}

type Raised = { best: Uint8Array; ceiling: number };

function unweighted(table: Table, on: AssignmentNetwork, chosen: Uint8Array): Raised {
  return { best: chosen, ceiling: ceilingOf(table, on, poorest(services(table, chosen))) };
}

const rounds = 16;

function weighted(table: Table, on: AssignmentNetwork, chosen: Uint8Array): Raised {
  const weights = table.proposals.map(() => 0);
  const asked = new Set<number>();
  let ceiling = Infinity;
  let [best, found] = [chosen, chosen];
  for (let round = 0; round < rounds; round += 1) {
    const service = services(table, found);
    if (least(service) > least(services(table, best))) best = found;
    const worst = poorest(service);
    if (!asked.has(worst)) ceiling = Math.min(ceiling, ceilingOf(table, on, worst));
    asked.add(worst);
    if (least(services(table, best)) >= ceiling) break;
    service.forEach((each, p) => {
      if (each < ceiling) weights[p] = weights[p]! * 2 || 1;
    });
    found = bestFor(table, on, weights);
  }
  return { best, ceiling };
}

/** How well this proposal could be served if no other mattered. */
function ceilingOf(table: Table, on: AssignmentNetwork, p: number): number {
  return services(
    table,
    bestFor(
      table,
      on,
      table.proposals.map((_, other) => (other === p ? 1 : 0)),
    ),
  )[p]!;
}

function bestFor(table: Table, on: AssignmentNetwork, weights: readonly number[]): Uint8Array {
  const width = table.jurors.length;
  const cost = Float64Array.from(on.cell, (cell) =>
    cell < 0 ? 0 : -weights[Math.floor(cell / width)]! * table.worth[cell]!,
  );
  return chosenBy(on, solveNetwork({ ...on.network, cost }).flow);
}

/** The sums of the proposals that could end below this service. */
function poorRows(
  { proposals, jurors, worth, problem }: Table,
  { cell, sure }: AssignmentNetwork,
  below: number,
): { terms: [number, number][] }[] {
  const width = jurors.length;
  const free: number[][] = proposals.map(() => []);
  cell.forEach((at) => at >= 0 && free[Math.floor(at / width)]!.push(at));
  return proposals.flatMap((_, p) => {
    const certain = [...sure.subarray(p * width, (p + 1) * width).keys()].flatMap((j) =>
      sure[p * width + j] ? [p * width + j] : [],
    );
    const open = free[p]!.map((at) => worth[at]!)
      .sort((a, b) => a - b)
      .slice(0, Math.max(0, problem.jurorsPerProposal - certain.length));
    const lowest = [...certain.map((at) => worth[at]!), ...open].reduce(
      (sum, each) => sum + each,
      0,
    );
    return lowest < below
      ? [{ terms: [...certain, ...free[p]!].map((at): [number, number] => [at, worth[at]!]) }]
      : [];
  });
}

function least(service: Float64Array): number {
  return service.reduce((a, b) => Math.min(a, b), Infinity);
}

function poorest(service: Float64Array): number {
  return service.indexOf(least(service));
}
