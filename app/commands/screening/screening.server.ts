import { refuse } from "#app/domain/refusal.ts";
import { whyNotScreen } from "#app/domain/screening/screening.ts";
import type { ScreeningInput } from "#app/domain/screening/form.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Clears a proposal for the jury, or excludes it with a reason. An excluded one leaves the
 * assignment; after a newly cleared one every juror looks for conflicts again. Refuses too-early,
 * too-late, not-found.
 */
export async function screenProposal(
  actorId: string,
  editionId: string,
  publicNo: number,
  { verdict, reason }: ScreeningInput,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const why = whyNotScreen(await lockPhaseExclusive(tx, editionId));
    if (why) throw refuse(why);
    const proposal = await tx.proposal.findUnique({
      where: { editionId_publicNo: { editionId, publicNo }, withdrawn: false },
      include: { screening: true },
    });
    if (!proposal || (await hiddenFrom(actorId, editionId, tx)).has(proposal.id))
      throw refuse("not-found");
    const row = { verdict, reason: verdict === "EXCLUDED" ? reason : "", actorId, at: now() };
    await tx.screening.upsert({
      where: { proposalId: proposal.id },
      create: { proposalId: proposal.id, ...row },
      update: row,
    });
    if (verdict === "EXCLUDED")
      await tx.assignment.deleteMany({ where: { proposalId: proposal.id } });
    else if (proposal.screening?.verdict !== "CLEARED") await askForConflictsAgain(tx, editionId);
    await audit(tx, {
      actorId,
      action: `proposal.${verdict.toLowerCase()}`,
      editionId,
      objectId: String(publicNo),
      detail: { reason: row.reason },
    });
  });
}

async function askForConflictsAgain(tx: Tx, editionId: string): Promise<void> {
  await tx.juror.updateMany({
    where: { editionId, confirmedOwn: true },
    data: { confirmedOwn: false },
  });
}
