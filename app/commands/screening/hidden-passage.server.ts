import type { HidingInput } from "#app/domain/screening/hidden-passage.ts";
import { refuse } from "#app/domain/refusal.ts";
import { whyNotScreen } from "#app/domain/screening/screening.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Hides a passage of a proposal from jurors. Refuses too-early, too-late, not-found, and invalid
 * outside the text.
 */
export async function hidePassage(
  actorId: string,
  editionId: string,
  publicNo: number,
  { field, start, end, reason }: HidingInput,
): Promise<void> {
  await whileScreening(editionId, async (tx) => {
    const proposal = await tx.proposal.findUnique({
      where: { editionId_publicNo: { editionId, publicNo }, withdrawn: false },
    });
    if (!proposal || (await hiddenFrom(actorId, editionId, tx)).has(proposal.id))
      throw refuse("not-found");
    if (end > proposal[field].length) throw refuse("invalid", { field: "end" });
    await tx.hiddenPassage.create({
      data: { proposalId: proposal.id, field, start, end, reason, actorId, at: now() },
    });
    // neither the words nor the reason, which may repeat them: the log is read by others too
    await audit(tx, {
      actorId,
      action: "passage.hidden",
      editionId,
      objectId: String(publicNo),
      detail: { field },
    });
  });
}

/** Shows a hidden passage to jurors again. Refuses too-late, not-found. */
export async function showPassage(
  actorId: string,
  editionId: string,
  publicNo: number,
  passageId: string,
): Promise<void> {
  await whileScreening(editionId, async (tx) => {
    const passage = await tx.hiddenPassage.findFirst({
      where: { id: passageId, proposal: { editionId, publicNo } },
    });
    if (!passage || (await hiddenFrom(actorId, editionId, tx)).has(passage.proposalId))
      throw refuse("not-found");
    await tx.hiddenPassage.delete({ where: { id: passage.id } });
    await audit(tx, {
      actorId,
      action: "passage.shown",
      editionId,
      objectId: String(publicNo),
      detail: { field: passage.field },
    });
  });
}

async function whileScreening(editionId: string, act: (tx: Tx) => Promise<void>): Promise<void> {
  await db().$transaction(async (tx) => {
    const why = whyNotScreen(await lockPhaseExclusive(tx, editionId));
    if (why) throw refuse(why);
    await act(tx);
  });
}
