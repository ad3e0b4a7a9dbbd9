import {
  closedEditions,
  closeForHandOver,
  eraseHandedOver,
  fileToHandOver,
  pieceToHandOver,
  proposalsToHandOver,
  spentToHandOver,
  standingIds,
} from "#app/box/door.server.ts";
import { handedDigest } from "#app/box/handed-digest.ts";
import { concat, fromHex, toHex } from "#app/sealing/bytes.ts";
import { tellEdition } from "./replica.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

/** Proposals, passes and bytes of an attachment that are on their way at once. */
const atOnce = { proposals: 100, passes: 5000, bytes: 1024 * 1024 };

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
  for (let at = 0; at < ids.length; at += atOnce.proposals)
    await receive(tx, ids.slice(at, at + atOnce.proposals));
  await receiveSpent(tx, editionId);
  if ((await handedDigest(tx, editionId)) !== closed.digest) {
    throw new Error("What the ballot box handed over is not what it holds: nothing was taken.");
  }
  return new Uint8Array(fromHex(closed.digest));
}

async function receive(tx: Tx, ids: string[]): Promise<void> {
  const proposals = await proposalsToHandOver(ids);
  await tx.proposal.createMany({
    data: proposals.map(({ envelopes: _, accesses: __, files: ___, ...proposal }) => proposal),
  });
  await tx.envelope.createMany({ data: proposals.flatMap(({ envelopes }) => envelopes) });
  await tx.access.createMany({ data: proposals.flatMap(({ accesses }) => accesses) });
  // one by one: together they may be larger than memory
  for (const { id } of proposals.flatMap(({ files }) => files))
    await tx.proposalFile.create({ data: await fileFromBox(id) });
}

async function fileFromBox(id: string) {
  const file = await fileToHandOver(id);
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < file.size; from += atOnce.bytes)
    pieces.push(await pieceToHandOver({ id, from, length: atOnce.bytes }));
  return { ...file, bytes: new Uint8Array(concat(...pieces)) };
}

async function receiveSpent(tx: Tx, editionId: string): Promise<void> {
  let after: Uint8Array<ArrayBuffer> | null = null;
  for (;;) {
    const spent = await spentToHandOver({ editionId, after, most: atOnce.passes });
    const last = spent.at(-1);
    if (!last) return;
    await tx.spentToken.createMany({ data: spent, skipDuplicates: true });
    after = last.nullifier;
  }
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
    if (!closing?.boxDigest) continue;
    await tellEdition(editionId); // so that there is no moment in which a receipt finds nothing
    await eraseHandedOver({ editionId, digest: toHex(closing.boxDigest) });
  }
}
