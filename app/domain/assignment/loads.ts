import { capacity, reachFrom, type Flow } from "./flow.ts";

/**
 * Jurors whose loads belong together: each has between `from` and `to` proposals, all of them `sum`
 * together.
 */
export type LoadLevel = {
  readonly jurors: readonly { readonly j: number; readonly from: number; readonly to: number }[];
  readonly sum: number;
};

/**
 * Every way of spreading the loads as evenly as possible: exactly the assignments that respect
 * these levels do. From the highest load down, a level is whoever carries that load together with
 * whoever could take a place over from them; inside it loads differ by at most 1, and its sum
 * cannot shrink. This is the canonical partition of Frank and Murota (Decreasing minimization on
 * M-convex sets: background and structures, Mathematical Programming 195, 2022). One level means
 * loads within 1.
 */
export function loadLevels(flow: Flow): LoadLevel[] {
  const levels: LoadLevel[] = [];
  const left = new Set(flow.loads.keys());
  while (left.size > 0) {
    const members = highestLevel(flow, left);
    members.forEach((j) => left.delete(j));
    levels.push(levelOf(flow, members));
  }
  return levels;
}

function highestLevel(flow: Flow, left: ReadonlySet<number>): number[] {
  const top = [...left].reduce((highest, j) => Math.max(highest, flow.loads[j] ?? 0), 0);
  const carriers = [...left].filter((j) => flow.loads[j] === top);
  const takers = reachFrom(flow, { jurors: carriers }).jurors.filter(
    (j) => (flow.loads[j] ?? 0) < capacity(flow.table, j),
  );
  return [...new Set([...carriers, ...takers.filter((j) => left.has(j))])].sort((a, b) => a - b);
}

function levelOf({ loads, held }: Flow, members: readonly number[]): LoadLevel {
  const load = (j: number) => loads[j] ?? 0;
  const to = members.reduce((top, j) => Math.max(top, load(j)), 0);
  const kept = (j: number) => load(j) - (held[j]?.size ?? 0);
  return {
    jurors: members.map((j) => ({ j, from: Math.max(to - 1, kept(j)), to })),
    sum: members.reduce((sum, j) => sum + load(j), 0),
  };
}
