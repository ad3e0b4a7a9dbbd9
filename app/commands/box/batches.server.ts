import { type Batch, type Due, dueBatch, eraseTaken, eraseWaiting } from "#app/box/door.server.ts";
import { localDay } from "#app/domain/screening/dialogue.ts";
import { phaseHas, phasesWith } from "#app/domain/phase.ts";
import { pairsState } from "#app/domain/jury/sealed-conflicts.ts";
import { conflictFacts } from "#app/queries/jury/sealed-conflicts.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, longTransaction, type Tx } from "#app/platform/db.server.ts";
import { describeError, log } from "#app/platform/log.server.ts";
import { fillUp } from "#app/commands/jury/sealed-conflicts.server.ts";

// What was written with receipts and tokens after closing comes over from the ballot box in batches
// (sealing.md §6). They are inserted by key, so that one which is taken twice is taken once.

/**
 * Takes every batch that is due and has the box erase it. An edition in trouble is said in the log
 * and does not hold up the others.
 */
export async function takeDueBatches(): Promise<void> {
  const editions = await db().edition.findMany({
    where: { manifest: { isNot: null }, phase: { in: phasesWith("closed") } },
  });
  for (const edition of editions) {
    await takeDueOf(edition).catch((error: unknown) =>
      log().error({ event: "batch-not-taken", ...describeError(error) }),
    );
  }
}

async function takeDueOf(edition: Edition): Promise<void> {
  if (phaseHas(edition.phase, "archived")) return eraseWaiting(edition.id);
  const taken = await longTransaction(async (tx) => {
    // one node at a time: what is drawn for a pair that was just taken would make it four
    const lock = `innova.to/batch/${edition.id}`;
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${lock}))::text`;
    const pairs = pairsState(await conflictFacts(edition.id, tx));
    if (pairs === "asking" || pairs === "to-take") await fillUp(tx, edition.id);
    return takeBatch(tx, edition, [
      ...(pairs === "to-take" || pairs === "taken" ? (["pairs"] as const) : []),
      ...(phaseHas(edition.phase, "frozen") ? (["ballots"] as const) : []),
      ...(phaseHas(edition.phase, "openingBegun") ? (["keys", "objections"] as const) : []),
    ]);
  });
  if (Object.values(taken).every((rows) => rows.length === 0)) return;
  await eraseTaken({
    messages: taken.messages.map(({ id }) => id),
    pairs: taken.pairs.map(({ proposalId }) => proposalId),
    tookPart: taken.tookPart.map(({ nullifier }) => nullifier),
    ballots: taken.ballots.map(({ nullifier }) => nullifier),
    keys: taken.keys.map(({ envelopeId }) => envelopeId),
  });
}

/**
 * Takes what is due of an edition, in the caller's transaction; it is erased in the box the next
 * time that batches are taken.
 */
export async function takeBatch(
  tx: Tx,
  { id: editionId, phase, timeZone }: Pick<Edition, "id" | "phase" | "timeZone">,
  also: Due["also"],
): Promise<Batch> {
  const batch = await dueBatch({ editionId, day: localDay(now(), timeZone), also: [...also] });
  await tx.message.createMany({
    data: batch.messages.map(({ editionId: _, ...row }) => ({ ...row, side: "PROPOSER" as const })),
    skipDuplicates: true,
  });
  await tx.spentToken.createMany({
    data: batch.tookPart.map(({ nullifier }) => ({ nullifier, editionId, purpose: asked })),
    skipDuplicates: true,
  });
  await takePairs(tx, editionId, batch.pairs);
  // once the ranking is frozen ballots are locked, and whatever comes is no vote any more
  if (!phaseHas(phase, "frozen"))
    await tx.ballot.createMany({ data: batch.ballots, skipDuplicates: true });
  // one that comes after the opening is erased and kept nowhere
  const keys = phaseHas(phase, "opens") ? batch.keys : [];
  await tx.handedKey.createMany({
    data: keys.map(({ envelopeId, key }) => ({ envelopeId, key })),
    skipDuplicates: true,
  });
  return batch;
}

const asked = "took-part-asked";

/** All at once or none: those of a box that was restored from a backup are no further ones. */
async function takePairs(tx: Tx, editionId: string, pairs: Batch["pairs"]): Promise<void> {
  if (pairs.length === 0) return;
  if ((await tx.blockedPair.count({ where: { proposal: { editionId } } })) > 0) return;
  await tx.blockedPair.createMany({
    data: pairs.map(({ proposalId, jurorId }) => ({ proposalId, jurorId })),
  });
}
