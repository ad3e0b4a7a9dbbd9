import {
  assignmentWaits,
  type ConflictFacts,
  juryWanted,
} from "#app/domain/jury/sealed-conflicts.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

/** What asking the proposers and assigning depend on. */
export async function conflictFacts(editionId: string, tx: Tx = db()): Promise<ConflictFacts> {
  const edition = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    select: { sealedConflicts: true, conflictsUntil: true, phase: true, jurorsPerProposal: true },
  });
  const jurors = await tx.juror.count({ where: { editionId, state: "ACCEPTED" } });
  const pairsTaken = edition.conflictsUntil !== null && (await everyProposalHasPair(editionId, tx));
  return { ...edition, jurors, pairsTaken, now: now() };
}

async function everyProposalHasPair(editionId: string, tx: Tx): Promise<boolean> {
  return (
    (await tx.proposal.count({
      where: { editionId, withdrawn: false, blockedPairs: { none: {} } },
    })) === 0
  );
}

/**
 * What an organiser sees of it: the date, and before it whether the jury is large enough. Never who
 * answered.
 */
export type AskPage = {
  sealedConflicts: boolean;
  until: string | null;
  jurors: number;
  wanted: number;
};

export async function askPage(editionId: string): Promise<AskPage> {
  const { sealedConflicts, conflictsUntil, jurors, jurorsPerProposal } =
    await conflictFacts(editionId);
  return {
    sealedConflicts,
    until: conflictsUntil?.toISOString() ?? null,
    jurors,
    wanted: juryWanted({ jurorsPerProposal }),
  };
}

/**
 * The pairs behind the seal that count in the assignment, and whether it must wait. None before the
 * date has passed.
 */
export async function blockedPairs(
  editionId: string,
  tx: Tx,
): Promise<{ waits: boolean; pairs: { proposalId: string; jurorId: string }[] }> {
  const facts = await conflictFacts(editionId, tx);
  const waits = assignmentWaits(facts);
  if (waits || !facts.sealedConflicts) return { waits, pairs: [] };
  return { waits, pairs: await tx.blockedPair.findMany({ where: { proposal: { editionId } } }) };
}
