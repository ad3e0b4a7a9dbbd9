import { takeDepositDays } from "#app/box/door.server.ts";
import { db } from "#app/platform/db.server.ts";

/**
 * Writes how many deposits the days saw that are over; with `all`, when the server stops, also
 * today.
 */
export async function writeDepositDays({ all = false } = {}): Promise<void> {
  for (const { editionId, day, count } of await takeDepositDays(all)) {
    const date = new Date(day);
    await db().depositDay.upsert({
      where: { editionId_day: { editionId, day: date } },
      create: { editionId, day: date, count },
      update: { count: { increment: count } },
    });
  }
}
