import { assignJurors } from "#app/domain/assignment.ts";
import { type Board, fromText, infeasibilityReasons, keptPairs, problemOf, toText, whyNotAssign } from "#app/domain/assignment-board.ts";
import type { Pair } from "#app/domain/assignment-problem.ts";
import { refuse, type Reason } from "#app/domain/refusal.ts";
import { canonical, hash, toHex } from "#app/sealing/bytes.ts";
import { blockedPairs } from "#app/queries/sealed-conflicts.server.ts";
import { db, type JurorKind, type Tx } from "#app/platform/db.server.ts";
import { withSolver } from "#app/platform/solver.server.ts";
import { z } from "zod";

/** `waits`: proposers may still name jurors behind the seal, so nobody is assigned and no impossible pair is shown. */
export type AssignmentPage = { waits: boolean; board: Board; waiting: { name: string; state: "INVITED" | "ACCEPTED" }[]; categories: { key: string; name: unknown }[] };

/** The board, and who cannot be assigned yet: not answered, or conflicts not declared. */
export async function assignmentPage(editionId: string, tx: Tx = db()): Promise<AssignmentPage> {
  const edition = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    include: { categories: { select: { key: true, name: true }, orderBy: { position: "asc" } } },
  });
  const jurors = await tx.juror.findMany({
    where: { editionId, state: { not: "DECLINED" } },
    include: { user: { select: { name: true, surname: true } } },
    orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }, { id: "asc" }],
  });
  const proposals = await admittedProposals(tx, editionId);
  const ready = jurors.filter(({ state, confirmedOwn }) => state === "ACCEPTED" && confirmedOwn);
  const readyIds = new Set(ready.map(({ id }) => id));
  const { waits, pairs: blocked } = await blockedPairs(editionId, tx);
  const conflicts = waits ? [] : impossiblePairs(proposals, blocked);
  const taken = new Set(conflicts.map(toText));
  const pairs = (waits ? [] : proposals)
    .flatMap((p) => p.assignments.map(({ jurorId }): Pair => [String(p.publicNo), jurorId]))
    .filter((pair) => readyIds.has(pair[1]) && !taken.has(toText(pair)));
  const { phase, jurorsPerProposal, minInternal, minExternal, categories } = edition;
  return {
    waits,
    board: {
      phase, jurorsPerProposal, minInternal, minExternal, conflicts, pairs, apart: [],
      basis: toHex(hash(canonical(pairs.map(toText).sort()))).slice(0, 32),
      proposals: proposals.map(({ publicNo, title, locale, categories: keys }) => ({ id: String(publicNo), title, locale, categories: keys })),
      jurors: ready.map(({ id, kind, maxLoad, expertise, user }) => ({
        id, kind: kindOf[kind], maxLoad: maxLoad ?? undefined, expertise: expertiseSchema.parse(expertise), name: `${user.surname} ${user.name}`,
      })),
    },
    waiting: jurors.flatMap(({ id, state, user }) => (readyIds.has(id) || state === "DECLINED" ? [] : [{ name: `${user.surname} ${user.name}`, state }])),
    categories,
  };
}

export type Plan = { kind: "assigned"; pairs: readonly Pair[] } | { kind: "infeasible"; reasons: Reason[] };

/** The best assignment, with the checked pairs kept or without; those at work are always kept. Nothing is written. */
export async function planAssignment(editionId: string, { pair, keep }: { pair: string[]; keep: "none" | "checked" }): Promise<Plan> {
  const { board, waits } = await assignmentPage(editionId);
  const why = whyNotAssign(board.phase);
  if (why) throw refuse(why);
  if (waits) throw refuse("too-early");
  const checked = keep === "checked" ? pair.map(fromText) : [];
  const fixed = unique([...keptPairs(board), ...checked]);
  const found = await withSolver((solve) => assignJurors(problemOf(board, fixed), solve));
  return found.kind === "assigned" ? { kind: "assigned", pairs: found.pairs } : { kind: "infeasible", reasons: infeasibilityReasons(board, found.why) };
}

const kindOf: Record<JurorKind, "internal" | "external"> = { INTERNAL: "internal", EXTERNAL: "external" };

/** A juror's expertise as it is stored. */
export const expertiseSchema = z.record(z.string(), z.number());

type Admitted = Awaited<ReturnType<typeof admittedProposals>>;

/** Declared conflicts, recusals and pairs behind the seal, each pair once and in an order of its own: which is which does not show. */
function impossiblePairs(proposals: Admitted, blocked: readonly { proposalId: string; jurorId: string }[]): Pair[] {
  const all = proposals.flatMap((p) => {
    const behindSeal = blocked.filter(({ proposalId }) => proposalId === p.id);
    return [...p.conflicts, ...p.recusals, ...behindSeal].map(({ jurorId }): Pair => [String(p.publicNo), jurorId]);
  });
  return unique(all).sort((a, b) => (toText(a) < toText(b) ? -1 : 1));
}

function admittedProposals(tx: Tx, editionId: string) {
  return tx.proposal.findMany({
    where: { editionId, withdrawn: false, screening: { verdict: "CLEARED" } },
    select: {
      id: true, publicNo: true, title: true, locale: true, categories: true,
      conflicts: { select: { jurorId: true } },
      recusals: { select: { jurorId: true } },
      assignments: { select: { jurorId: true }, orderBy: { jurorId: "asc" } },
    },
    orderBy: { publicNo: "asc" },
  });
}

function unique(pairs: readonly Pair[]): Pair[] {
  return [...new Map(pairs.map((pair) => [toText(pair), pair])).values()];
}
