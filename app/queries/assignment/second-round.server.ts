import { assignJurors } from "#app/domain/assignment/assignment.ts";
import {
  type Board,
  fromText,
  infeasibilityReasons,
  problemOf,
  toText,
} from "#app/domain/assignment/board.ts";
import type { AssignmentGoal, Pair } from "#app/domain/assignment/problem.ts";
import type { Phase } from "#app/domain/phase.ts";
import { judged } from "#app/domain/ranking/content.ts";
import { type Reason, refuse } from "#app/domain/refusal.ts";
import { furtherBoard, openRound, whyNotSecondRound } from "#app/domain/assignment/second-round.ts";
import { db, type Edition, type Tx } from "#app/platform/db.server.ts";
import { withSolver } from "#app/platform/solver.server.ts";
import { wholePage } from "./assignment.server.ts";
import { inRankOrder } from "#app/queries/meetings/meeting.server.ts";
import { seenRanking } from "#app/queries/ranking/ranking.server.ts";
import { laterPairs } from "./rounds.server.ts";

export type RoundProposal = {
  no: number;
  title: string;
  locale: string;
  rank: number | null;
  score: number | null;
  sheets: number;
  later: number;
  open: boolean;
};
export type GivenPair = { no: number; jurorId: string; name: string; waiting: boolean };
export type SecondRoundPage = {
  phase: Phase;
  perProposal: number;
  editable: boolean;
  proposals: RoundProposal[];
  given: GivenPair[];
  takenBack: { no: number; name: string; reason: string }[];
};

/**
 * The second round for an organiser, without the proposals they are in conflict with; refuses
 * not-found where the edition foresees none.
 */
export async function secondRoundPage(userId: string, edition: Edition): Promise<SecondRoundPage> {
  const why = whyNotSecondRound(edition.phase, edition);
  if (why === "not-found") throw refuse(why);
  const page = {
    phase: edition.phase,
    perProposal: edition.secondRoundJurors,
    editable: why === null,
  };
  const seen = await seenRanking(userId, edition, "ORGANISER");
  if (!seen) return { ...page, proposals: [], given: [], takenBack: [] };
  const { rows } = judged(seen.facts).ranking;
  const pairs = (await laterPairs({ editionId: edition.id })).filter(
    ({ proposalId }) => !seen.hidden.has(proposalId),
  );
  const withdrawals = await db().roundWithdrawal.findMany({
    where: { proposal: { editionId: edition.id, id: { notIn: [...seen.hidden] } } },
    orderBy: { at: "asc" },
  });
  const names = await namesOf(edition.id);
  const noOf = (id: string) => seen.proposals.find((each) => each.id === id)?.no ?? 0;
  return {
    ...page,
    proposals: inRankOrder(seen.proposals, rows).map(({ id, no, title, locale }) => {
      const {
        rank = null,
        score = null,
        sheets = 0,
        later = 0,
      } = rows.find(({ proposalId }) => proposalId === id) ?? {};
      return {
        no,
        title,
        locale,
        rank,
        score,
        sheets,
        later,
        open: openRound(pairs.filter(({ proposalId }) => proposalId === id)) !== null,
      };
    }),
    given: pairs
      .map(({ proposalId, jurorId, done }) => ({
        no: noOf(proposalId),
        jurorId,
        name: names.get(jurorId) ?? "",
        waiting: !done,
      }))
      .sort((a, b) => a.no - b.no || a.name.localeCompare(b.name)),
    takenBack: withdrawals.map(({ proposalId, jurorId, reason }) => ({
      no: noOf(proposalId),
      name: names.get(jurorId) ?? "",
      reason,
    })),
  };
}

export type FurtherJuror = { pair: string; no: number; name: string };
export type FurtherPlan =
  | {
      kind: "assigned";
      numbers: string[];
      basis: string;
      unproved: readonly AssignmentGoal[];
      added: FurtherJuror[];
      loads: { name: string; before: number; after: number; max: number | null }[];
    }
  | { kind: "infeasible"; reasons: Reason[] };

/**
 * The best further jurors for these proposals, beside those who have been given them already;
 * nothing is written. Refuses as `furtherBoardFor` does.
 */
export async function planFurther(
  userId: string,
  edition: Edition,
  numbers: string[],
): Promise<FurtherPlan> {
  const { whole, board } = await furtherBoardFor(userId, edition, numbers);
  const found = await withSolver((solve) => assignJurors(problemOf(board, board.pairs), solve));
  if (found.kind === "unfinished") throw refuse("out-of-time");
  if (found.kind === "infeasible")
    return { kind: "infeasible", reasons: infeasibilityReasons(board, found.why) };
  const kept = new Set(board.pairs.map(toText));
  const added = found.pairs.map(toText).filter((pair) => !kept.has(pair));
  const nameOf = (jurorId: string) => whole.jurors.find(({ id }) => id === jurorId)?.name ?? "";
  return {
    kind: "assigned",
    numbers,
    basis: whole.basis,
    unproved: found.unproved,
    added: added
      .map((pair) => ({ pair, no: Number(fromText(pair)[0]), name: nameOf(fromText(pair)[1]) }))
      .sort((a, b) => a.no - b.no || a.name.localeCompare(b.name)),
    loads: loadsOf(whole, added.map(fromText)),
  };
}

/** How many proposals each of the added judges before and after. */
function loadsOf({ jurors, pairs }: Board, added: readonly Pair[]) {
  const count = (of: readonly Pair[], id: string) =>
    of.filter(([, jurorId]) => jurorId === id).length;
  return jurors
    .filter(({ id }) => count(added, id) > 0)
    .map(({ id, name, maxLoad }) => ({
      name,
      before: count(pairs, id),
      after: count(pairs, id) + count(added, id),
      max: maxLoad ?? null,
    }));
}

/**
 * The board of all and the one on which further jurors are found for these numbers. Refuses
 * too-early, too-late, and not-found where there is no second round or a number is none the
 * organiser may decide about.
 */
export async function furtherBoardFor(
  userId: string,
  edition: Pick<Edition, "id" | "phase" | "secondRoundJurors">,
  numbers: string[],
  tx: Tx = db(),
): Promise<{ whole: Board; board: Board; ids: ReadonlyMap<string, string> }> {
  const why = whyNotSecondRound(edition.phase, edition);
  if (why) throw refuse(why);
  const { board: whole, hidden } = await wholePage(userId, edition.id, tx);
  const known = new Set(whole.proposals.map(({ id }) => id));
  if (numbers.some((no) => !known.has(no) || hidden.has(no)))
    throw refuse("not-found", { field: "numbers" });
  const ids = new Map(
    (
      await tx.proposal.findMany({
        where: { editionId: edition.id, publicNo: { in: numbers.map(Number) } },
        select: { id: true, publicNo: true },
      })
    ).map(({ id, publicNo }) => [String(publicNo), id]),
  );
  const numberOf = new Map([...ids].map(([no, id]) => [id, no]));
  const asPair = ({ proposalId, jurorId }: { proposalId: string; jurorId: string }): Pair[] =>
    numberOf.has(proposalId) ? [[numberOf.get(proposalId)!, jurorId]] : [];
  const given = (await laterPairs({ editionId: edition.id }, tx)).flatMap(asPair);
  const informed = [
    ...(await chairOn(edition.id, numbers, tx)),
    ...(await informedPairs(edition.id, tx)).flatMap(asPair),
  ];
  return {
    whole,
    ids,
    board: furtherBoard({
      board: whole,
      numbers,
      perProposal: edition.secondRoundJurors,
      given,
      informed,
    }),
  };
}

/** The chair has seen ranks and totals of everything. */
async function chairOn(editionId: string, numbers: readonly string[], tx: Tx): Promise<Pair[]> {
  const chairs = await tx.juror.findMany({
    where: { editionId, chair: true },
    select: { id: true },
  });
  return numbers.flatMap((no) => chairs.map(({ id }): Pair => [no, id]));
}

/**
 * Whoever was in the room when a proposal was discussed, and whoever was given it before and is not
 * waited for any more.
 */
async function informedPairs(
  editionId: string,
  tx: Tx,
): Promise<{ proposalId: string; jurorId: string }[]> {
  const jurors = await tx.juror.findMany({
    where: { editionId },
    select: { id: true, userId: true },
  });
  const items = await tx.agendaItem.findMany({
    where: { discussedAt: { not: null }, meeting: { editionId } },
    select: {
      proposalId: true,
      left: true,
      meeting: { select: { present: { select: { userId: true } } } },
    },
  });
  const heard = items.flatMap(({ proposalId, left, meeting }) => {
    const inRoom = meeting.present.map(({ userId }) => userId).filter((id) => !left.includes(id));
    return jurors
      .filter(({ userId }) => inRoom.includes(userId))
      .map(({ id }) => ({ proposalId, jurorId: id }));
  });
  return [
    ...heard,
    ...(await tx.roundWithdrawal.findMany({
      where: { juror: { editionId } },
      select: { proposalId: true, jurorId: true },
    })),
  ];
}

async function namesOf(editionId: string): Promise<Map<string, string>> {
  const jurors = await db().juror.findMany({
    where: { editionId },
    select: { id: true, user: { select: { name: true, surname: true } } },
  });
  return new Map(jurors.map(({ id, user }) => [id, `${user.surname} ${user.name}`]));
}
