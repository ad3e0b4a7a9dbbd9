import { handedDigest } from "./handed-digest.ts";
import { rotateSoon } from "./rotation.server.ts";
import { type BoxTx, inBox, readBox } from "./store.server.ts";

// At closing everything of an edition goes over to the main database, once and in random order, as
// the commission of a public competition mixes the envelopes before it opens one.

/** How many proposals stand, what was spent, and a digest over all that is handed over. */
export type Closed = { proposals: number; digest: string };

/**
 * Takes nothing more for an edition, and says what there is. Waits for deposits that are being
 * written. Again, it says the same; null when the box holds nothing of that edition.
 */
export async function closeForHandOver(editionId: string): Promise<Closed | null> {
  return inBox(async (tx) => {
    await tx.edition.updateMany({ where: { id: editionId }, data: { closed: true } });
    if (!(await holdClosed(tx, editionId))) return null;
    return {
      proposals: await tx.proposal.count({ where: standing(editionId) }),
      digest: await handedDigest(tx, editionId),
    };
  });
}

/** Locks an edition until the transaction ends; whether it is here, and closed. */
async function holdClosed(tx: BoxTx, editionId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<
    { closed: boolean }[]
  >`SELECT closed FROM "Edition" WHERE id = ${editionId}::uuid FOR UPDATE`;
  return row?.closed ?? false;
}

const standing = (editionId: string) => ({ editionId, withdrawn: false });

/** The ids of the proposals that stand, in random order. */
export async function standingIds(editionId: string): Promise<string[]> {
  const rows = await readBox(
    (box) => box.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM "Proposal" WHERE "editionId" = ${editionId}::uuid AND NOT withdrawn ORDER BY gen_random_uuid()`,
  );
  return rows.map(({ id }) => id);
}

/**
 * These proposals with their envelopes and the receipts that lead back to them; whoever left a team
 * has none.
 */
export async function proposalsToHandOver(ids: readonly string[]) {
  const rows = await readBox((box) =>
    box.proposal.findMany({
      where: { id: { in: [...ids] } },
      include: {
        envelopes: true,
        accesses: { where: { slot: { not: 0 } } },
        files: { select: { id: true } },
      },
    }),
  );
  const at = new Map(ids.map((id, place) => [id, place]));
  return rows.sort((a, b) => at.get(a.id)! - at.get(b.id)!);
}

/** One attachment, but its bytes: they come in pieces. */
export async function fileToHandOver(id: string) {
  return readBox((box) =>
    box.proposalFile.findUniqueOrThrow({ where: { id }, omit: { bytes: true } }),
  );
}

/** Bytes of an attachment, `length` of them from the one at `from` on, the first being 0. */
export async function pieceToHandOver(
  id: string,
  from: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const [row] = await readBox(
    (box) => box.$queryRaw<{ piece: Uint8Array<ArrayBuffer> }[]>`
    SELECT substring(bytes FROM ${from + 1}::int FOR ${length}::int) AS piece
    FROM "ProposalFile" WHERE id = ${id}::uuid`,
  );
  if (!row) throw new Error("There is no such attachment in the ballot box.");
  return row.piece;
}

/**
 * What passes are remembered by, up to `most` of them after the one given: in their own order,
 * which is that of hashes and says nothing.
 */
export async function spentToHandOver(editionId: string, after: Nullifier | null, most: number) {
  return readBox(
    (box) => box.$queryRaw<Spent[]>`
    SELECT nullifier, "editionId"::text AS "editionId", purpose FROM "SpentToken"
    WHERE "editionId" = ${editionId}::uuid AND nullifier > ${after ?? new Uint8Array()}
    ORDER BY nullifier LIMIT ${most}`,
  );
}

type Nullifier = Uint8Array<ArrayBuffer>;
type Spent = { nullifier: Nullifier; editionId: string; purpose: string };

/** Editions that are closed here and were not erased yet. */
export async function closedEditions(): Promise<string[]> {
  return (
    await readBox((box) => box.edition.findMany({ where: { closed: true }, select: { id: true } }))
  ).map(({ id }) => id);
}

/**
 * Erases all of an edition, once the main database has what this digest was made of, and is moved
 * soon; true when it was erased.
 */
export async function eraseHandedOver(editionId: string, digest: string): Promise<boolean> {
  const erased = await inBox(async (tx) => {
    if (!(await holdClosed(tx, editionId)) || (await handedDigest(tx, editionId)) !== digest)
      return false;
    await erase(tx, editionId);
    return true;
  });
  if (erased) rotateSoon();
  return erased;
}

/** Editions that take deposits here, or soon will. */
export async function openEditions(): Promise<string[]> {
  return (
    await readBox((box) => box.edition.findMany({ where: { closed: false }, select: { id: true } }))
  ).map(({ id }) => id);
}

/**
 * Erases all of an edition that was handed over before: a box out of a backup does not know that it
 * was.
 */
export async function eraseOutlived(editionId: string): Promise<void> {
  await inBox((tx) => erase(tx, editionId));
}

async function erase(tx: BoxTx, editionId: string): Promise<void> {
  const of = { where: { proposal: { editionId } } };
  await tx.proposalFile.deleteMany(of);
  await tx.envelope.deleteMany(of);
  await tx.access.deleteMany(of);
  await tx.invite.deleteMany(of);
  await tx.spentToken.deleteMany({ where: { editionId } });
  await tx.depositTag.deleteMany({ where: { editionId } });
  await tx.proposal.deleteMany({ where: { editionId } });
  await tx.edition.delete({ where: { id: editionId } });
}
