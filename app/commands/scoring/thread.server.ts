import { localDay } from "#app/domain/screening/dialogue.ts";
import { refuse } from "#app/domain/refusal.ts";
import { whyNotWrite } from "#app/domain/meetings/thread.ts";
import { blindTo } from "#app/queries/assignment/rounds.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { lockedJuror, ownReadable } from "#app/commands/jury/juror-membership.server.ts";
import { lockPhaseShared } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Adds a message to what the jurors of a proposal write to each other. Refuses too-early, too-late,
 * and not-found alike for whatever the juror cannot read. The log of acts says who wrote, not on
 * what: the letters are to stay letters.
 */
export async function writeMessage(
  userId: string,
  { id: editionId, timeZone }: Pick<Edition, "id" | "timeZone">,
  publicNo: number,
  text: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseShared(tx, editionId);
    const juror = await lockedJuror(tx, editionId, userId);
    const proposalId = await ownReadable(tx, juror, phase, publicNo);
    const delivered = await tx.scoreSheet.count({ where: { jurorId: juror.id, proposalId } });
    const why = whyNotWrite({
      phase,
      confirmed: juror.confirmedAt !== null,
      delivered: delivered > 0,
      blind: (await blindTo(userId, editionId, tx)).includes(proposalId),
    });
    if (why) throw refuse(why);
    await tx.threadMessage.create({
      data: { jurorId: juror.id, proposalId, text, day: localDay(now(), timeZone) },
    });
    await audit(tx, { actorId: userId, action: "thread.written", editionId });
  });
}
