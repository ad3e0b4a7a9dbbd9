import { phasesWith } from "#app/domain/phase.ts";
import { localDay } from "#app/domain/screening/dialogue.ts";
import { countActivated } from "#app/queries/edition/edition-facts.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";

/**
 * Counts once a day, at the first run after midnight of the edition's own time, who has passes of
 * what is announced or open.
 */
export async function countPassesNightly(): Promise<void> {
  const editions = await db().edition.findMany({
    where: { phase: { in: phasesWith("passes") } },
    select: { id: true, timeZone: true },
  });
  for (const { id: editionId, timeZone } of editions) {
    const day = localDay(now(), timeZone);
    const counted = await db().passCount.findUnique({ where: { editionId } });
    if (counted && counted.day >= day) continue;
    const activated = await countActivated(editionId);
    await db().passCount.upsert({
      where: { editionId },
      create: { editionId, day, activated },
      update: { day, activated },
    });
  }
}
