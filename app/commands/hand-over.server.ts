import {
  closedEditions,
  closeForHandOver,
  eraseHandedOver,
  fileToHandOver,
  proposalsToHandOver,
  spentToHandOver,
  standingIds,
} from "#app/box/hand-over.server.ts";
import { handedDigest } from "#app/box/handed-digest.ts";
import { rotateSoon } from "#app/box/rotation.server.ts";
import { fromHex, toHex } from "#app/sealing/bytes.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

/** Proposals that are in memory at once on their way. */
const atOnce = 100;

/**
 * Takes over all that stands in the ballot box, in random order, within the closing's transaction:
 * killed anywhere it took nothing, and the next closing takes the same. Gives the digest of what it
 * took. Throws when the box does not know the edition, or what came is not what it holds.
 */
export async function receiveFromBox(tx: Tx, editionId: string): Promise<Uint8Array<ArrayBuffer>> {
  const closed = await closeForHandOver(editionId);
  if (!closed)
    throw new Error(
      "The ballot box does not know this edition: is it the box that took its deposits?",
    );
  const ids = await standingIds(editionId);
  for (let at = 0; at < ids.length; at += atOnce) await receive(tx, ids.slice(at, at + atOnce));
  await tx.spentToken.createMany({ data: await spentToHandOver(editionId), skipDuplicates: true });
  if ((await handedDigest(tx, editionId)) !== closed.digest) {
    throw new Error("What the ballot box handed over is not what it holds: nothing was taken.");
  }
  return new Uint8Array(fromHex(closed.digest));
}

async function receive(tx: Tx, ids: readonly string[]): Promise<void> {
  const proposals = await proposalsToHandOver(ids);
  await tx.proposal.createMany({
    data: proposals.map(({ envelopes: _, accesses: __, files: ___, ...proposal }) => proposal),
  });
  await tx.envelope.createMany({ data: proposals.flatMap(({ envelopes }) => envelopes) });
  await tx.access.createMany({ data: proposals.flatMap(({ accesses }) => accesses) });
  // one by one: together they may be larger than memory
  for (const { id } of proposals.flatMap(({ files }) => files))
    await tx.proposalFile.create({ data: await fileToHandOver(id) });
}

/**
 * Has the box erase what it handed over, after every closing, and again where that was interrupted.
 */
export async function eraseHandedOverEditions(): Promise<void> {
  for (const editionId of await closedEditions()) {
    const closing = await db().closing.findUnique({
      where: { editionId },
      select: { boxDigest: true },
    });
    if (closing?.boxDigest && (await eraseHandedOver(editionId, toHex(closing.boxDigest))))
      rotateSoon();
  }
}
