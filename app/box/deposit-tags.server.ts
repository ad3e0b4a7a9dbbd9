import { randomBytes } from "node:crypto";
import { joinedList, tagSize } from "#app/sealing/deposit-list.ts";
import { aloneInBatch } from "./batches.server.ts";
import { type BoxTx, inBox, readBox } from "./store.server.ts";

// The tags by which proposers find their deposits in the public list. No row says to which proposal
// one belongs. The list grows at midnight, by a multiple of ten: what is missing to it is made up,
// so that its length tells nobody how many handed in on a day.

type Bytes = Uint8Array<ArrayBuffer>;

const step = 10;

/** Remembers a deposit's tag, for the list from this day on. */
export async function keepTag(
  tx: BoxTx,
  tag: { editionId: string; tag: Bytes; listedFrom: Date },
): Promise<void> {
  await tx.depositTag.create({ data: tag });
}

/** The same for a deposit of a release that kept none, where it has none yet. */
export async function keepMissingTag(row: {
  editionId: string;
  tag: Bytes;
  listedFrom: Date;
}): Promise<void> {
  const { tag } = row;
  if (await readBox((box) => box.depositTag.findUnique({ where: { tag } }))) return;
  await inBox((tx) => tx.depositTag.createMany({ data: [row], skipDuplicates: true }));
}

/**
 * Puts into the list what is due on this day, and gives what it grew by after the day `since`, in
 * order. Again, it gives the same.
 */
export async function listUntil(
  editionId: string,
  { since, day }: { since: Date | null; day: Date },
): Promise<Bytes> {
  return aloneInBatch(editionId, async (tx) => {
    const due = { editionId, listedOn: null, listedFrom: { lte: day } };
    await tx.depositTag.updateMany({ where: due, data: { listedOn: day } });
    const count = await tx.depositTag.count({ where: { editionId, listedOn: day } });
    const missing = count === 0 ? step : (step - (count % step)) % step;
    await tx.depositTag.createMany({
      data: Array.from({ length: missing }, () => ({
        tag: new Uint8Array(randomBytes(tagSize)),
        editionId,
        listedFrom: day,
        listedOn: day,
      })),
    });
    const fresh = { editionId, listedOn: since ? { gt: since } : { not: null } };
    return listOf(await tx.depositTag.findMany({ where: fresh }));
  });
}

/** The last day of which the list was published; null when the box knows of none. */
export async function lastListed(editionId: string): Promise<Date | null> {
  const last = { where: { editionId }, _max: { listedOn: true } } as const;
  return (await readBox((box) => box.depositTag.aggregate(last)))._max.listedOn;
}

/** The whole list as of a day. */
export async function listAsOf(editionId: string, day: Date): Promise<Bytes> {
  const where = { editionId, listedOn: { lte: day } };
  return listOf(await readBox((box) => box.depositTag.findMany({ where })));
}

function listOf(rows: readonly { tag: Bytes }[]): Bytes {
  return joinedList(rows.map(({ tag }) => tag));
}
