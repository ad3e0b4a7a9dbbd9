import { openRound, type RoundPair } from "#app/domain/assignment/second-round.ts";
import { isBlindTo } from "#app/domain/visibility.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

// Second rounds as the database holds them: assignments above the first round, until their sheet is
// delivered.

type Where = { editionId: string; proposalId?: string };

/**
 * Every pair that was given in deliberation, of an edition or of one of its proposals, and whether
 * it still is to be waited for.
 */
export async function laterPairs(
  { editionId, proposalId }: Where,
  tx: Tx = db(),
): Promise<RoundPair[]> {
  const byJuror = { select: { jurorId: true } } as const;
  const rows = await tx.assignment.findMany({
    where: {
      round: { gt: 1 },
      proposal: { editionId, withdrawn: false },
      ...(proposalId ? { proposalId } : {}),
    },
    select: {
      jurorId: true,
      proposalId: true,
      round: true,
      proposal: { select: { sheets: byJuror, recusals: byJuror, conflicts: byJuror } },
    },
    orderBy: [{ proposalId: "asc" }, { jurorId: "asc" }],
  });
  return rows.map(({ proposal, ...pair }) => ({
    ...pair,
    done: [...proposal.sheets, ...proposal.recusals, ...proposal.conflicts].some(
      ({ jurorId }) => jurorId === pair.jurorId,
    ),
  }));
}

/** The open round of a proposal, or null. */
export async function openRoundOn(
  editionId: string,
  proposalId: string,
  tx: Tx = db(),
): Promise<number | null> {
  return openRound(await laterPairs({ editionId, proposalId }, tx));
}

/** The proposals that this juror judges in a round that is still open. */
export async function blindTo(userId: string, editionId: string, tx: Tx = db()): Promise<string[]> {
  const pairs = await laterPairs({ editionId }, tx);
  if (pairs.length === 0) return [];
  const juror = await tx.juror.findUnique({
    where: { editionId_userId: { editionId, userId } },
    select: { id: true },
  });
  const roundOf = (proposalId: string) =>
    openRound(pairs.filter((pair) => pair.proposalId === proposalId));
  return pairs
    .filter(
      ({ jurorId, proposalId, round }) =>
        jurorId === juror?.id && isBlindTo({ round, openRound: roundOf(proposalId) }),
    )
    .map(({ proposalId }) => proposalId);
}
