import { db } from "#app/platform/db.server.ts";
import { pseudonymsOn, stillJudging } from "./juror-pseudonyms.server.ts";

/**
 * A message among the jurors of a proposal, under the letter of its writer's sheet, with its day
 * and no time.
 */
export type ThreadMessage = { letter: string; own: boolean; text: string; day: string };

/**
 * What the jurors of a proposal wrote to each other, the oldest first, without whoever stepped
 * back. Ask only for whoever readsThread.
 */
export async function threadOn(proposalId: string, ownJurorId: string): Promise<ThreadMessage[]> {
  const letters = await pseudonymsOn(proposalId);
  const rows = await db().threadMessage.findMany({
    where: { proposalId, juror: stillJudging(proposalId) },
    orderBy: { seq: "asc" },
  });
  return rows.map(({ jurorId, text, day }) => ({
    letter: letters.get(jurorId) ?? "",
    own: jurorId === ownJurorId,
    text,
    day: day.toISOString().slice(0, 10),
  }));
}
