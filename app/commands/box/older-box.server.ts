import { boxProcess, eraseOutlived, markReturned, openEditions } from "#app/box/door.server.ts";
import { db } from "#app/platform/db.server.ts";
import { processSingleton } from "#app/platform/process-singleton.server.ts";
import { tellBoxAll } from "./box-facts.server.ts";
import { checkBoxMark } from "./box-mark.server.ts";

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
  for (const { editionId, nullifier } of returned)
    await markReturned({ editionId, nullifiers: [nullifier] });
}

/**
 * The same for a box in a process of its own, at each of its starts: it may have come out of a
 * backup meanwhile. Throws WrongBox, and BoxUnreachable.
 */
export async function updateRestartedBox(): Promise<void> {
  const known = processSingleton("box-known", () => ({ process: "" }));
  const process = await boxProcess();
  if (known.process === process) return;
  await checkBoxMark();
  await updateOlderBox();
  known.process = process;
}
