import type { Board } from "#app/domain/assignment/board.ts";
import { preferredValue } from "#app/domain/jury/preference.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

/** How many of those who accepted said something; not what, and not who. */
export async function saidPreferences(
  editionId: string,
  tx: Tx = db(),
): Promise<{ said: number; of: number }> {
  const accepted = { editionId, state: "ACCEPTED" as const };
  return {
    said: await tx.juror.count({ where: { ...accepted, preferences: { some: {} } } }),
    of: await tx.juror.count({ where: accepted }),
  };
}

/** What was said, as the assignment takes it; no page of organisers holds it. */
export async function preferencesOn(
  editionId: string,
  { proposals, jurors }: Board,
): Promise<(readonly [string, string, number])[]> {
  const rows = await db().preference.findMany({
    where: { value: { not: 0 }, juror: { editionId, edition: { asksPreferences: true } } },
    select: { jurorId: true, value: true, proposal: { select: { publicNo: true } } },
  });
  return rows.flatMap(({ jurorId, value, proposal: { publicNo } }) => {
    const proposal = proposals.find(({ id }) => id === String(publicNo));
    const juror = jurors.find(({ id }) => id === jurorId);
    return proposal && juror
      ? [[proposal.id, juror.id, preferredValue(proposal, juror, value)] as const]
      : [];
  });
}
