import { db, type Tx } from "#app/platform/db.server.ts";

/**
 * How many people had passes of an edition as of last midnight, for whoever looks on: the number of
 * now would time a sign-in.
 */
export async function activatedAtMidnight(editionId: string, tx: Tx = db()): Promise<number> {
  return (await tx.passCount.findUnique({ where: { editionId } }))?.activated ?? 0;
}
