import { phaseHas } from "#app/domain/phase.ts";
import { refuse } from "#app/domain/refusal.ts";
import { audit } from "#app/platform/audit.server.ts";
import { db } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Gives the jurors more days to deliver, while they score by a date; reminders follow the later
 * one. Refuses wrong-phase where they do not.
 */
export async function giveMoreTime(
  organiserId: string,
  editionId: string,
  { days }: { days: number },
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, editionId);
    const { scoringDays } = await tx.edition.findUniqueOrThrow({
      where: { id: editionId },
      select: { scoringDays: true },
    });
    if (!phaseHas(phase, "scores") || scoringDays === 0) throw refuse("wrong-phase");
    await tx.edition.update({
      where: { id: editionId },
      data: { scoringDays: scoringDays + days },
    });
    await audit(tx, {
      actorId: organiserId,
      action: "scoring.extended",
      editionId,
      detail: { days },
    });
  });
}
