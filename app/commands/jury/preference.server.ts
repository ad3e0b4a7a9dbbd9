import { type Preference, valueOf, whyNotPrefer } from "#app/domain/jury/preference.ts";
import { refuse } from "#app/domain/refusal.ts";
import { db } from "#app/platform/db.server.ts";
import { lockedJuror } from "./juror-membership.server.ts";
import { lockPhaseShared } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Keeps whether a juror would gladly judge a proposal, instead of what was said before. Refuses
 * too-early, too-late, and not-found alike for whatever the juror cannot see there. No audit row:
 * it is a wish, and the log would tell whose.
 */
export async function prefer(
  userId: string,
  edition: { id: string; asksPreferences: boolean },
  publicNo: number,
  preference: Preference,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseShared(tx, edition.id);
    const juror = await lockedJuror(tx, edition.id, userId);
    const assigned = await tx.assignment.count({ where: { jurorId: juror.id } });
    const why = whyNotPrefer({
      phase,
      state: juror.state,
      asked: edition.asksPreferences,
      declared: juror.confirmedOwn,
      assigned,
    });
    if (why) throw refuse(why);
    const proposal = await tx.proposal.findFirst({
      where: {
        editionId: edition.id,
        publicNo,
        withdrawn: false,
        screening: { verdict: "CLEARED" },
        conflicts: { none: { jurorId: juror.id } },
      },
      select: { id: true },
    });
    if (!proposal) throw refuse("not-found");
    const key = { jurorId: juror.id, proposalId: proposal.id };
    await tx.preference.upsert({
      where: { jurorId_proposalId: key },
      create: { ...key, value: valueOf(preference) },
      update: { value: valueOf(preference) },
    });
  });
}
