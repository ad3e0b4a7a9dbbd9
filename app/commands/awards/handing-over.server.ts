import { type Handing, whyNotHandOver } from "#app/domain/awards/handing-over.ts";
import { refuse } from "#app/domain/refusal.ts";
import { handingOver } from "#app/queries/awards/handing-over.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Writes down what became of one prize, instead of what was written before. Refuses not-found
 * where there is no such prize, stale when it is nobody's to take (its envelope is closed, or it
 * was declined), too-early.
 */
export async function recordHanding(
  actorId: string,
  editionId: string,
  { publicNo, day, ...handing }: Handing,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const why = whyNotHandOver(await lockPhaseExclusive(tx, editionId));
    if (why) throw refuse(why);
    const row = (await handingOver(editionId, tx)).find(
      (each) =>
        each.ruleId === handing.ruleId && each.publicNo === publicNo && each.item === handing.item,
    );
    if (!row) throw refuse("not-found");
    if (row.state !== "due" && row.state !== "recorded") throw refuse("stale");
    const { ruleId, item } = handing;
    const key = { ruleId, item, proposalId: row.proposalId };
    const data = { ...handing, day: new Date(`${day}T00:00:00Z`), actorId, at: now() };
    await tx.handingOver.upsert({
      where: { ruleId_proposalId_item: key },
      create: { editionId, proposalId: row.proposalId, ...data },
      update: data,
    });
    await audit(tx, {
      actorId,
      action: "prize.handing-recorded",
      editionId,
      objectId: ruleId,
      detail: { publicNo, item, outcome: handing.outcome, day },
    });
  });
}
