import { phaseHas } from "#app/domain/phase.ts";
import { heldFacts } from "./edition.server.ts";
import { type BoxTx, inBox, readBox } from "./store.server.ts";

// Passes that are given back unspent. The box is asked about passes and never told whose they are.

type Nullifier = Uint8Array<ArrayBuffer>;

/** True when none of these was spent; given back earlier is not spent. */
export async function areUnspent(nullifiers: readonly Nullifier[]): Promise<boolean> {
  return readBox((box) => noneSpent(box, nullifiers));
}

/**
 * Remembers these as given back, so that no deposit takes them; false when one was spent, or the
 * edition is closed.
 */
export async function markReturned(
  editionId: string,
  nullifiers: readonly Nullifier[],
): Promise<boolean> {
  return inBox(async (tx) => {
    const facts = await heldFacts(tx, editionId);
    if (!facts || phaseHas(facts.phase, "closed") || !(await noneSpent(tx, nullifiers)))
      return false;
    const data = nullifiers.map((nullifier) => ({ nullifier, editionId, purpose: "returned" }));
    await tx.spentToken.createMany({ data, skipDuplicates: true });
    return noneSpent(tx, nullifiers); // a deposit may have been written beside this
  });
}

async function noneSpent(
  tx: Pick<BoxTx, "spentToken">,
  nullifiers: readonly Nullifier[],
): Promise<boolean> {
  return (
    (await tx.spentToken.count({
      where: { nullifier: { in: [...nullifiers] }, purpose: { not: "returned" } },
    })) === 0
  );
}
