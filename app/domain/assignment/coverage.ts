import {
  pairValue,
  type Apart,
  type AssignmentProblem,
  type JurorKind,
  type Pair,
} from "./problem.ts";

/** What one proposal has and lacks. `jurorIds` are those who count: known, and without conflict. */
export type ProposalCoverage = {
  readonly proposalId: string;
  readonly jurorIds: readonly string[];
  readonly internal: number;
  readonly external: number;
  readonly missing: number;
  readonly missingInternal: number;
  readonly missingExternal: number;
  /** Jurors beyond the number that the edition wants. */
  readonly extra: number;
  /** Assigned jurors who do not count, because of a conflict or a recusal. */
  readonly inConflict: readonly string[];
  /** Jurors both of whom judge it, though they must be apart. */
  readonly together: readonly Apart[];
};

/**
 * How many proposals one juror has, those in conflict left out, and how many above the personal
 * limit.
 */
export type JurorLoad = { readonly jurorId: string; readonly load: number; readonly over: number };

/** A whole assignment, looked at from both sides. */
export type Coverage = {
  readonly proposals: readonly ProposalCoverage[];
  readonly loads: readonly JurorLoad[];
  /** The greatest load less the least. */
  readonly spread: number;
  /** True when every hard rule is met: it may be applied. */
  readonly complete: boolean;
  /**
   * True when any two jurors with proposals can be compared, through proposals that jurors share.
   */
  readonly connected: boolean;
};

/**
 * Looks at any set of pairs, proposed, changed by hand or applied. Whoever recused or has a
 * conflict does not count.
 */
export function coverage(problem: AssignmentProblem, pairs: readonly Pair[]): Coverage {
  const conflicts = byProposal(problem.conflicts);
  const assigned = byProposal(pairs);
  const proposals = problem.proposals.map(({ id }) =>
    proposalCoverage(problem, id, assigned.get(id) ?? new Set(), conflicts.get(id) ?? new Set()),
  );
  const loads = jurorLoads(problem, proposals);
  const counts = loads.map(({ load }) => load);
  return {
    proposals,
    loads,
    spread: counts.length === 0 ? 0 : Math.max(...counts) - Math.min(...counts),
    complete: proposals.every(isCovered) && loads.every(({ over }) => over === 0),
    connected: isConnected(proposals.map(({ jurorIds }) => jurorIds)),
  };
}

/**
 * What pairs are worth in all, and to the worst-served proposal, by the jurors' expertise; those in
 * conflict left out.
 */
export function served(
  { proposals: judged, jurors }: Pick<AssignmentProblem, "proposals" | "jurors">,
  { proposals }: Coverage,
): { total: number; worst: number } {
  const juror = new Map(jurors.map((each) => [each.id, each]));
  const services = judged.map((proposal, at) =>
    (proposals[at]?.jurorIds ?? []).reduce(
      (sum, id) => sum + pairValue(proposal, juror.get(id)!),
      0,
    ),
  );
  return {
    total: services.reduce((sum, service) => sum + service, 0),
    worst: services.reduce((least, service) => Math.min(least, service), Infinity),
  };
}

/**
 * True when this proposal has exactly its jurors, enough of either kind, none in conflict and no
 * two who must be apart.
 */
export function isCovered(proposal: ProposalCoverage): boolean {
  const { missing, missingInternal, missingExternal, extra, inConflict, together } = proposal;
  return (
    missing + missingInternal + missingExternal + extra + inConflict.length + together.length === 0
  );
}

function proposalCoverage(
  problem: AssignmentProblem,
  proposalId: string,
  assigned: ReadonlySet<string>,
  conflicts: ReadonlySet<string>,
): ProposalCoverage {
  const counted = problem.jurors.filter(({ id }) => assigned.has(id) && !conflicts.has(id));
  const of = (kind: JurorKind) => counted.filter((juror) => juror.kind === kind).length;
  const lacks = (wanted: number, has: number) => Math.max(0, wanted - has);
  return {
    proposalId,
    jurorIds: counted.map(({ id }) => id),
    internal: of("internal"),
    external: of("external"),
    missing: lacks(problem.jurorsPerProposal, counted.length),
    missingInternal: lacks(problem.minInternal, of("internal")),
    missingExternal: lacks(problem.minExternal, of("external")),
    extra: lacks(counted.length, problem.jurorsPerProposal),
    inConflict: [...assigned].filter((id) => conflicts.has(id)),
    together: (problem.apart ?? []).filter((two) =>
      two.every((id) => assigned.has(id) && !conflicts.has(id)),
    ),
  };
}

function jurorLoads(
  problem: AssignmentProblem,
  proposals: readonly ProposalCoverage[],
): JurorLoad[] {
  const count = new Map<string, number>();
  for (const id of proposals.flatMap(({ jurorIds }) => jurorIds))
    count.set(id, (count.get(id) ?? 0) + 1);
  return problem.jurors.map(({ id, maxLoad }) => {
    const load = count.get(id) ?? 0;
    return { jurorId: id, load, over: Math.max(0, load - (maxLoad ?? Infinity)) };
  });
}

/**
 * Each panel of jurors ties its members together; connected when all of them end up in one piece.
 */
function isConnected(panels: readonly (readonly string[])[]): boolean {
  const pieces = panels.reduce<Set<string>[]>((apart, panel) => {
    if (panel.length === 0) return apart;
    const touching = apart.filter((piece) => panel.some((id) => piece.has(id)));
    const joined = new Set([...panel, ...touching.flatMap((piece) => [...piece])]);
    return [...apart.filter((piece) => !touching.includes(piece)), joined];
  }, []);
  return pieces.length <= 1;
}

function byProposal(pairs: readonly Pair[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const [proposalId, jurorId] of pairs) {
    const group = groups.get(proposalId) ?? new Set();
    groups.set(proposalId, group.add(jurorId));
  }
  return groups;
}
