import type { LoadLevel } from "./loads.ts";
import { countKept, type JurorKind, type Table } from "./problem.ts";
import { type Network, type NetworkFlow, reducedCost } from "./network-simplex.ts";

/**
 * The open pairs of a table as arcs of a network: a flow is an assignment, and costs what the
 * assignment is worth, less. Proposals bound jurors by kind within all, levels bound jurors one by
 * one within their sum, so every bound is an arc's.
 */
export type AssignmentNetwork = {
  readonly network: Network;
  /** Per arc, the pair's place in the grid; −1 for arcs that are no pair. */
  readonly cell: Int32Array;
  /** 1 where the pair is chosen in any case. */
  readonly sure: Uint8Array;
};

type Arc = { from: number; to: number; lower: number; upper: number; cost: number; cell: number };

/** All open pairs, with loads as even as the levels say. */
export function levelNetwork(table: Table, levels: readonly LoadLevel[]): AssignmentNetwork {
  const { arcs, jurorNode, nodes, supply } = panelArcs(table);
  const kept = countKept(table).jurors;
  levels.forEach(({ jurors, sum }, level) => {
    for (const { j, from, to } of jurors)
      arcs.push({
        from: jurorNode(j),
        to: nodes + level,
        lower: from - kept[j]!,
        upper: to - kept[j]!,
        cost: 0,
        cell: -1,
      });
    supply.push(jurors.reduce((left, { j }) => left + kept[j]!, 0) - sum);
  });
  return build(table, arcs, supply);
}

/**
 * All open pairs, with loads bounded by the jurors' limits only; the arcs of a juror's next
 * proposals cost more and more: the least cost is the least sum of squared loads.
 */
export function unitNetwork(table: Table): AssignmentNetwork {
  const { arcs, jurorNode, nodes, supply } = panelArcs(table);
  const [kept, n] = [countKept(table).jurors, table.proposals.length];
  const free = arcs.map((arc) => ({ ...arc, cost: 0 }));
  const units = table.jurors.flatMap(({ maxLoad }, j) => {
    const count = Math.max(0, Math.min(maxLoad ?? n, n) - kept[j]!);
    return Array.from({ length: count }, (_, unit): Arc => ({
      from: jurorNode(j),
      to: nodes,
      lower: 0,
      upper: 1,
      cost: 2 * (kept[j]! + unit) + 1,
      cell: -1,
    }));
  });
  return build(
    table,
    [...free, ...units],
    [...supply, -supply.reduce((sum, each) => sum + each, 0)],
  );
}

/**
 * Proposals, their seats where kinds count, and jurors; what follows the jurors is up to the
 * caller.
 */
function panelArcs(table: Table): {
  arcs: Arc[];
  supply: number[];
  nodes: number;
  jurorNode: (j: number) => number;
} {
  const { jurorsPerProposal, minInternal, minExternal } = table.problem;
  const [n, m] = [table.proposals.length, table.jurors.length];
  const kept = countKept(table);
  const seated = (p: number) => kept.internal[p]! + kept.external[p]!;
  const byKind = minInternal + minExternal > 0;
  const minimum = { internal: minInternal, external: minExternal };
  const seat = (p: number, kind: JurorKind) =>
    byKind ? n + 2 * p + (kind === "internal" ? 0 : 1) : p;
  const first = byKind ? 3 * n : n;
  const arcs: Arc[] = [];
  for (let p = 0; p < n; p += 1) {
    table.jurors.forEach(({ kind }, j) => {
      const cell = p * m + j;
      if (table.open[cell])
        arcs.push({
          from: seat(p, kind),
          to: first + j,
          lower: 0,
          upper: 1,
          cost: -table.worth[cell]!,
          cell,
        });
    });
    if (!byKind) continue;
    for (const kind of ["internal", "external"] as const) {
      arcs.push({
        from: p,
        to: seat(p, kind),
        lower: Math.max(0, minimum[kind] - kept[kind][p]!),
        upper: Math.max(0, jurorsPerProposal - seated(p)),
        cost: 0,
        cell: -1,
      });
    }
  }
  const supply = Array.from({ length: first + m }, (_, node) =>
    node < n ? Math.max(0, jurorsPerProposal - seated(node)) : 0,
  );
  return { arcs, supply, nodes: first + m, jurorNode: (j) => first + j };
}

function build(table: Table, arcs: readonly Arc[], supply: readonly number[]): AssignmentNetwork {
  const network: Network = {
    nodes: supply.length,
    supply: Float64Array.from(supply),
    from: Int32Array.from(arcs, ({ from }) => from),
    to: Int32Array.from(arcs, ({ to }) => to),
    lower: Float64Array.from(arcs, ({ lower }) => lower),
    upper: Float64Array.from(arcs, ({ upper }) => upper),
    cost: Float64Array.from(arcs, ({ cost }) => cost),
  };
  return {
    network,
    cell: Int32Array.from(arcs, ({ cell }) => cell),
    sure: Uint8Array.from(table.kept),
  };
}

/**
 * The same network without the arcs that no flow within `gap` of this least cost would use
 * otherwise: moving one of them alone costs more. With gap 0 its flows are exactly those of least
 * cost.
 */
export function within(
  gap: number,
  { network, cell, sure }: AssignmentNetwork,
  { flow, potential }: NetworkFlow,
): AssignmentNetwork {
  const free = Int32Array.from(network.from.keys()).filter(
    (arc) =>
      network.upper[arc]! > network.lower[arc]! &&
      Math.abs(reducedCost(network, potential, arc)) <= gap,
  );
  const isFree = new Uint8Array(network.from.length);
  free.forEach((arc) => (isFree[arc] = 1));
  const supply = Float64Array.from(network.supply);
  const chosen = Uint8Array.from(sure);
  flow.forEach((amount, arc) => {
    if (isFree[arc] || amount === 0) return;
    supply[network.from[arc]!]! -= amount;
    supply[network.to[arc]!]! += amount;
    if (cell[arc]! >= 0) chosen[cell[arc]!] = 1;
  });
  const ints = (list: Int32Array) => free.map((arc) => list[arc]!);
  const floats = (list: Float64Array) => Float64Array.from(free, (arc) => list[arc]!);
  return {
    network: {
      nodes: network.nodes,
      supply,
      from: ints(network.from),
      to: ints(network.to),
      lower: floats(network.lower),
      upper: floats(network.upper),
      cost: floats(network.cost),
    },
    cell: ints(cell),
    sure: chosen,
  };
}

/** The pairs a flow chooses, with those chosen in any case. */
export function chosenBy({ cell, sure }: AssignmentNetwork, flow: Float64Array): Uint8Array {
  const chosen = Uint8Array.from(sure);
  flow.forEach((amount, arc) => {
    if (amount > 0 && cell[arc]! >= 0) chosen[cell[arc]!] = 1;
  });
  return chosen;
}
