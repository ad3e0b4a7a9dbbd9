import { whyNotAppoint } from "#app/domain/jury/jury.ts";
import { refuse } from "#app/domain/refusal.ts";
import type { Separation } from "#app/domain/jury/juror-separation.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * From now on these two never judge the same proposal. What is already assigned is shown as wrong,
 * not changed. Refuses not-found, invalid (the same person), duplicate, too-late.
 */
export async function separateJurors(
  actorId: string,
  editionId: string,
  { jurorId, otherId, reason }: Separation,
): Promise<void> {
  if (jurorId === otherId) throw refuse("invalid", { field: "otherId" });
  await changing(editionId, async (tx) => {
    const two = [jurorId, otherId];
    if (
      (await tx.juror.count({
        where: { editionId, id: { in: two }, state: { not: "DECLINED" } },
      })) < 2
    )
      throw refuse("not-found");
    if (
      (await tx.jurorSeparation.count({ where: { jurorId: { in: two }, otherId: { in: two } } })) >
      0
    )
      throw refuse("duplicate", { field: "otherId" });
    const { id } = await tx.jurorSeparation.create({
      data: { editionId, jurorId, otherId, reason, actorId, at: now() },
    });
    await audit(tx, {
      actorId,
      action: "jurors.separated",
      editionId,
      objectId: id,
      detail: { jurorId, otherId },
    });
  });
}

/** These two may judge together again. Refuses not-found, too-late. */
export async function endSeparation(actorId: string, editionId: string, id: string): Promise<void> {
  await changing(editionId, async (tx) => {
    const { count } = await tx.jurorSeparation.deleteMany({ where: { id, editionId } });
    if (count === 0) throw refuse("not-found");
    await audit(tx, { actorId, action: "jurors.separation-ended", editionId, objectId: id });
  });
}

async function changing(editionId: string, act: (tx: Tx) => Promise<void>): Promise<void> {
  await db().$transaction(async (tx) => {
    const why = whyNotAppoint(await lockPhaseExclusive(tx, editionId));
    if (why) throw refuse(why);
    await act(tx);
  });
}
