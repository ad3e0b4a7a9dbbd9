import { type Phase, phaseHas } from "#app/domain/phase.ts";
import {
  whyNotAccept,
  whyNotDeclare,
  type ConflictKind,
  type JurorState,
} from "#app/domain/jury/jury.ts";
import type { Localised } from "#app/domain/locale.ts";
import { whyNotPrefer } from "#app/domain/jury/preference.ts";
import {
  isComplete,
  missingCriteria,
  whyNotWriteSheet,
  type ScoredCriterion,
  type Scores,
} from "#app/domain/scoring/scoring.ts";
import {
  readsProposal,
  standingOf,
  seesAdmittedList,
  seesOthersScores,
  seesRanking,
} from "#app/domain/visibility.ts";
import { refuse } from "#app/domain/refusal.ts";
import { inHashOrder } from "#app/sealing/order.ts";
import { db, type Edition, type Juror } from "#app/platform/db.server.ts";
import { expertiseSchema } from "#app/queries/assignment/assignment.server.ts";
import { scoringDue } from "./juror-reminders.server.ts";
import { rubricOf, scoresOf } from "#app/queries/edition/criteria.server.ts";
import { forJurors, hiddenFields } from "#app/queries/scoring/jurors-text.server.ts";

export type SheetState = "empty" | "begun" | "complete" | "delivered" | "recused";
/** A recused proposal is a number and no more. */
export type AssignedProposal = {
  no: number;
  title: string;
  locale: string;
  categories: string[];
  state: SheetState;
  /** above 1: given in deliberation */ round: number;
  /** as delivered, or typed so far */ scores: Scores;
  /** scores that are not given yet */ missing: number;
};

export type JurorDesk = {
  phase: Phase;
  state: JurorState;
  chair: boolean;
  maxLoad: number | null;
  /** by when to answer, or to deliver */
  due: string | null;
  expertise: Record<string, number>;
  categories: { key: string; name: Localised }[];
  mayAnswer: boolean;
  mayDeclare: boolean;
  mayPrefer: boolean;
  declared: boolean;
  own: AssignedProposal[];
  /** some own sheet can still be written and delivered */
  writable: boolean;
  confirmedAt: Date | null;
  seesOthers: boolean;
  seesRanking: boolean;
};

/** What a juror finds on coming in. */
export async function jurorDesk(userId: string, edition: Edition): Promise<JurorDesk> {
  const juror = await jurorOf(userId, edition.id);
  const { phase } = edition;
  const { criteria, categories } = await rubricOf(edition.id);
  const { assigned } = juror;
  const facts = { phase, state: juror.state, assigned, declared: juror.confirmedOwn };
  const confirmed = juror.confirmedAt !== null || assigned === 0;
  const own = await ownProposals(juror, phase, criteria);
  return {
    phase,
    state: juror.state,
    chair: juror.chair,
    maxLoad: juror.maxLoad,
    due:
      (juror.state === "INVITED"
        ? juror.answerBy
        : phaseHas(phase, "scores") && juror.confirmedAt === null
          ? await scoringDue(edition)
          : null
      )?.toISOString() ?? null,
    expertise: expertiseSchema.parse(juror.expertise),
    categories,
    mayAnswer: whyNotAccept(facts) === null,
    mayDeclare: whyNotDeclare(facts) === null,
    mayPrefer: whyNotPrefer({ ...facts, asked: edition.asksPreferences }) === null,
    declared: juror.confirmedOwn,
    own,
    writable:
      own.some(
        ({ round, state }) =>
          state !== "delivered" &&
          state !== "recused" &&
          whyNotWriteSheet({ phase, confirmed: juror.confirmedAt !== null, round }) === null,
      ) ||
      (phaseHas(phase, "scores") && juror.confirmedAt === null),
    confirmedAt: juror.confirmedAt,
    seesOthers: seesOthersScores({ phase, confirmed: juror.confirmedAt !== null }),
    seesRanking: juror.chair && seesRanking({ phase, capacity: "CHAIR", confirmed }),
  };
}

/**
 * The proposals assigned to this juror, in the order in which this juror meets them; none before
 * scoring.
 */
export async function ownProposals(
  juror: Juror,
  phase: Phase,
  criteria: ScoredCriterion[],
): Promise<AssignedProposal[]> {
  const rows = await db().proposal.findMany({
    where: {
      editionId: juror.editionId,
      withdrawn: false,
      assignments: { some: { jurorId: juror.id } },
    },
    select: {
      id: true,
      publicNo: true,
      title: true,
      locale: true,
      ...hiddenFields,
      categories: true,
      screening: { select: { verdict: true } },
      assignments: { where: { jurorId: juror.id }, select: { round: true } },
      recusals: { where: { jurorId: juror.id }, select: { jurorId: true } },
      conflicts: { where: { jurorId: juror.id }, select: { jurorId: true } },
      drafts: {
        where: { jurorId: juror.id },
        select: { scores: true, commentProposer: true, commentJury: true },
      },
      sheets: {
        where: { jurorId: juror.id },
        select: { scores: true },
        orderBy: { version: "desc" },
        take: 1,
      },
    },
  });
  return inHashOrder(rows, juror.orderSeed, ({ id }) => id).flatMap((row): AssignedProposal[] => {
    const no = row.publicNo ?? 0;
    const round = row.assignments[0]?.round ?? 1;
    const standing = standingOf({ phase, state: juror.state }, row);
    if (standing.recused && readsProposal({ ...standing, recused: false }))
      return [
        {
          no,
          title: "",
          locale: row.locale,
          categories: [],
          state: "recused",
          round,
          scores: {},
          missing: 0,
        },
      ];
    if (!readsProposal(standing)) return [];
    const [sheet, draft] = [juror.reopenReason ? undefined : row.sheets[0], row.drafts[0]];
    const scores = scoresOf((sheet ?? draft)?.scores ?? {});
    return [
      {
        no,
        title: forJurors(row).title,
        locale: row.locale,
        categories: row.categories,
        round,
        state: sheet ? "delivered" : draftState(draft, criteria),
        scores,
        missing: missingCriteria(scores, criteria).length,
      },
    ];
  });
}

function draftState(
  draft: { scores: unknown; commentProposer: string; commentJury: string } | undefined,
  criteria: ScoredCriterion[],
): SheetState {
  if (!draft) return "empty";
  const scores = scoresOf(draft.scores);
  if (isComplete(scores, criteria)) return "complete";
  const untouched =
    missingCriteria(scores, criteria).length === criteria.length &&
    !draft.commentProposer &&
    !draft.commentJury;
  return untouched ? "empty" : "begun";
}

/** The juror behind an account, with how many proposals are assigned; refuses not-found. */
export async function jurorOf(
  userId: string,
  editionId: string,
): Promise<Juror & { assigned: number }> {
  const juror = await db().juror.findUnique({
    where: { editionId_userId: { editionId, userId } },
    include: { _count: { select: { assignments: true } } },
  });
  if (!juror || juror.state === "DECLINED") throw refuse("not-found");
  return { ...juror, assigned: juror._count.assignments };
}

export type ConflictsPage = {
  mayDeclare: boolean;
  declared: boolean;
  screeningDone: boolean;
  proposals: {
    no: number;
    title: string;
    summary: string;
    locale: string;
    kind: ConflictKind | "";
    note: string;
  }[];
};

/**
 * The admitted proposals, by number, for naming one's conflicts; refuses not-found whenever a juror
 * may not see them.
 */
export async function conflictsPage(userId: string, edition: Edition): Promise<ConflictsPage> {
  const juror = await jurorOf(userId, edition.id);
  if (!seesAdmittedList({ phase: edition.phase, state: juror.state, declared: juror.confirmedOwn }))
    throw refuse("not-found");
  const unscreened = await db().proposal.count({
    where: { editionId: edition.id, withdrawn: false, screening: null },
  });
  const rows = await db().proposal.findMany({
    where: { editionId: edition.id, withdrawn: false, screening: { verdict: "CLEARED" } },
    select: {
      publicNo: true,
      title: true,
      summary: true,
      locale: true,
      ...hiddenFields,
      conflicts: { where: { jurorId: juror.id } },
    },
    orderBy: { publicNo: "asc" },
  });
  return {
    mayDeclare:
      whyNotDeclare({
        phase: edition.phase,
        state: juror.state,
        assigned: juror.assigned,
        declared: juror.confirmedOwn,
      }) === null,
    declared: juror.confirmedOwn,
    screeningDone: unscreened === 0,
    proposals: rows
      .map(forJurors)
      .map(({ publicNo, title, summary, locale, conflicts: [own] }) => ({
        no: publicNo ?? 0,
        title,
        summary,
        locale,
        kind: (own?.kind ?? "") as ConflictKind | "",
        note: own?.reason ?? "",
      })),
  };
}
