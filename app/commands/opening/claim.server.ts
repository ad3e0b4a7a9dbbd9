import { answersEnd, type ClaimAnswer } from "#app/domain/opening/claim.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { refuse } from "#app/domain/refusal.ts";
import { holderSchema } from "#app/queries/opening/opening-facts.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { lockPhaseShared } from "#app/commands/edition/phase-lock.server.ts";

/**
 * The one named answers: prize accepted or not, name shown or not, or 'not mine' with its reason.
 * Refuses not-found for all others, too-late, duplicate.
 */
export async function answerClaim(
  userId: string,
  envelopeId: string,
  answer: ClaimAnswer,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const opened = await tx.openedEnvelope.findUnique({ where: { envelopeId } });
    if (
      opened?.result !== "VALID" ||
      !opened.settledAt ||
      holderSchema.safeParse(opened.holder).data?.sub !== userId
    )
      throw refuse("not-found");
    const phase = await lockPhaseShared(tx, opened.editionId);
    const { answerMinutes } = await tx.edition.findUniqueOrThrow({
      where: { id: opened.editionId },
      select: { answerMinutes: true },
    });
    if (!phaseHas(phase, "opens") || now() >= answersEnd(opened.settledAt, answerMinutes))
      throw refuse("too-late");
    // without an error where another answer came at once
    const { count } = await tx.winnerAnswer.createMany({
      data: [{ envelopeId, ...answer, at: now() }],
      skipDuplicates: true,
    });
    if (count === 0) throw refuse("duplicate");
    await audit(tx, {
      actorId: userId,
      action: "winner.answered",
      editionId: opened.editionId,
      objectId: envelopeId,
      detail: answer,
    });
  });
}

/**
 * Whoever agreed to be named takes that back, until the publication: what is published is decided
 * under the same lock. Refuses not-found for all others, too-late once it was published.
 */
export async function withdrawNaming(userId: string, envelopeId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const opened = await tx.openedEnvelope.findUnique({ where: { envelopeId } });
    if (opened?.result !== "VALID" || holderSchema.safeParse(opened.holder).data?.sub !== userId)
      throw refuse("not-found");
    if (!phaseHas(await lockPhaseShared(tx, opened.editionId), "opens")) throw refuse("too-late");
    const { count } = await tx.winnerAnswer.updateMany({
      where: { envelopeId, named: true },
      data: { named: false },
    });
    if (count === 0) throw refuse("not-found");
    await audit(tx, {
      actorId: userId,
      action: "winner.unnamed",
      editionId: opened.editionId,
      objectId: envelopeId,
    });
  });
}
