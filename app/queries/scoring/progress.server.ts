import { groupedBy } from "#app/domain/grouped-by.ts";
import { isComplete } from "#app/domain/scoring/scoring.ts";
import { db, type JurorKind } from "#app/platform/db.server.ts";
import { criteriaOf, scoresOf } from "#app/queries/edition/criteria.server.ts";
import { hiddenFrom } from "#app/queries/screening/hidden-proposals.server.ts";

export type JurorProgress = {
  id: string;
  name: string;
  kind: JurorKind;
  assigned: number;
  complete: number;
  recused: number;
  confirmed: boolean;
};
export type PairState = "empty" | "begun" | "complete" | "delivered" | "recused";
/** `cells`: how far each of its jurors is, by the juror's id. */
export type ProposalProgress = {
  no: number;
  assigned: number;
  complete: number;
  recused: number;
  cells: Record<string, PairState>;
};
export type ProgressPage = {
  wanted: number;
  jurors: JurorProgress[];
  proposals: ProposalProgress[];
};

/**
 * How far the jury is, as counts, without the proposals this organiser is in conflict with: no
 * score, no comment, no total leaves this function.
 */
export async function progressPage(
  userId: string,
  edition: { id: string; jurorsPerProposal: number },
): Promise<ProgressPage> {
  const criteria = await criteriaOf(edition.id);
  const hidden = await hiddenFrom(userId, edition.id);
  const proposals = await db().proposal.findMany({
    where: {
      editionId: edition.id,
      withdrawn: false,
      screening: { verdict: "CLEARED" },
      id: { notIn: [...hidden] },
    },
    select: {
      publicNo: true,
      assignments: { select: { jurorId: true } },
      recusals: { select: { jurorId: true } },
      drafts: { select: { jurorId: true, scores: true } },
      sheets: { select: { jurorId: true } },
    },
    orderBy: { publicNo: "asc" },
  });
  const jurors = await db().juror.findMany({
    where: { editionId: edition.id, state: "ACCEPTED" },
    select: {
      id: true,
      kind: true,
      confirmedAt: true,
      user: { select: { name: true, surname: true } },
    },
    orderBy: [{ user: { surname: "asc" } }, { user: { name: "asc" } }],
  });
  const pairs = proposals.flatMap((p) =>
    p.assignments.map(({ jurorId }) => {
      const has = (rows: { jurorId: string }[]) => rows.some((each) => each.jurorId === jurorId);
      const draft = p.drafts.find((each) => each.jurorId === jurorId);
      const written: PairState = has(p.sheets)
        ? "delivered"
        : !draft
          ? "empty"
          : isComplete(scoresOf(draft.scores), criteria)
            ? "complete"
            : "begun";
      return {
        no: p.publicNo ?? 0,
        jurorId,
        state: has(p.recusals) ? ("recused" as const) : written,
      };
    }),
  );
  const [ofJuror, ofProposal] = [
    groupedBy(pairs, ({ jurorId }) => jurorId),
    groupedBy(pairs, ({ no }) => no),
  ];
  return {
    wanted: edition.jurorsPerProposal,
    jurors: jurors.map(({ id, kind, confirmedAt, user }) => ({
      id,
      kind,
      confirmed: confirmedAt !== null,
      name: `${user.name} ${user.surname}`,
      ...counts(ofJuror.get(id) ?? []),
    })),
    proposals: proposals.map(({ publicNo }) => {
      const own = ofProposal.get(publicNo ?? 0) ?? [];
      return {
        no: publicNo ?? 0,
        ...counts(own),
        cells: Object.fromEntries(own.map(({ jurorId, state }) => [jurorId, state])),
      };
    }),
  };
}

/** Whoever recused does not count as assigned. */
function counts(pairs: { state: PairState }[]) {
  const live = pairs.filter(({ state }) => state !== "recused");
  return {
    assigned: live.length,
    complete: live.filter(({ state }) => state === "complete" || state === "delivered").length,
    recused: pairs.length - live.length,
  };
}
