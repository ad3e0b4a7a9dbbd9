// Minimum-cost flow by the primal network simplex method, with strongly feasible trees, so that it
// cannot cycle (Ahuja, Magnanti, Orlin, Network Flows, 1993, ch. 11), and block search for the
// entering arc (Kelly, O'Neill, 1991). Long functions and mutable arrays on purpose: these loops
// are all there is to the time an assignment takes.

/**
 * Nodes are 0 … nodes − 1. What flows out of a node less what flows in is its supply; supplies add
 * up to 0.
 */
export type Network = {
  readonly nodes: number;
  readonly supply: Float64Array;
  /** Arc by arc: ends, bounds and cost, all whole numbers. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly cost: Float64Array;
};

/**
 * A flow of least cost among those that leave least `unmet`. Its potentials prove it: see
 * `reducedCost`.
 */
export type NetworkFlow = {
  readonly flow: Float64Array;
  readonly potential: Float64Array;
  readonly unmet: number;
};

/**
 * What one unit more on this arc would add to the cost. Not 0: every flow of least cost has the arc
 * at the same bound.
 */
export function reducedCost(
  { from, to, cost }: Network,
  potential: Float64Array,
  arc: number,
): number {
  return (cost[arc] ?? 0) + (potential[from[arc] ?? 0] ?? 0) - (potential[to[arc] ?? 0] ?? 0);
}

const LOWER = 1;
const TREE = 0;
const UPPER = -1;

/**
 * Solves it exactly, as long as nodes × the greatest cost stays below 2⁵³. The same network gives
 * the same flow.
 */
export function solveNetwork(network: Network): NetworkFlow {
  const state = start(network);
  for (let arc = enteringArc(state); arc >= 0; arc = enteringArc(state)) pivot(state, arc);
  return answerOf(network, state);
}

/**
 * A spanning tree over the nodes and one root, all other arcs at a bound. Arcs after `real` are
 * artificial, one per node.
 */
type State = {
  /** which arc of the network each arc is; those without room are left out */
  names: Int32Array;
  real: number;
  root: number;
  from: Int32Array;
  to: Int32Array;
  room: Float64Array;
  cost: Float64Array;
  flow: Float64Array;
  at: Int8Array;
  parent: Int32Array;
  /** the arc to the parent */
  up: Int32Array;
  depth: Int32Array;
  potential: Float64Array;
  child: Int32Array;
  next: Int32Array;
  previous: Int32Array;
  block: number;
  scanned: number;
};

function start({ nodes, supply, from, to, lower, upper, cost }: Network): State {
  const names = Int32Array.from(from.keys()).filter((arc) => upper[arc]! > lower[arc]!);
  const [real, root] = [names.length, nodes];
  const size = real + nodes;
  const state: State = {
    names,
    real,
    root,
    from: new Int32Array(size),
    to: new Int32Array(size),
    room: new Float64Array(size),
    cost: new Float64Array(size),
    flow: new Float64Array(size),
    at: new Int8Array(size).fill(LOWER),
    parent: new Int32Array(nodes + 1).fill(-1),
    up: new Int32Array(nodes + 1).fill(-1),
    depth: new Int32Array(nodes + 1),
    potential: new Float64Array(nodes + 1),
    child: new Int32Array(nodes + 1).fill(-1),
    next: new Int32Array(nodes + 1).fill(-1),
    previous: new Int32Array(nodes + 1).fill(-1),
    block: Math.max(20, Math.ceil(Math.sqrt(real))),
    scanned: 0,
  };
  let greatest = 0;
  names.forEach((arc, at) => {
    state.from[at] = from[arc]!;
    state.to[at] = to[arc]!;
    state.room[at] = upper[arc]! - lower[arc]!;
    state.cost[at] = cost[arc]!;
    greatest = Math.max(greatest, Math.abs(cost[arc]!));
  });
  const excess = Float64Array.from(supply);
  from.forEach((node, arc) => {
    excess[node]! -= lower[arc]!;
    excess[to[arc]!]! += lower[arc]!;
  });
  for (let node = 0; node < nodes; node += 1)
    hang(state, node, excess[node]!, (greatest + 1) * (nodes + 1));
  return state;
}

/**
 * Ties a node to the root by an artificial arc that carries its supply; what is wanted is dear to
 * carry that way.
 */
function hang(state: State, node: number, supply: number, dear: number): void {
  const arc = state.real + node;
  const gives = supply >= 0;
  state.from[arc] = gives ? node : state.root;
  state.to[arc] = gives ? state.root : node;
  state.room[arc] = Infinity;
  state.cost[arc] = gives ? 0 : dear;
  state.flow[arc] = Math.abs(supply);
  state.at[arc] = TREE;
  state.up[node] = arc;
  state.depth[node] = 1;
  state.potential[node] = gives ? 0 : dear;
  attach(state, node, state.root);
}

/** The arc that saves most, of the first block that has one; -1 when none saves anything. */
function enteringArc(state: State): number {
  const { real, block, from, to, cost, at, potential } = state;
  let best = -1;
  let least = 0;
  let arc = state.scanned;
  for (let seen = 0, left = block; seen < real; seen += 1, arc += 1) {
    if (arc >= real) arc = 0;
    const saves = at[arc]! * (cost[arc]! + potential[from[arc]!]! - potential[to[arc]!]!);
    if (saves < least) [least, best] = [saves, arc];
    left -= 1;
    if (left > 0) continue;
    if (best >= 0) break;
    left = block;
  }
  state.scanned = arc >= real ? 0 : arc;
  return best;
}

/**
 * Sends what it can around the cycle that the arc closes, and puts it into the tree instead of the
 * arc that filled up.
 */
function pivot(state: State, arc: number): void {
  const { from, to, room, flow, at, parent, up, depth } = state;
  const forward = at[arc] === LOWER;
  const [first, second] = forward ? [from[arc]!, to[arc]!] : [to[arc]!, from[arc]!];
  const join = joinOf(state, first, second);
  let most = room[arc]!;
  let out = -1;
  let outAtFirst = true;
  for (let node = first; node !== join; node = parent[node]!) {
    const edge = up[node]!;
    const spare = from[edge] === node ? flow[edge]! : room[edge]! - flow[edge]!;
    if (spare < most) [most, out, outAtFirst] = [spare, node, true];
  }
  for (let node = second; node !== join; node = parent[node]!) {
    const edge = up[node]!;
    const spare = from[edge] === node ? room[edge]! - flow[edge]! : flow[edge]!;
    if (spare <= most) [most, out, outAtFirst] = [spare, node, false];
  }
  if (most > 0) {
    flow[arc]! += forward ? most : -most;
    for (let node = first; node !== join; node = parent[node]!)
      flow[up[node]!]! += from[up[node]!] === node ? -most : most;
    for (let node = second; node !== join; node = parent[node]!)
      flow[up[node]!]! += from[up[node]!] === node ? most : -most;
  }
  if (out < 0) {
    at[arc] = forward ? UPPER : LOWER;
    return;
  }
  const leaving = up[out]!;
  at[leaving] = flow[leaving] === 0 ? LOWER : UPPER;
  at[arc] = TREE;
  const [below, above] = outAtFirst ? [first, second] : [second, first];
  turn(state, below, above, arc, out);
  settle(state, below, depth[above]! + 1);
}

function joinOf({ parent, depth }: State, first: number, second: number): number {
  let [a, b] = [first, second];
  while (a !== b) {
    if (depth[a]! >= depth[b]!) a = parent[a]!;
    else b = parent[b]!;
  }
  return a;
}

/**
 * Hangs the branch cut off above `out` under `above` by the entering arc, with `below` as its new
 * top.
 */
function turn(state: State, below: number, above: number, arc: number, out: number): void {
  const { parent, up } = state;
  let [node, over, edge] = [below, above, arc];
  for (;;) {
    const [before, edgeBefore] = [parent[node]!, up[node]!];
    detach(state, node);
    attach(state, node, over);
    up[node] = edge;
    if (node === out) return;
    [over, edge, node] = [node, edgeBefore, before];
  }
}

/**
 * Gives a branch its potentials and depths again, so that no arc of the tree saves or costs
 * anything.
 */
function settle(
  { from, to, cost, potential, up, depth, parent, child, next }: State,
  top: number,
  topDepth: number,
): void {
  const edge = up[top]!;
  const wanted =
    from[edge] === top
      ? potential[to[edge]!]! - cost[edge]!
      : potential[from[edge]!]! + cost[edge]!;
  const change = wanted - potential[top]!;
  depth[top] = topDepth;
  potential[top] = wanted;
  let node = child[top]!;
  while (node >= 0) {
    depth[node] = depth[parent[node]!]! + 1;
    potential[node]! += change;
    if (child[node]! >= 0) {
      node = child[node]!;
      continue;
    }
    while (node !== top && next[node]! < 0) node = parent[node]!;
    if (node === top) return;
    node = next[node]!;
  }
}

function attach({ parent, child, next, previous }: State, node: number, over: number): void {
  const eldest = child[over]!;
  parent[node] = over;
  next[node] = eldest;
  previous[node] = -1;
  if (eldest >= 0) previous[eldest] = node;
  child[over] = node;
}

function detach({ parent, child, next, previous }: State, node: number): void {
  const [before, after] = [previous[node]!, next[node]!];
  if (before >= 0) next[before] = after;
  else child[parent[node]!] = after;
  if (after >= 0) previous[after] = before;
}

function answerOf(
  { nodes, lower }: Network,
  { names, real, flow, cost, potential }: State,
): NetworkFlow {
  const all = Float64Array.from(lower);
  for (let arc = 0; arc < real; arc += 1) all[names[arc]!]! += flow[arc]!;
  let unmet = 0;
  for (let node = 0; node < nodes; node += 1)
    if (cost[real + node]! > 0) unmet += flow[real + node]!;
  return { flow: all, potential: potential.subarray(0, nodes), unmet };
}

/**
 * Whether the potentials prove that no flow costs less: every arc that would save is full, every
 * arc that would cost is at its least.
 */
export function provesLeastCost(network: Network, { flow, potential }: NetworkFlow): boolean {
  const { lower, upper } = network;
  return flow.every((amount, arc) => {
    const more = reducedCost(network, potential, arc);
    return (
      amount >= lower[arc]! &&
      amount <= upper[arc]! &&
      (more === 0 || amount === (more > 0 ? lower : upper)[arc])
    );
  });
}
