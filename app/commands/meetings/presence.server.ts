import { phasesWith } from "#app/domain/phase.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";

/**
 * Notes that a custodian's page is open, for the session to show who is present; nothing outside of
 * freeze and opening.
 */
export async function notePresence(userId: string, editionId: string): Promise<void> {
  await db().custodian.updateMany({
    where: { editionId, userId, edition: { phase: { in: phasesWith("signsRanking") } } },
    data: { seenAt: now() },
  });
}
