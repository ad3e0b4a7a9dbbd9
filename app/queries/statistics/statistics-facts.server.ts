import { z } from "zod";
import { countedSheets } from "#app/domain/ranking/ranking.ts";
import { sheetTotal } from "#app/domain/scoring/scoring.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** The totals that count, by proposal: what the jurors' agreement is measured on. */
export async function totalsPerProposal(
  editionId: string,
  criteria: Parameters<typeof sheetTotal>[1],
  tx: Tx,
): Promise<(number | null)[][]> {
  const ofEdition = { proposal: { editionId } };
  const rows = await tx.scoreSheet.findMany({
    where: ofEdition,
    select: { jurorId: true, proposalId: true, version: true, scores: true },
  });
  const recusals = await tx.recusal.findMany({
    where: ofEdition,
    select: { jurorId: true, proposalId: true },
  });
  const conflicts = await tx.conflict.findMany({
    where: ofEdition,
    select: { jurorId: true, proposalId: true },
  });
  const sheets = rows.map((row) => ({ ...row, scores: scoresSchema.parse(row.scores) }));
  const counted = countedSheets({
    sheets,
    recusals: [...recusals, ...conflicts].map(
      ({ proposalId, jurorId }) => [proposalId, jurorId] as const,
    ),
  });
  const proposals = [...new Set(counted.map(({ proposalId }) => proposalId))];
  return proposals.map((id) =>
    counted
      .filter(({ proposalId }) => proposalId === id)
      .map(({ scores }) => sheetTotal(scores, criteria)),
  );
}

const scoresSchema = z.record(z.string(), z.number());

/** How many deposits each day saw, those before `until` where it is given. */
export async function depositsPerDay(editionId: string, tx: Tx, until?: Date) {
  const days = await tx.depositDay.findMany({
    where: { editionId, ...(until && { day: { lt: until } }) },
    orderBy: { day: "asc" },
  });
  return days.map(({ day, count }) => ({ day: day.toISOString().slice(0, 10), count }));
}
