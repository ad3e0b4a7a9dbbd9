import { whyNotAppoint } from "#app/domain/jury/jury.ts";
import { refuse } from "#app/domain/refusal.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { rememberRole } from "#app/commands/people/former-role.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";
import { replaceBlocked } from "./sealed-conflicts.server.ts";

/**
 * Lets a juror go who has said yes, at any time before deliberation, with proposals or without:
 * what is delivered stays and counts, what is not goes back to be assigned, drafts with it. Nobody
 * else's work is touched. Refuses not-found, too-late.
 */
export async function releaseJuror(
  actorId: string,
  editionId: string,
  jurorId: string,
  reason: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, editionId);
    const why = whyNotAppoint(phase);
    if (why) throw refuse(why);
    await tx.$queryRaw`SELECT id FROM "Juror" WHERE id = ${jurorId}::uuid FOR UPDATE`;
    const juror = await tx.juror.findUnique({ where: { id: jurorId, editionId } });
    if (!juror || juror.state !== "ACCEPTED") throw refuse("not-found");
    const { count: freed } = await tx.assignment.deleteMany({
      where: {
        jurorId,
        proposal: { sheets: { none: { jurorId } }, recusals: { none: { jurorId } } },
      },
    });
    await tx.scoreDraft.deleteMany({ where: { jurorId } });
    await tx.jurorSeparation.deleteMany({ where: { OR: [{ jurorId }, { otherId: jurorId }] } });
    await tx.juror.update({
      where: { id: jurorId },
      data: {
        state: "DECLINED",
        leftAt: now(),
        declineReason: reason,
        chair: false,
        confirmedOwn: false,
      },
    });
    await tx.role.deleteMany({ where: { editionId, userId: juror.userId, kind: "JUROR" } });
    await rememberRole(tx, phase, { editionId, userId: juror.userId, kind: "JUROR" });
    await replaceBlocked(tx, editionId);
    await audit(tx, {
      actorId,
      action: "juror.released",
      editionId,
      objectId: jurorId,
      detail: { userId: juror.userId, freed },
    });
  });
}
