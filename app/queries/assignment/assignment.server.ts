import { assignJurors } from "#app/domain/assignment/assignment.ts";
import {
  type Board,
  type BoardJuror,
  fromText,
  infeasibilityReasons,
  type planModes,
  problemOf,
  toText,
  whyNotAssign,
} from "#app/domain/assignment/board.ts";
import type { Apart, AssignmentGoal, Pair } from "#app/domain/assignment/problem.ts";
import { groupedBy } from "#app/domain/grouped-by.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { refuse, type Reason } from "#app/domain/refusal.ts";
import { canonical, hash, toHex } from "#app/sealing/bytes.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";
import { preferencesOn, saidPreferences } from "#app/queries/jury/preferences.server.ts";
import { blockedPairs } from "#app/queries/jury/sealed-conflicts.server.ts";
import { db, type JurorKind, type Tx } from "#app/platform/db.server.ts";
import { withSolver } from "#app/platform/solver.server.ts";
import { z } from "zod";

/**
 * `waits`: proposers may still name jurors behind the seal, so nobody is assigned and no impossible
 * pair is shown.
 */
export type AssignmentPage = {
  waits: boolean;
  board: Board;
  waiting: { name: string; state: "INVITED" | "ACCEPTED" }[];
  /** how many jurors said what they would gladly judge; null: they are not asked */ preferred: {
    said: number;
    of: number;
  } | null;
};

/**
 * The board, and who cannot be assigned yet: not answered, or conflicts not declared. Of a proposal
 * that the organiser is in conflict with it has the number and who judges it: no title, no
 * category, and not what has begun of it.
 */
export async function assignmentPage(
  userId: string,
  editionId: string,
  tx: Tx = db(),
): Promise<AssignmentPage> {
  const { board, hidden, ...page } = await wholePage(userId, editionId, tx);
  return {
    ...page,
    board: {
      ...board,
      started: withAllOf(hidden, board),
      proposals: board.proposals.map((proposal) =>
        hidden.has(proposal.id) ? { ...proposal, title: "", categories: [] } : proposal,
      ),
    },
  };
}

/** `unproved`: what the solver had no time to reach or prove. */
export type Plan =
  | { kind: "assigned"; pairs: readonly Pair[]; unproved: readonly AssignmentGoal[] }
  | { kind: "infeasible"; reasons: Reason[] };

/**
 * The best assignment, with the checked pairs kept or without; those that have begun are always
 * kept. Nothing is written. Refuses too-early, too-late, and out-of-time when none was found in the
 * time there is.
 */
export async function planAssignment(
  userId: string,
  editionId: string,
  { pair, keep }: { pair: string[]; keep: (typeof planModes)[number] },
): Promise<Plan> {
  const { board, hidden, waits } = await wholePage(userId, editionId, db());
  const why = whyNotAssign(board.phase);
  if (why) throw refuse(why);
  if (waits) throw refuse("too-early");
  const checked = keep === "checked" ? pair.map(fromText) : [];
  const fixed = unique([...withAllOf(hidden, board), ...checked]);
  const preferences = await preferencesOn(editionId, board);
  const found = await withSolver((solve) =>
    assignJurors({ ...problemOf(board, fixed), before: board.pairs, preferences }, solve),
  );
  if (found.kind === "unfinished") throw refuse("out-of-time");
  if (found.kind === "infeasible")
    return { kind: "infeasible", reasons: infeasibilityReasons(board, found.why) };
  return { kind: "assigned", pairs: found.pairs, unproved: found.unproved };
}

/**
 * What has begun, and while scoring all of the hidden proposals: what has begun of these must not
 * show.
 */
function withAllOf(hidden: ReadonlySet<string>, { phase, pairs, started }: Board): readonly Pair[] {
  const begun = new Set(started.map(toText));
  return pairs.filter(
    (pair) => begun.has(toText(pair)) || (phaseHas(phase, "scores") && hidden.has(pair[0])),
  ); // in one order, whatever has begun
}

/**
 * The board with nothing left out; `hidden` are the numbers that this organiser must not learn more
 * of than who judges them.
 */
export async function wholePage(
  userId: string,
  editionId: string,
  tx: Tx,
): Promise<AssignmentPage & { hidden: ReadonlySet<string> }> {
  const { phase, jurorsPerProposal, minInternal, minExternal, asksPreferences } =
    await tx.edition.findUniqueOrThrow({ where: { id: editionId } });
  const hiddenIds = await hiddenFrom(userId, editionId, tx);
  const jurors = await seatedJurors(tx, editionId);
  const proposals = await admittedProposals(tx, editionId);
  const { waits, pairs: blocked } = await blockedPairs(editionId, tx);
  const conflicts = waits ? [] : impossiblePairs(proposals, blocked);
  const taken = new Set(conflicts.map(toText));
  const pairsOf = (of: "assignments" | "begun") =>
    proposals
      .flatMap((p) => p[of].map(({ jurorId }): Pair => [String(p.publicNo), jurorId]))
      .filter((pair) => !taken.has(toText(pair)));
  const begun = pairsOf("begun");
  const seats = jurors.flatMap((juror) => boardJuror(juror, begun));
  const seated = new Set(seats.map(({ id }) => id));
  const pairs = waits ? [] : pairsOf("assignments").filter((pair) => seated.has(pair[1]));
  const isApplied = new Set(pairs.map(toText));
  return {
    waits,
    preferred: asksPreferences ? await saidPreferences(editionId, tx) : null,
    hidden: new Set(
      proposals.flatMap(({ id, publicNo }) => (hiddenIds.has(id) ? [String(publicNo)] : [])),
    ),
    board: {
      phase,
      jurorsPerProposal,
      minInternal,
      minExternal,
      conflicts,
      pairs,
      apart: await apartIn(tx, editionId),
      started: begun.filter((pair) => isApplied.has(toText(pair))),
      basis: toHex(hash(canonical(pairs.map(toText).sort()))).slice(0, 32),
      proposals: proposals.map(({ publicNo, title, locale, categories }) => ({
        id: String(publicNo),
        title,
        locale,
        categories,
      })),
      jurors: seats,
    },
    waiting: jurors.flatMap(({ id, state, user }) =>
      seated.has(id) || state === "DECLINED"
        ? []
        : [{ name: `${user.surname} ${user.name}`, state }],
    ),
  };
}

type SeatedJuror = Awaited<ReturnType<typeof seatedJurors>>[number];

/** Whoever said yes, whether or not they left again. */
function seatedJurors(tx: Tx, editionId: string) {
  return tx.juror.findMany({
    where: { editionId, OR: [{ state: { not: "DECLINED" } }, { leftAt: { not: null } }] },
    include: { user: { select: { name: true, surname: true } } },
    orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }, { id: "asc" }],
  });
}

/**
 * Nobody who must still declare conflicts; of whoever left, what is delivered stays, and nothing is
 * added.
 */
function boardJuror(
  { id, state, confirmedOwn, kind, maxLoad, expertise, user }: SeatedJuror,
  begun: readonly Pair[],
): BoardJuror[] {
  const delivered = begun.filter(([, jurorId]) => jurorId === id).length;
  const hasLeft = state === "DECLINED";
  if (hasLeft ? delivered === 0 : state !== "ACCEPTED" || !confirmedOwn) return [];
  return [
    {
      id,
      kind: kindOf[kind],
      maxLoad: hasLeft ? delivered : (maxLoad ?? undefined),
      expertise: expertiseSchema.parse(expertise),
      name: `${user.surname} ${user.name}`,
    },
  ];
}

async function apartIn(tx: Tx, editionId: string): Promise<Apart[]> {
  const rows = await tx.jurorSeparation.findMany({
    where: { editionId },
    select: { jurorId: true, otherId: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ jurorId, otherId }) => [jurorId, otherId]);
}

const kindOf: Record<JurorKind, "internal" | "external"> = {
  INTERNAL: "internal",
  EXTERNAL: "external",
};

/** A juror's expertise as it is stored. */
export const expertiseSchema = z.record(z.string(), z.number());

type Admitted = Awaited<ReturnType<typeof admittedProposals>>;

/**
 * Declared conflicts, recusals and pairs behind the seal, each pair once and in an order of its
 * own: which is which does not show.
 */
function impossiblePairs(
  proposals: Admitted,
  blocked: readonly { proposalId: string; jurorId: string }[],
): Pair[] {
  const behindSeal = groupedBy(blocked, ({ proposalId }) => proposalId);
  const all = proposals.flatMap((p) => {
    return [...p.conflicts, ...p.recusals, ...(behindSeal.get(p.id) ?? [])].map(
      ({ jurorId }): Pair => [String(p.publicNo), jurorId],
    );
  });
  return unique(all).sort((a, b) => (toText(a) < toText(b) ? -1 : 1));
}

async function admittedProposals(tx: Tx, editionId: string) {
  const byJuror = { select: { jurorId: true }, orderBy: { jurorId: "asc" } } as const;
  const rows = await tx.proposal.findMany({
    where: { editionId, withdrawn: false, screening: { verdict: "CLEARED" } },
    select: {
      id: true,
      publicNo: true,
      title: true,
      locale: true,
      categories: true,
      conflicts: byJuror,
      recusals: byJuror,
      assignments: byJuror,
      drafts: byJuror,
      sheets: byJuror,
    },
    orderBy: { publicNo: "asc" },
  });
  return rows.map(({ drafts, sheets, ...row }) => ({
    ...row,
    begun: [...new Map([...drafts, ...sheets].map((each) => [each.jurorId, each])).values()],
  }));
}

function unique(pairs: readonly Pair[]): Pair[] {
  return [...new Map(pairs.map((pair) => [toText(pair), pair])).values()];
}
