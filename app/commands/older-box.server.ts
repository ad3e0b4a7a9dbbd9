import { eraseOutlived, markReturned, openEditions } from "#app/box/door.server.ts";
import { db } from "#app/platform/db.server.ts";
import { tellBoxAll } from "./box-facts.server.ts";

/**
 * Brings a ballot box out of an older backup up to what this database knows: editions that closed
 * since are erased there, so that nothing answers for them as if they were open; dates and keys are
 * told again; passes that were given back stay so. For the start, before anything is answered;
 * where the box is not older it changes nothing.
 */
export async function updateOlderBox(): Promise<void> {
  const closed = await db().closing.findMany({
    where: { editionId: { in: await openEditions() } },
    select: { editionId: true },
  });
  for (const { editionId } of closed) await eraseOutlived(editionId);
  await tellBoxAll();
  const returned = await db().spentToken.findMany({
    where: { editionId: { in: await openEditions() }, purpose: "returned" },
  });
  for (const { editionId, nullifier } of returned) await markReturned({ editionId, nullifiers: [nullifier] });
}
