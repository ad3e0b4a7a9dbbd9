import { db, type Tx } from "#app/platform/db.server.ts";
import { blindTo } from "#app/queries/assignment/rounds.server.ts";

/**
 * The proposals of an edition of whose judging this person sees nothing: those an organiser or a
 * juror is in conflict with or recused from, and those a juror still judges in a second round.
 * Every list, count, order and export of the judging leaves them out, as if they did not exist.
 */
export async function hiddenFrom(
  userId: string,
  editionId: string,
  tx: Tx = db(),
): Promise<ReadonlySet<string>> {
  const ofJuror = { where: { juror: { userId, editionId } }, select: { proposalId: true } };
  const own = await tx.organiserConflict.findMany({
    where: { userId, proposal: { editionId } },
    select: { proposalId: true },
  });
  const rows = [
    ...own,
    ...(await tx.conflict.findMany(ofJuror)),
    ...(await tx.recusal.findMany(ofJuror)),
  ];
  return new Set([
    ...rows.map(({ proposalId }) => proposalId),
    ...(await blindTo(userId, editionId, tx)),
  ]);
}
