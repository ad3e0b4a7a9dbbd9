import { db, type Tx } from "#app/platform/db.server.ts";

/** Whether this person presides over the edition's jury. */
export async function presides(userId: string, editionId: string, tx: Tx = db()): Promise<boolean> {
  return (
    (await tx.juror.count({ where: { userId, editionId, chair: true, state: "ACCEPTED" } })) > 0
  );
}
