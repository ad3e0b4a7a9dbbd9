import { countKept, type JurorKind, type Table } from "./problem.ts";

/**
 * An assignment in the making: which pairs are chosen (kept ones too), and what each proposal still
 * lacks.
 */
export type Flow = {
  readonly table: Table;
  readonly chosen: Uint8Array;
  /** Proposals per juror. */
  readonly loads: number[];
  /** Jurors of each kind per proposal. */
  readonly seated: { readonly internal: number[]; readonly external: number[] };
  /** Jurors each proposal still lacks; all 0 exactly when the hard rules can be met. */
  readonly short: number[];
  /** Which proposals each juror could give up. */
  readonly held: Set<number>[];
};

/**
 * The most even full assignment, whatever the pairs are worth: among all that fill as many places
 * as can be filled it has the least sum of squared loads, hence at once the least greatest and the
 * greatest least load, and loads within 1 of each other wherever that is possible. One place at a
 * time, along the augmenting path that ends at the least loaded juror: successive shortest paths
 * for a separable convex cost (Ahuja, Magnanti, Orlin, Network Flows, 1993, ch. 14). Expects kept
 * pairs that contradict no rule (`contradictionsOf`).
 */
export function evenFlow(table: Table): Flow {
  const flow = keptFlow(table);
  flow.short.forEach((_, p) => {
    while ((flow.short[p] ?? 0) > 0 && seatOneMore(flow, p));
  });
  return flow;
}

/** How many proposals this juror can take: the personal limit, or everything. */
export function capacity(table: Table, j: number): number {
  return table.jurors[j]?.maxLoad ?? table.proposals.length;
}

/**
 * What can change hands in a flow: the jurors who could take a place over, directly or through
 * others, and the proposals whose places would move on the way. `path` leads back from each node to
 * the start.
 */
export type Reach = {
  readonly path: ReadonlyMap<number, number>;
  readonly jurors: readonly number[];
  readonly proposals: readonly number[];
};

/**
 * Searches from these proposals (each wants one more juror) and these jurors (each wants to give a
 * proposal up).
 */
export function reachFrom(flow: Flow, start: Start): Reach {
  const { path, jurors } = search(flow, start, () => false);
  const n = flow.table.proposals.length;
  const touched = [...path.keys()]
    .filter((node) => node < 3 * n)
    .map((node) => (node < n ? node : (node - n) >> 1));
  return { path, jurors, proposals: [...new Set(touched)] };
}

type Start = { readonly proposals?: readonly number[]; readonly jurors?: readonly number[] };

function keptFlow(table: Table): Flow {
  const { internal, external, jurors } = countKept(table);
  return {
    table,
    chosen: Uint8Array.from(table.kept),
    loads: jurors,
    seated: { internal, external },
    short: table.proposals.map(
      (_, p) => table.problem.jurorsPerProposal - (internal[p] ?? 0) - (external[p] ?? 0),
    ),
    held: jurors.map(() => new Set<number>()),
  };
}

function seatOneMore(flow: Flow, p: number): boolean {
  const least = flow.loads.reduce((a, b, j) => (b < a && hasRoom(flow, j) ? b : a), Infinity);
  const direct = flow.loads.findIndex(
    (each, j) => each === least && hasRoom(flow, j) && isSeatable(flow, p, j),
  );
  if (direct >= 0) {
    seat(flow, p, direct, 1);
    return counted(flow, p, direct);
  }
  const isLeast = (j: number) => flow.loads[j] === least && hasRoom(flow, j);
  const { path, jurors } = search(flow, { proposals: [p] }, isLeast);
  const takers = jurors.filter((j) => hasRoom(flow, j));
  const taker = takers.reduce<number | undefined>(
    (a, b) => (a === undefined || load(flow, b) < load(flow, a) ? b : a),
    undefined,
  );
  if (taker === undefined) return false;
  moveAlong(flow, path, taker);
  return counted(flow, p, taker);
}

/** May this proposal seat this juror as things are? */
function isSeatable({ table, chosen, seated }: Flow, p: number, j: number): boolean {
  const kind = table.jurors[j]?.kind ?? "internal";
  const cell = p * table.jurors.length + j;
  return table.open[cell] === 1 && chosen[cell] === 0 && (seated[kind][p] ?? 0) < table.seats[kind];
}

function counted(flow: Flow, p: number, taker: number): true {
  flow.loads[taker] = load(flow, taker) + 1;
  flow.short[p] = (flow.short[p] ?? 0) - 1;
  return true;
}

// Nodes of the residual graph, as numbers: a proposal, its internal or external seats, a juror.
const kinds = ["internal", "external"] as const;
const seatNode = (table: Table, p: number, kind: JurorKind) =>
  table.proposals.length + 2 * p + kinds.indexOf(kind);
const jurorNode = (table: Table, j: number) => 3 * table.proposals.length + j;

/**
 * Breadth first, until a juror is `enough`. Each node is visited once, and `path` names where it
 * was reached from.
 */
function search(
  flow: Flow,
  start: Start,
  enough: (j: number) => boolean,
): { path: Map<number, number>; jurors: number[] } {
  const { table } = flow;
  const jurors = [...(start.jurors ?? [])];
  const queue = [...(start.proposals ?? []), ...jurors.map((j) => jurorNode(table, j))];
  const path = new Map(queue.map((node) => [node, -1]));
  const unseen = unseenJurors(table, new Set(jurors));
  for (const node of queue) {
    for (const next of neighbours(flow, node, unseen)) {
      if (path.has(next)) continue;
      path.set(next, node);
      queue.push(next);
      const j = next - jurorNode(table, 0);
      if (j >= 0) jurors.push(j);
      if (j >= 0 && enough(j)) return { path, jurors };
    }
  }
  return { path, jurors };
}

function neighbours(flow: Flow, node: number, unseen: Record<JurorKind, number[]>): number[] {
  const n = flow.table.proposals.length;
  if (node < n) return openSeats(flow, node);
  return node < 3 * n ? fillers(flow, node - n, unseen) : vacated(flow, node - 3 * n);
}

function unseenJurors(table: Table, seen: ReadonlySet<number>): Record<JurorKind, number[]> {
  const of = (kind: JurorKind) =>
    table.jurors.flatMap((juror, j) => (juror.kind === kind && !seen.has(j) ? [j] : []));
  return { internal: of("internal"), external: of("external") };
}

/** A proposal may seat one more juror of either kind that still has a seat. */
function openSeats({ table, seated }: Flow, p: number): number[] {
  return kinds
    .filter((kind) => (seated[kind][p] ?? 0) < table.seats[kind])
    .map((kind) => seatNode(table, p, kind));
}

/** A seat can be filled by any free juror of its kind, or be given back to the proposal. */
function fillers(
  { table, chosen }: Flow,
  seat: number,
  unseen: Record<JurorKind, number[]>,
): number[] {
  const p = seat >> 1;
  const kind = kinds[seat & 1] ?? "internal";
  const row = p * table.jurors.length;
  const isFree = (j: number) => table.open[row + j] === 1 && chosen[row + j] === 0;
  const free = unseen[kind].filter(isFree);
  if (free.length > 0) unseen[kind] = unseen[kind].filter((j) => !isFree(j));
  return [...free.map((j) => jurorNode(table, j)), p];
}

/** A juror can give up any proposal that is not kept. */
function vacated({ table, held }: Flow, j: number): number[] {
  const kind = table.jurors[j]?.kind ?? "internal";
  return [...(held[j] ?? [])].map((p) => seatNode(table, p, kind));
}

function moveAlong(flow: Flow, path: ReadonlyMap<number, number>, taker: number): void {
  const n = flow.table.proposals.length;
  let node = jurorNode(flow.table, taker);
  for (let before = path.get(node) ?? -1; before >= 0; before = path.get(node) ?? -1) {
    if (node >= 3 * n) seat(flow, (before - n) >> 1, node - 3 * n, 1);
    else if (before >= 3 * n) seat(flow, (node - n) >> 1, before - 3 * n, -1);
    node = before;
  }
}

function seat({ table, chosen, seated, held }: Flow, p: number, j: number, by: 1 | -1): void {
  const counts = seated[table.jurors[j]?.kind ?? "internal"];
  counts[p] = (counts[p] ?? 0) + by;
  chosen[p * table.jurors.length + j] = by === 1 ? 1 : 0;
  if (by === 1) held[j]?.add(p);
  else held[j]?.delete(p);
}

const load = (flow: Flow, j: number) => flow.loads[j] ?? 0;
const hasRoom = (flow: Flow, j: number) => load(flow, j) < capacity(flow.table, j);
