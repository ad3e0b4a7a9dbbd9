import { hasReached, type Phase } from "#app/domain/phase.ts";
import { smallestCell } from "#app/domain/statistics/privacy.ts";

// The employees' vote: colleagues who judge nothing else choose one of the admitted proposals,
// unlinkably and blind to authors and scores. Its count is beside the jury's ranking and never in
// it.

/**
 * What happens to equal numbers of votes: they share the place, or the jury's ranking decides
 * between them.
 */
export const voteTies = ["shared", "rank"] as const;
export type VoteTie = (typeof voteTies)[number];

/** No count below this is written down, so none can win. */
export const fewestVotes = smallestCell;

export type VoteTimes = {
  readonly phase: Phase;
  readonly employeesVote: boolean;
  readonly voteStartsAt: Date | null;
  readonly voteEndsAt: Date | null;
};

/**
 * How the vote stands now: from its start, and not before all proposals are screened, to its end,
 * and not after the freeze.
 */
export type VoteState = "none" | "early" | "open" | "over";

export function voteState(
  { phase, employeesVote, voteStartsAt, voteEndsAt }: VoteTimes,
  now: Date,
): VoteState {
  if (!employeesVote || !voteStartsAt || !voteEndsAt) return "none";
  if (hasReached(phase, "frozen")) return "over";
  if (!hasReached(phase, "scoring") || now < voteStartsAt) return "early";
  return now < voteEndsAt ? "open" : "over";
}

/**
 * The count as ranking.json holds it: tokens issued, votes cast, and the votes of each proposal
 * that has enough of them, most first. `cast` is null where it would tell how many a single one of
 * the others has.
 */
export type VoteCount = {
  issued: number;
  cast: number | null;
  votes: { publicNo: number; count: number }[];
};

/** Counts without small numbers: of all admitted proposals, also those without a vote. */
export function voteCount(
  issued: number,
  all: readonly { readonly publicNo: number; readonly count: number }[],
): VoteCount {
  const votes = all
    .filter(({ count }) => count >= fewestVotes)
    .sort((a, b) => b.count - a.count || a.publicNo - b.publicNo);
  const [cast, shown] = [sumOf(all), sumOf(votes)];
  const untold = all.length - votes.length;
  const told = untold === 0 || (untold >= 2 && cast - shown >= fewestVotes);
  return {
    issued,
    cast: told ? cast : null,
    votes: votes.map(({ publicNo, count }) => ({ publicNo, count })),
  };
}

/**
 * The numbers of proposals about which a count cannot be true, or [0] when it cannot be as a whole;
 * empty when nothing is wrong.
 */
export function countFaults(
  { issued, cast, votes }: VoteCount,
  admitted: readonly number[],
): number[] {
  const numbers = votes.map(({ publicNo }) => publicNo);
  const wrong = votes
    .filter(
      ({ publicNo, count }, at) =>
        count < fewestVotes || !admitted.includes(publicNo) || numbers.indexOf(publicNo) !== at,
    )
    .map(({ publicNo }) => publicNo);
  const most = cast ?? sumOf(votes);
  return most > issued || sumOf(votes) > most ? [0, ...wrong] : wrong;
}

function sumOf(votes: readonly { readonly count: number }[]): number {
  return votes.reduce((sum, { count }) => sum + count, 0);
}

/**
 * Places by votes: equal numbers share one, or stand in the order of the jury's ranking. Proposals
 * with too few have none.
 */
export function placesByVotes<T extends { readonly rank: number }>(
  ranked: readonly T[],
  votesOf: (row: T) => number,
  tie: VoteTie,
): T[] {
  const voted = ranked.filter((row) => votesOf(row) >= fewestVotes);
  const isBefore = (a: T, b: T) =>
    votesOf(a) > votesOf(b) || (tie === "rank" && votesOf(a) === votesOf(b) && a.rank < b.rank);
  return voted
    .map((row) => ({ ...row, rank: 1 + voted.filter((other) => isBefore(other, row)).length }))
    .sort((a, b) => a.rank - b.rank);
}
