import { phasesWith } from "#app/domain/phase.ts";
import { keepEarlierDeposits, keepEarlierFile } from "#app/box/earlier-deposits.server.ts";
import { keepEarlierPairs } from "#app/box/pairs.server.ts";
import { rotate } from "#app/box/rotation.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { withClient } from "#app/platform/client.server.ts";
import { databaseUrl, db, longTransaction } from "#app/platform/db.server.ts";
import { tellBox } from "./box-facts.server.ts";

/**
 * Brings the deposits of open editions into the ballot box, and the pairs while proposers may name
 * them, which releases before this one kept in the main database, and takes them out of it, with
 * the room they had in its files. For the start, before anything is answered; killed anywhere, the
 * next start does it again.
 */
export async function moveEarlierDeposits(): Promise<void> {
  let moved = await moveEarlierPairs();
  for (const id of await editionsBeforeClosing()) if (await moveOf(id)) moved += 1;
  if (moved === 0) return;
  await rotate(); // in random order, whatever the order they came in
  await withClient(databaseUrl(), async (client) => {
    for (const table of tables) await client.query(`VACUUM (FULL) "${table}"`);
  });
}

/** Throws where there are such: they are moved in one process, before there are two. */
export async function refuseEarlierDeposits(): Promise<void> {
  const editionId = { in: await editionsBeforeClosing() };
  const left = await db().proposal.count({ where: { editionId } });
  const pairs = await db().blockedPair.count({ where: { proposal: { edition: askingPairs() } } });
  if (left + pairs === 0) return;
  throw new Error(
    "This database holds deposits of an earlier release. Start once without ROLE, so that they are moved into the " +
      "ballot box; then let the process with ROLE=box have its folder.",
  );
}

async function editionsBeforeClosing(): Promise<string[]> {
  const editions = await db().edition.findMany({
    where: { phase: { in: phasesWith("passes") }, manifest: { isNot: null } },
    select: { id: true },
  });
  return editions.map(({ id }) => id);
}

const askingPairs = () => ({
  sealedConflicts: true,
  phase: { in: phasesWith("screens") },
  conflictsUntil: { gt: now() },
});

/** Pairs that proposers can still change; of how many editions. */
async function moveEarlierPairs(): Promise<number> {
  let moved = 0;
  const editions = await db().edition.findMany({ where: askingPairs(), select: { id: true } });
  for (const { id } of editions) {
    const of = { where: { proposal: { editionId: id } } };
    const pairs = await db().blockedPair.findMany(of);
    if (pairs.length === 0) continue;
    await keepEarlierPairs(id, pairs);
    await db().blockedPair.deleteMany(of);
    moved += 1;
  }
  return moved;
}

const tables = [
  "BlockedPair",
  "ProposalFile",
  "Invite",
  "Access",
  "Envelope",
  "SpentToken",
  "Proposal",
];

async function moveOf(editionId: string): Promise<boolean> {
  const of = { where: { proposal: { editionId } } };
  const proposals = await db().proposal.findMany({ where: { editionId } });
  const spent = await db().spentToken.findMany({ where: { editionId } });
  if (proposals.length + spent.length === 0) return false;
  const files = await db().proposalFile.findMany({ ...of, select: { id: true } });
  await tellBox(editionId);
  await keepEarlierDeposits({
    proposals: proposals.map(({ publicNo: _, leaf: __, ...proposal }) => proposal),
    envelopes: await db().envelope.findMany(of),
    accesses: await db().access.findMany(of),
    invites: await db().invite.findMany(of),
    spent,
  });
  for (const { id } of files)
    await keepEarlierFile(await db().proposalFile.findUniqueOrThrow({ where: { id } }));
  await longTransaction(async (tx) => {
    await tx.proposalFile.deleteMany(of);
    await tx.invite.deleteMany(of);
    await tx.access.deleteMany(of);
    await tx.envelope.deleteMany(of);
    // who gave passes back is known here, and that they cannot be used
    await tx.spentToken.deleteMany({ where: { editionId, purpose: { not: "returned" } } });
    await tx.proposal.deleteMany({ where: { editionId } });
  });
  return true;
}
