import type { Phase } from "#app/domain/phase.ts";
import {
  declarationSchema,
  whyNotAccept,
  whyNotDecline,
  whyNotDeclare,
  type acceptanceSchema,
  type SeatFacts,
} from "#app/domain/jury/jury.ts";
import { refuse } from "#app/domain/refusal.ts";
import { readsProposal, standingOf } from "#app/domain/visibility.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Juror, type Tx } from "#app/platform/db.server.ts";
import type { z } from "zod";
import { rememberRole } from "#app/commands/people/former-role.server.ts";
import { lockPhaseShared } from "#app/commands/edition/phase-lock.server.ts";
import { replaceBlocked } from "./sealed-conflicts.server.ts";

/**
 * Says yes to judging, with their own limit and what one knows; may be repeated until proposals are
 * assigned.
 */
export async function acceptMembership(
  userId: string,
  editionId: string,
  { maxLoad, expertise }: z.output<typeof acceptanceSchema>,
): Promise<void> {
  await withMembership(userId, editionId, async (tx, juror, facts) => {
    const why = whyNotAccept(facts);
    if (why) throw refuse(why);
    const categories = await tx.category.findMany({ where: { editionId }, select: { key: true } });
    const known = Object.fromEntries(categories.map(({ key }) => [key, expertise[key] ?? 0]));
    await tx.juror.update({
      where: { id: juror.id },
      data: { state: "ACCEPTED", maxLoad: maxLoad ?? null, expertise: known },
    });
    await audit(tx, {
      actorId: userId,
      action: "juror.accepted",
      editionId,
      objectId: juror.id,
      detail: { maxLoad: maxLoad ?? null },
    });
  });
}

/** Says no to judging, and so is no juror any more. Refuses in-use once proposals are assigned. */
export async function declineMembership(
  userId: string,
  editionId: string,
  reason: string,
): Promise<void> {
  await withMembership(userId, editionId, async (tx, juror, facts) => {
    const why = whyNotDecline(facts);
    if (why) throw refuse(why);
    await tx.juror.update({
      where: { id: juror.id },
      data: { state: "DECLINED", declineReason: reason, chair: false, confirmedOwn: false },
    });
    await tx.role.deleteMany({ where: { editionId, userId, kind: "JUROR" } });
    if (juror.state === "ACCEPTED")
      await rememberRole(tx, facts.phase, { editionId, userId, kind: "JUROR" });
    await replaceBlocked(tx, editionId);
    await audit(tx, { actorId: userId, action: "juror.declined", editionId, objectId: juror.id });
  });
}

/**
 * Declares their own conflicts on all admitted proposals, instead of what was declared before;
 * assignments in conflict are taken back. Refuses too-early while proposals are being screened,
 * too-late, and not-found for a number that is not among the admitted ones.
 */
export async function declareConflicts(
  userId: string,
  editionId: string,
  { conflicts }: z.output<typeof declarationSchema>,
): Promise<void> {
  await withMembership(userId, editionId, async (tx, juror, facts) => {
    const why = whyNotDeclare(facts);
    if (why) throw refuse(why);
    const admitted = await admittedNumbers(tx, editionId);
    const decided = await decidedByOrganisers(tx, juror.id);
    const rows = conflicts
      .map(({ publicNo, kind, reason }) => ({
        jurorId: juror.id,
        proposalId: admitted.get(publicNo) ?? notAdmitted(),
        kind,
        reason,
        at: now(),
      }))
      .filter(({ proposalId }) => !decided.has(proposalId));
    await tx.conflict.deleteMany({ where: { jurorId: juror.id, pinnedById: null } });
    await tx.conflict.createMany({ data: rows });
    await tx.assignment.deleteMany({
      where: { jurorId: juror.id, proposalId: { in: rows.map(({ proposalId }) => proposalId) } },
    });
    await tx.juror.update({ where: { id: juror.id }, data: { confirmedOwn: true } });
    // beside the assignment their number would tell which of the impossible pairs the proposers
    // named
    const { sealedConflicts } = await tx.edition.findUniqueOrThrow({
      where: { id: editionId },
      select: { sealedConflicts: true },
    });
    await audit(tx, {
      actorId: userId,
      action: "juror.declared",
      editionId,
      objectId: juror.id,
      detail: sealedConflicts ? {} : { conflicts: rows.length },
    });
  });
}

/** Where organisers decided that there is, or is not, a conflict, a declaration changes nothing. */
async function decidedByOrganisers(tx: Tx, jurorId: string): Promise<Set<string>> {
  const pinned = await tx.conflict.findMany({
    where: { jurorId, pinnedById: { not: null } },
    select: { proposalId: true },
  });
  return new Set(
    [
      ...pinned,
      ...(await tx.noConflict.findMany({ where: { jurorId }, select: { proposalId: true } })),
    ].map(({ proposalId }) => proposalId),
  );
}

/**
 * The admitted proposals by number; refuses too-early while some wait for a verdict, since 'all' is
 * not yet known.
 */
async function admittedNumbers(tx: Tx, editionId: string): Promise<Map<number, string>> {
  const proposals = await tx.proposal.findMany({
    where: { editionId, withdrawn: false },
    select: { id: true, publicNo: true, screening: { select: { verdict: true } } },
  });
  if (proposals.some(({ screening }) => screening === null)) throw refuse("too-early");
  return new Map(
    proposals
      .filter(({ screening }) => screening?.verdict === "CLEARED")
      .map(({ id, publicNo }) => [publicNo ?? 0, id]),
  );
}

function notAdmitted(): never {
  throw refuse("not-found");
}

/** One act at a time of one juror, who is found through the edition and the account. */
async function withMembership(
  userId: string,
  editionId: string,
  act: (tx: Tx, juror: Juror, facts: SeatFacts) => Promise<void>,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseShared(tx, editionId);
    const juror = await lockedJuror(tx, editionId, userId);
    const assigned = await tx.assignment.count({ where: { jurorId: juror.id } });
    await act(tx, juror, { phase, state: juror.state, assigned, declared: juror.confirmedOwn });
  });
}

/** The juror's row, locked: whatever else this juror does waits. Refuses not-found. */
export async function lockedJuror(tx: Tx, editionId: string, userId: string): Promise<Juror> {
  const [juror] = await tx.$queryRaw<
    Juror[]
  >`SELECT * FROM "Juror" WHERE "editionId" = ${editionId}::uuid AND "userId" = ${userId}::uuid FOR UPDATE`;
  if (!juror) throw refuse("not-found");
  return juror;
}

/** The id of a proposal this juror reads; refuses not-found alike for every reason not to. */
export async function ownReadable(
  tx: Tx,
  juror: Juror,
  phase: Phase,
  publicNo: number,
): Promise<string> {
  const own = { where: { jurorId: juror.id } };
  const proposal = await tx.proposal.findUnique({
    where: { editionId_publicNo: { editionId: juror.editionId, publicNo }, withdrawn: false },
    select: {
      id: true,
      screening: { select: { verdict: true } },
      assignments: own,
      recusals: own,
      conflicts: own,
    },
  });
  if (!proposal || !readsProposal(standingOf({ phase, state: juror.state }, proposal)))
    throw refuse("not-found");
  return proposal.id;
}
