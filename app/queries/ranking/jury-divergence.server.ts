import { jurorDifferences, proposalRanges } from "#app/domain/ranking/jury-divergence.ts";
import { countedSheets } from "#app/domain/ranking/ranking.ts";
import { sheetTotal } from "#app/domain/scoring/scoring.ts";
import { db } from "#app/platform/db.server.ts";
import { criteriaOf, scoresOf } from "#app/queries/edition/criteria.server.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";

export type Divergence = {
  jurors: { name: string; difference: number; shared: number }[];
  proposals: { no: number; range: number; sheets: number }[];
};

const mostProposals = 12;

/**
 * Which jurors are far from the others, and which proposals they disagree on, for an organiser: of
 * proposals all of whose jurors have closed, and none the organiser is in conflict with.
 * Differences only; no score leaves this function.
 */
export async function divergence(userId: string, editionId: string): Promise<Divergence> {
  const hidden = await hiddenFrom(userId, editionId);
  const criteria = await criteriaOf(editionId);
  const proposals = await db().proposal.findMany({
    where: {
      editionId,
      withdrawn: false,
      screening: { verdict: "CLEARED" },
      id: { notIn: [...hidden] },
    },
    select: {
      id: true,
      publicNo: true,
      assignments: { select: { jurorId: true, juror: { select: { confirmedAt: true } } } },
      recusals: { select: { jurorId: true } },
      conflicts: { select: { jurorId: true } },
      sheets: { select: { jurorId: true, proposalId: true, version: true, scores: true } },
    },
  });
  const closed = proposals.filter(({ assignments, recusals }) =>
    assignments.every(
      ({ jurorId, juror }) =>
        juror.confirmedAt !== null || recusals.some((each) => each.jurorId === jurorId),
    ),
  );
  const totals = closed.flatMap(({ id, sheets, recusals, conflicts }) =>
    countedSheets({
      sheets: sheets.map((sheet) => ({ ...sheet, scores: scoresOf(sheet.scores) })),
      recusals: [...recusals, ...conflicts].map(({ jurorId }) => [id, jurorId] as const),
    }).flatMap(({ jurorId, proposalId, scores }) => {
      const total = sheetTotal(scores, criteria);
      return total === null ? [] : [{ jurorId, proposalId, total }];
    }),
  );
  const people = await db().juror.findMany({
    where: { editionId },
    select: { id: true, user: { select: { name: true, surname: true } } },
  });
  const nameOf = new Map(people.map(({ id, user }) => [id, `${user.name} ${user.surname}`]));
  const numberOf = new Map(proposals.map(({ id, publicNo }) => [id, publicNo ?? 0]));
  return {
    jurors: jurorDifferences(totals).map(({ jurorId, ...rest }) => ({
      name: nameOf.get(jurorId) ?? "",
      ...rest,
    })),
    proposals: proposalRanges(totals)
      .slice(0, mostProposals)
      .map(({ proposalId, ...rest }) => ({ no: numberOf.get(proposalId) ?? 0, ...rest })),
  };
}
