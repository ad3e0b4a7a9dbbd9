import { z } from "zod";
import type { Board, BoardJuror } from "./board.ts";
import type { Pair } from "./problem.ts";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import { wholeNumber } from "#app/domain/number.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";

// The second round: in deliberation a proposal is given to further jurors, who judge it as blindly
// as the first did. Their sheets count with the others. Rounds of a proposal follow one another;
// what is given while one is open joins it.

/**
 * A juror's work on a proposal; `done`: delivered, or not to be waited for (recused, in conflict).
 */
export type RoundPair = {
  readonly proposalId: string;
  readonly jurorId: string;
  readonly round: number;
  readonly done: boolean;
};

/**
 * The round of a proposal in which somebody still judges, or null. The first is over before
 * deliberation begins.
 */
export function openRound(pairs: readonly Pick<RoundPair, "round" | "done">[]): number | null {
  return pairs.find(({ round, done }) => round > 1 && !done)?.round ?? null;
}

/** The round that jurors join who are given the proposal now. */
export function joinedRound(pairs: readonly Pick<RoundPair, "round" | "done">[]): number {
  return openRound(pairs) ?? Math.max(1, ...pairs.map(({ round }) => round)) + 1;
}

/** Null when further jurors can be given proposals, or taken away again, else why not. */
export function whyNotSecondRound(
  phase: Phase,
  { secondRoundJurors }: { secondRoundJurors: number },
): RefusalCode | null {
  if (secondRoundJurors === 0) return "not-found";
  if (phase === "deliberation") return null;
  return hasReached(phase, "deliberation") ? "too-late" : "too-early";
}

export type SecondRoundAssignment = {
  readonly board: Board;
  /** Numbers of the proposals that get further jurors, and how many of them at most in all. */
  readonly numbers: readonly string[];
  readonly perProposal: number;
  /** Pairs given in deliberation so far: they stay. */
  readonly given: readonly Pair[];
  /**
   * Who can no longer judge what blindly: knows the ranking, or was in the room when it was
   * discussed.
   */
  readonly informed: readonly Pair[];
};

/**
 * The board on which further jurors are found: these proposals alone, nobody who judged them or who
 * must be apart from one who did, nobody informed, and of each juror's limit what is left.
 */
export function furtherBoard({
  board,
  numbers,
  perProposal,
  given,
  informed,
}: SecondRoundAssignment): Board {
  const chosen = new Set(numbers);
  const own = (pairs: readonly Pair[]) => pairs.filter(([no]) => chosen.has(no));
  const kept = own(given);
  const isKept = (pair: Pair) => kept.some((each) => samePair(each, pair));
  const judged = own(board.pairs).filter((pair) => !isKept(pair));
  const barred = [
    ...judged,
    ...judged.flatMap((pair) => apartFrom(board, pair)),
    ...own(informed),
    ...own(board.conflicts),
  ].filter((pair) => !isKept(pair));
  return {
    ...board,
    jurorsPerProposal: perProposal,
    minInternal: 0,
    minExternal: 0,
    proposals: board.proposals.filter(({ id }) => chosen.has(id)),
    jurors: board.jurors.flatMap((juror) => withRoomLeft(juror, board.pairs, kept)),
    conflicts: barred,
    started: kept,
    pairs: kept,
  };
}

function samePair(a: Pair, b: Pair): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

/** The same proposal and everybody who must be apart from its juror. */
function apartFrom({ apart }: Board, [no, jurorId]: Pair): Pair[] {
  return apart
    .filter((two) => two.includes(jurorId))
    .map((two): Pair => [no, two[0] === jurorId ? two[1] : two[0]]);
}

/** The juror with what their own limit leaves beside other work; nobody when that is nothing. */
function withRoomLeft(
  juror: BoardJuror,
  pairs: readonly Pair[],
  kept: readonly Pair[],
): BoardJuror[] {
  const count = (of: readonly Pair[]) => of.filter(([, id]) => id === juror.id).length;
  if (juror.maxLoad === undefined) return [juror];
  const maxLoad = juror.maxLoad - (count(pairs) - count(kept));
  return maxLoad > 0 ? [{ ...juror, maxLoad }] : [];
}

const list = <T extends z.ZodType>(each: T) =>
  z.preprocess((sent) => (sent === undefined ? [] : [sent].flat()), z.array(each).max(10_000));
const numbers = list(z.string().regex(/^\d{1,6}$/)).pipe(
  z.array(z.string()).min(1, { error: "required" }),
);

/** Which proposals are to get further jurors. */
export const furtherSchema = z.object({ numbers });
/** The pairs that were looked at, and the state of things they were made from. */
export const furtherPairsSchema = z.object({
  numbers,
  basis: z.string().max(64),
  pair: list(z.string().regex(/^\d{1,6}:[0-9a-f-]{36}$/)),
});
/** Why a juror is not waited for any more. */
export const takingBackSchema = z.object({
  publicNo: wholeNumber(1, 1_000_000),
  jurorId: z.uuid(),
  reason: z.string({ error: "required" }).trim().min(1, { error: "required" }).max(2000),
});
