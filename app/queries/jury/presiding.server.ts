import { refuse } from "#app/domain/refusal.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { presides } from "./chair.server.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";

export type Presiding = {
  jurors: { id: string; name: string; closed: boolean; reopened: boolean }[];
  /**
   * why jurors recused: by number, without who, which would tell the chair whose sheets the others
   * are
   */
  recusals: { no: number; reason: string }[];
};

/** What only the jury's chair sees; refuses not-found to everybody else. */
export async function presidingPage(
  userId: string,
  edition: Pick<Edition, "id">,
): Promise<Presiding> {
  if (!(await presides(userId, edition.id))) throw refuse("not-found");
  const hidden = await hiddenFrom(userId, edition.id);
  const jurors = await db().juror.findMany({
    where: { editionId: edition.id, state: "ACCEPTED" },
    select: {
      id: true,
      confirmedAt: true,
      reopenReason: true,
      user: { select: { name: true, surname: true } },
    },
    orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }],
  });
  const recusals = await db().recusal.findMany({
    where: { proposal: { editionId: edition.id, id: { notIn: [...hidden] } } },
    select: { reason: true, proposal: { select: { publicNo: true } } },
  });
  return {
    jurors: jurors.map(({ id, confirmedAt, reopenReason, user }) => ({
      id,
      name: `${user.name} ${user.surname}`,
      closed: confirmedAt !== null,
      reopened: reopenReason !== "",
    })),
    recusals: recusals
      .map(({ reason, proposal }) => ({ no: proposal.publicNo ?? 0, reason }))
      .sort((a, b) => a.no - b.no || (a.reason < b.reason ? -1 : 1)),
  };
}
