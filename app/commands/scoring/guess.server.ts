import { phaseHas } from "#app/domain/phase.ts";
import type { Guess } from "#app/domain/scoring/sheet.ts";
import { whyNotWriteSheet } from "#app/domain/scoring/scoring.ts";
import { refuse } from "#app/domain/refusal.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { lockedJuror } from "#app/commands/jury/juror-membership.server.ts";
import { lockPhaseShared } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Notes whether a juror believes they know who wrote a proposal assigned to them: how blind the
 * judging was, told as counts after the publication. No audit row, and nobody sees it before.
 * Refuses too-late, and not-found where it is not asked.
 */
export async function guessAuthor(
  userId: string,
  edition: Pick<Edition, "id" | "asksAuthor">,
  publicNo: number,
  guess: Guess,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseShared(tx, edition.id);
    const { id: jurorId } = await lockedJuror(tx, edition.id, userId);
    const own = await tx.assignment.findFirst({
      where: {
        jurorId,
        proposal: {
          editionId: edition.id,
          publicNo,
          recusals: { none: { jurorId } },
          conflicts: { none: { jurorId } },
        },
      },
      select: { proposalId: true, round: true },
    });
    if (!edition.asksAuthor || !own) throw refuse("not-found");
    if (
      !phaseHas(phase, "scores") &&
      whyNotWriteSheet({ phase, confirmed: true, round: own.round }) !== null
    )
      throw refuse("too-late");
    const key = { jurorId, proposalId: own.proposalId };
    await tx.authorGuess.upsert({
      where: { jurorId_proposalId: key },
      create: { ...key, guess },
      update: { guess },
    });
  });
}
