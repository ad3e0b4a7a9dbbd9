import { phaseHas, phasesWith } from "#app/domain/phase.ts";
import { listUntil } from "#app/box/door.server.ts";
import { dayAfter, localDay } from "#app/domain/screening/dialogue.ts";
import { summaryOf } from "#app/sealing/deposit-list.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, longTransaction, type Tx } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

// The public list of deposits (sealing.md §5): it grows at midnight, and its hash goes into the
// audit chain, so that nobody can shorten it afterwards.

type Listed = Pick<Edition, "id" | "timeZone">;

/** Publishes what every open edition's list grew by until midnight, at the first run after it. */
export async function listDepositsNightly(): Promise<void> {
  const editions = await db().edition.findMany({
    where: { phase: { in: phasesWith("deposits") } },
  });
  for (const edition of editions) {
    const day = localDay(now(), edition.timeZone);
    const listed = await db().depositList.count({ where: { editionId: edition.id, day } });
    // not on the day of the opening: nobody could hand in before its midnight
    if (listed > 0 || !edition.opensAt || localDay(edition.opensAt, edition.timeZone) >= day)
      continue;
    await longTransaction(async (tx) => {
      if (phaseHas(await lockPhaseExclusive(tx, edition.id), "deposits"))
        await publish(tx, edition, day);
    });
  }
}

/** Publishes the rest, in the transaction that closes the edition. */
export async function listLastDeposits(tx: Tx, edition: Listed): Promise<void> {
  await publish(tx, edition, dayAfter(localDay(now(), edition.timeZone)));
}

async function publish(tx: Tx, { id: editionId }: Listed, day: Date): Promise<void> {
  const earlier = await tx.depositList.findMany({
    where: { editionId },
    orderBy: { day: "desc" },
  });
  const since = earlier[0]?.day ?? null;
  if (since && since >= day) return;
  const tags = await listUntil({ editionId, since, day });
  await tx.depositList.create({ data: { editionId, day, tags } });
  const detail = {
    day: day.toISOString().slice(0, 10),
    ...summaryOf([...earlier.map((row) => row.tags), tags]),
  };
  await audit(tx, { actorId: null, action: "edition.listed", editionId, detail });
}
