import { capacity, evenFlow, reachFrom, type Flow } from "./assignment-flow.ts";
import { countKept, tabulate, type AssignmentProblem, type JurorKind, type KeptCounts, type Table } from "./assignment-problem.ts";

/** Rules and kept pairs that no jury could satisfy together. */
export type Contradiction =
  | { readonly kind: "minimums-exceed-panel"; readonly minInternal: number; readonly minExternal: number; readonly jurorsPerProposal: number }
  | { readonly kind: "kept-unknown"; readonly proposalId: string; readonly jurorId: string }
  | { readonly kind: "kept-in-conflict"; readonly proposalId: string; readonly jurorId: string }
  | { readonly kind: "kept-exceed-panel"; readonly proposalId: string; readonly kept: number; readonly jurorsPerProposal: number }
  | { readonly kind: "kept-take-reserved-seats"; readonly proposalId: string; readonly by: JurorKind; readonly kept: number; readonly seats: number }
  | { readonly kind: "kept-exceed-load"; readonly jurorId: string; readonly kept: number; readonly maxLoad: number };

/** What a proposal lacks even if it were the only one: jurors without conflict, all told and of either kind. */
export type ProposalLack = { readonly proposalId: string; readonly jurors: number; readonly internal: number; readonly external: number };

/** Places that all proposals together need, and places that the jurors together can fill, within their limits and conflicts. */
export type CapacityShortage = { readonly of: "all" | JurorKind; readonly needed: number; readonly available: number; readonly short: number };

/** Proposals that compete for the same jurors, all of whom are at their limit; `short` places stay empty however they share. */
export type Bottleneck = { readonly proposalIds: readonly string[]; readonly jurorIds: readonly string[]; readonly short: number };

/** Why no assignment meets the hard rules; at least one of the lists has something to say. */
export type Infeasibility = {
  readonly contradictions: readonly Contradiction[];
  readonly lacks: readonly ProposalLack[];
  readonly capacity: readonly CapacityShortage[];
  readonly bottlenecks: readonly Bottleneck[];
};

/** Why this problem has no assignment, or null when it has one. Even loads and expertise are wishes and never a cause. */
export function explainInfeasibility(problem: AssignmentProblem): Infeasibility | null {
  const table = tabulate(problem);
  const contradictions = contradictionsOf(table);
  if (contradictions.length > 0) return contradicted(contradictions);
  return explainShortage(evenFlow(table));
}

/** The same for a flow that was already made from kept pairs without contradiction. */
export function explainShortage(flow: Flow): Infeasibility | null {
  if (flow.short.every((places) => places === 0)) return null;
  const kept = countKept(flow.table);
  return {
    contradictions: [],
    lacks: lacksOf(flow.table, kept),
    capacity: capacityShortages(flow.table, kept),
    bottlenecks: bottlenecksOf(flow),
  };
}

/** Contradictions alone as the reason: nothing else can be said before they are mended. */
export function contradicted(contradictions: readonly Contradiction[]): Infeasibility {
  return { contradictions, lacks: [], capacity: [], bottlenecks: [] };
}

/** What must be mended before jurors can be looked for at all. */
export function contradictionsOf(table: Table): Contradiction[] {
  const { jurorsPerProposal, minInternal, minExternal } = table.problem;
  const panel: Contradiction[] =
    minInternal + minExternal > jurorsPerProposal
      ? [{ kind: "minimums-exceed-panel", minInternal, minExternal, jurorsPerProposal }]
      : [];
  const kept = countKept(table);
  return [...panel, ...keptPairContradictions(table), ...keptSeatContradictions(table, kept), ...keptLoadContradictions(table, kept)];
}

function keptPairContradictions({ problem, proposals, jurors }: Table): Contradiction[] {
  const known = new Set([...proposals.map(({ id }) => `p ${id}`), ...jurors.map(({ id }) => `j ${id}`)]);
  const conflicts = new Set(problem.conflicts.map((pair) => JSON.stringify(pair)));
  return problem.fixed.flatMap((pair): Contradiction[] => {
    const [proposalId, jurorId] = pair;
    if (!known.has(`p ${proposalId}`) || !known.has(`j ${jurorId}`)) return [{ kind: "kept-unknown", proposalId, jurorId }];
    return conflicts.has(JSON.stringify(pair)) ? [{ kind: "kept-in-conflict", proposalId, jurorId }] : [];
  });
}

function keptSeatContradictions(table: Table, kept: KeptCounts): Contradiction[] {
  const { jurorsPerProposal } = table.problem;
  return table.proposals.flatMap(({ id: proposalId }, p): Contradiction[] => {
    const count = { internal: kept.internal[p] ?? 0, external: kept.external[p] ?? 0 };
    const all = count.internal + count.external;
    if (all > jurorsPerProposal) return [{ kind: "kept-exceed-panel", proposalId, kept: all, jurorsPerProposal }];
    return bothKinds
      .filter((kind) => count[kind] > table.seats[kind])
      .map((by) => ({ kind: "kept-take-reserved-seats", proposalId, by, kept: count[by], seats: table.seats[by] }));
  });
}

function keptLoadContradictions({ jurors }: Table, kept: KeptCounts): Contradiction[] {
  return jurors.flatMap(({ id: jurorId, maxLoad }, j): Contradiction[] => {
    const count = kept.jurors[j] ?? 0;
    return maxLoad !== undefined && count > maxLoad ? [{ kind: "kept-exceed-load", jurorId, kept: count, maxLoad }] : [];
  });
}

function lacksOf(table: Table, kept: KeptCounts): ProposalLack[] {
  const { jurorsPerProposal, minInternal, minExternal } = table.problem;
  const lacks = table.proposals.map(({ id: proposalId }, p) => {
    const willing = (kind: JurorKind) => (kept[kind][p] ?? 0) + openJurors(table, kept, p, kind);
    const [internal, external] = [willing("internal"), willing("external")];
    return {
      proposalId,
      jurors: Math.max(0, jurorsPerProposal - internal - external),
      internal: Math.max(0, minInternal - internal),
      external: Math.max(0, minExternal - external),
    };
  });
  return lacks.filter(({ jurors, internal, external }) => jurors + internal + external > 0);
}

function openJurors(table: Table, kept: KeptCounts, p: number, kind: JurorKind): number {
  const hasRoom = (j: number) => (kept.jurors[j] ?? 0) < capacity(table, j);
  const isOpen = (j: number) => table.open[p * table.jurors.length + j] === 1;
  return table.jurors.filter((juror, j) => juror.kind === kind && isOpen(j) && hasRoom(j)).length;
}

function capacityShortages(table: Table, kept: KeptCounts): CapacityShortage[] {
  const { jurorsPerProposal, minInternal, minExternal } = table.problem;
  const available = (kind: JurorKind) =>
    table.jurors.reduce((sum, juror, j) => (juror.kind === kind ? sum + takes(table, kept, j) : sum), 0);
  const [internal, external] = [available("internal"), available("external")];
  const n = table.proposals.length;
  const shortage = (of: CapacityShortage["of"], needed: number, has: number) => ({ of, needed, available: has, short: needed - has });
  return [
    shortage("all", n * jurorsPerProposal, internal + external),
    shortage("internal", n * minInternal, internal),
    shortage("external", n * minExternal, external),
  ].filter(({ short }) => short > 0);
}

/** How many proposals a juror could take, kept ones included. */
function takes(table: Table, kept: KeptCounts, j: number): number {
  const open = table.proposals.filter((_, p) => table.open[p * table.jurors.length + j] === 1).length;
  return Math.min(capacity(table, j), (kept.jurors[j] ?? 0) + open);
}

/** From each proposal that stayed short, all it could get a juror from: nobody there has room, or it would have one. */
function bottlenecksOf(flow: Flow): Bottleneck[] {
  const { table, short } = flow;
  const done = new Set<number>();
  const found = [...short.keys()].flatMap((p) => {
    if (short[p] === 0 || done.has(p)) return [];
    const { proposals, jurors } = reachFrom(flow, { proposals: [p] });
    proposals.forEach((seen) => done.add(seen));
    return {
      proposalIds: named(table.proposals, proposals),
      jurorIds: named(table.jurors, jurors),
      short: proposals.reduce((sum, seen) => sum + (short[seen] ?? 0), 0),
    };
  });
  return found.filter(({ jurorIds }) => jurorIds.length > 0);
}

function named(list: readonly { readonly id: string }[], places: readonly number[]): string[] {
  const chosen = new Set(places);
  return list.filter((_, place) => chosen.has(place)).map(({ id }) => id);
}

const bothKinds = ["internal", "external"] as const;
