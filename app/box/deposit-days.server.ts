import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { once } from "#app/platform/once.server.ts";

// How many deposits a day saw. Counted in memory and written at midnight, so that no row moves when somebody deposits.

type Count = { editionId: string; day: string; count: number };

const counts = () => once("deposit-days", () => new Map<string, Count>());

/** Counts one deposit for today. */
export function countDeposit(editionId: string): void {
  const day = now().toISOString().slice(0, 10);
  const key = `${editionId}|${day}`;
  const { count } = counts().get(key) ?? { count: 0 };
  counts().set(key, { editionId, day, count: count + 1 });
}

/** Writes the days that are over; with `all`, when the server stops, also today. */
export async function writeDepositDays({ all = false } = {}): Promise<void> {
  const today = now().toISOString().slice(0, 10);
  for (const [key, { editionId, day, count }] of counts()) {
    if (day === today && !all) continue;
    counts().delete(key);
    const date = new Date(day);
    await db().depositDay.upsert({
      where: { editionId_day: { editionId, day: date } },
      create: { editionId, day: date, count },
      update: { count: { increment: count } },
    });
  }
}
