import {
  type Pin,
  type StepBack,
  whyNotConflict,
  whyNotStepBack,
} from "#app/domain/jury/conflict.ts";
import type { ConflictKind } from "#app/domain/jury/jury.ts";
import { refuse } from "#app/domain/refusal.ts";
import { scoresOf } from "#app/queries/edition/criteria.server.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Juror, type Tx } from "#app/platform/db.server.ts";
import { lockedJuror, ownReadable } from "./juror-membership.server.ts";
import { lockPhaseShared, lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";
import { appendVersion } from "#app/commands/scoring/sheet-version.server.ts";

// Conflicts and recusals after the first declaration. Whatever the juror had typed or delivered on
// the proposal no longer counts: a draft goes, a delivered sheet gets a last version that says why.

type Subject = { juror: Juror; proposalId: string; publicNo: number };

/**
 * A juror steps back from an assigned proposal, for a conflict or for a reason that only the chair
 * reads. Refuses too-early, too-late, and not-found alike for whatever the juror cannot read.
 */
export async function recuse(
  userId: string,
  editionId: string,
  publicNo: number,
  { kind, note }: StepBack,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseShared(tx, editionId);
    const juror = await lockedJuror(tx, editionId, userId);
    const subject = { juror, publicNo, proposalId: await ownReadable(tx, juror, phase, publicNo) };
    const why = whyNotStepBack(phase);
    if (why) throw refuse(why);
    const key = { jurorId: juror.id, proposalId: subject.proposalId };
    if (kind === "none") await tx.recusal.create({ data: { ...key, reason: note, at: now() } });
    else await tx.conflict.create({ data: { ...key, kind, reason: note, at: now() } });
    // where proposers name jurors too, a log of declared pairs would tell which of the impossible
    // ones they named
    const { sealedConflicts } = await tx.edition.findUniqueOrThrow({
      where: { id: editionId },
      select: { sealedConflicts: true },
    });
    await audit(tx, {
      actorId: userId,
      action: kind === "none" ? "juror.recused" : "juror.declared-one",
      editionId,
      objectId: sealedConflicts ? "" : String(publicNo),
      detail: { jurorId: juror.id },
    });
    await setAside(tx, userId, editionId, subject, kind === "none" ? "recusal" : kind);
  });
}

/**
 * An organiser decides that a juror is, or is not, in conflict with a proposal; it stands whatever
 * the juror declares. Refuses too-early, too-late, and not-found, also for a proposal with which
 * the organiser is in conflict.
 */
export async function pinConflict(
  actorId: string,
  editionId: string,
  { jurorId, publicNo, kind, note }: Pin,
): Promise<void> {
  await deciding(editionId, async (tx) => {
    const subject = await subjectOf(tx, actorId, editionId, jurorId, publicNo);
    const key = { jurorId, proposalId: subject.proposalId };
    const before = await tx.conflict.deleteMany({ where: key });
    await tx.noConflict.deleteMany({ where: key });
    if (kind === "none")
      await tx.noConflict.create({ data: { ...key, reason: note, actorId, at: now() } });
    else
      await tx.conflict.create({
        data: { ...key, kind, reason: note, pinnedById: actorId, at: now() },
      });
    await audit(tx, {
      actorId,
      action: kind === "none" ? "juror.no-conflict" : "juror.conflict-pinned",
      editionId,
      objectId: String(publicNo),
      detail: { jurorId },
    });
    if (kind !== "none") await setAside(tx, actorId, editionId, subject, kind);
    else if (before.count > 0) await sayWhy(tx, actorId, editionId, subject, "no-conflict");
  });
}

/**
 * An organiser is in conflict with a proposal, and sees nothing of it any more. Refuses too-early,
 * too-late, not-found.
 */
export async function declareOwnConflict(
  actorId: string,
  editionId: string,
  publicNo: number,
  { kind, note }: { kind: ConflictKind; note: string },
): Promise<void> {
  await deciding(editionId, async (tx) => {
    const proposalId = await proposalFor(tx, actorId, editionId, publicNo);
    await tx.organiserConflict.create({
      data: { userId: actorId, proposalId, kind, reason: note, at: now() },
    });
    await audit(tx, {
      actorId,
      action: "proposal.organiser-in-conflict",
      editionId,
      objectId: String(publicNo),
    });
  });
}

/** Lifts an organiser's conflict; never their own, since that would let whoever has it look. */
export async function liftOrganiserConflict(
  actorId: string,
  editionId: string,
  { userId, publicNo }: { userId: string; publicNo: number },
): Promise<void> {
  if (userId === actorId) throw refuse("not-found");
  await deciding(editionId, async (tx) => {
    const proposalId = await proposalFor(tx, actorId, editionId, publicNo);
    const { count } = await tx.organiserConflict.deleteMany({ where: { userId, proposalId } });
    if (count === 0) throw refuse("not-found");
    await audit(tx, {
      actorId,
      action: "proposal.conflict-lifted",
      editionId,
      objectId: String(publicNo),
      detail: { userId },
    });
  });
}

async function deciding(editionId: string, act: (tx: Tx) => Promise<void>): Promise<void> {
  await db().$transaction(async (tx) => {
    const why = whyNotConflict(await lockPhaseExclusive(tx, editionId));
    if (why) throw refuse(why);
    await act(tx);
  });
}

async function subjectOf(
  tx: Tx,
  actorId: string,
  editionId: string,
  jurorId: string,
  publicNo: number,
): Promise<Subject> {
  const proposalId = await proposalFor(tx, actorId, editionId, publicNo);
  const juror = await tx.juror.findUnique({ where: { id: jurorId, editionId } });
  if (!juror || juror.state === "DECLINED") throw refuse("not-found", { field: "jurorId" });
  return { juror, proposalId, publicNo };
}

/** The proposal under this number, for an organiser who is not in conflict with it. */
async function proposalFor(
  tx: Tx,
  actorId: string,
  editionId: string,
  publicNo: number,
): Promise<string> {
  const proposal = await tx.proposal.findUnique({
    where: { editionId_publicNo: { editionId, publicNo }, withdrawn: false },
    select: { id: true },
  });
  if (!proposal || (await hiddenFrom(actorId, editionId, tx)).has(proposal.id))
    throw refuse("not-found", { field: "publicNo" });
  return proposal.id;
}

type Why = ConflictKind | "recusal";

/**
 * What the juror typed goes, and with a conflict the assignment; what was delivered gets a version
 * that says why it does not count.
 */
async function setAside(
  tx: Tx,
  authorId: string,
  editionId: string,
  subject: Subject,
  why: Why,
): Promise<void> {
  const key = { jurorId: subject.juror.id, proposalId: subject.proposalId };
  await tx.scoreDraft.deleteMany({ where: key });
  // a recusal is counted with what is assigned; a conflict is not, since it would tell who declared
  // one
  if (why !== "recusal") await tx.assignment.deleteMany({ where: key });
  await sayWhy(tx, authorId, editionId, subject, why);
}

/** A last version of a delivered sheet, with its scores and no words but the reason. */
async function sayWhy(
  tx: Tx,
  authorId: string,
  editionId: string,
  { juror, proposalId, publicNo }: Subject,
  why: Why | "no-conflict",
): Promise<void> {
  const last = await tx.scoreSheet.findFirst({
    where: { jurorId: juror.id, proposalId },
    orderBy: { version: "desc" },
  });
  if (!last) return;
  const content = { scores: scoresOf(last.scores), commentProposer: "", commentJury: "" };
  await appendVersion(
    tx,
    { editionId, jurorId: juror.id, proposalId, publicNo },
    {
      authorId,
      version: last.version + 1,
      round: last.round,
      reason: why,
      content,
      detail: { why },
    },
  );
}
