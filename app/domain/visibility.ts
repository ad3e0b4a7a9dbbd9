import { hasReached, type Phase } from "./phase.ts";
import type { JurorState } from "./jury/jury.ts";
import type { Verdict } from "./screening/screening.ts";

// What a juror may see. Pages, queries and commands ask here and nowhere else.

/** How a juror stands to one proposal. */
export type JurorStanding = {
  phase: Phase;
  state: JurorState;
  admitted: boolean;
  assigned: boolean;
  recused: boolean;
  inConflict: boolean;
};

/** What the database holds of one juror on one proposal: the rows of the two, of each kind. */
type Rows = {
  screening: { verdict: Verdict } | null;
  assignments: readonly unknown[];
  recusals: readonly unknown[];
  conflicts: readonly unknown[];
};

/** How a juror stands to a proposal, out of the rows of the two. */
export function standingOf(
  { phase, state }: Pick<JurorStanding, "phase" | "state">,
  { screening, assignments, recusals, conflicts }: Rows,
): JurorStanding {
  return {
    phase,
    state,
    admitted: screening?.verdict === "CLEARED",
    assigned: assignments.length > 0,
    recused: recusals.length > 0,
    inConflict: conflicts.length > 0,
  };
}

/**
 * Titles and summaries of all admitted proposals are shown to jurors so that they can name their
 * conflicts, and to nobody once that is done.
 */
export function seesAdmittedList({
  phase,
  state,
  declared,
}: Pick<JurorStanding, "phase" | "state"> & { declared: boolean }): boolean {
  return state === "ACCEPTED" && (phase === "screening" || (phase === "scoring" && !declared));
}

/**
 * A juror reads a proposal once scoring began, if it was admitted, is assigned to them, and no
 * conflict or recusal stands between.
 */
export function readsProposal({
  phase,
  state,
  admitted,
  assigned,
  recused,
  inConflict,
}: JurorStanding): boolean {
  return (
    state === "ACCEPTED" &&
    hasReached(phase, "scoring") &&
    admitted &&
    assigned &&
    !recused &&
    !inConflict
  );
}

/**
 * Another juror's scores and comments are seen only by whoever confirmed all own ones, and only
 * once deliberation has begun.
 */
export function seesOthersScores({
  phase,
  confirmed,
}: {
  phase: Phase;
  confirmed: boolean;
}): boolean {
  return confirmed && hasReached(phase, "deliberation");
}

/**
 * In which round a juror judges a proposal, and in which one somebody still does (null: in none).
 */
export type Rounds = { round: number; openRound: number | null };

/**
 * Whoever judges a proposal in an open round sees nothing of it but its text and their own sheet,
 * even after delivering it: no other sheet, no rank, no thread, no place on an agenda. What such a
 * round brings is seen by the other jurors once it is over.
 */
export function isBlindTo({ round, openRound }: Rounds): boolean {
  return openRound !== null && round === openRound;
}

/**
 * What the jurors of a proposal write to each other is read by them alone: whoever delivered a
 * sheet on it, still reads it and is not blind to it, and sees others' scores on it. Neither
 * organisers nor a chair who does not judge it have a way in.
 */
export function readsThread({
  confirmed,
  delivered,
  blind,
  ...standing
}: JurorStanding & { confirmed: boolean; delivered: boolean; blind: boolean }): boolean {
  return (
    delivered &&
    readsProposal(standing) &&
    seesOthersScores({ phase: standing.phase, confirmed }) &&
    !blind
  );
}

/**
 * Totals and ranks are seen by organisers and, as far as any other scores, by the chair; before
 * deliberation by nobody.
 */
export function seesRanking({
  phase,
  capacity,
  confirmed,
}: {
  phase: Phase;
  capacity: "ORGANISER" | "CHAIR";
  confirmed: boolean;
}): boolean {
  return capacity === "ORGANISER"
    ? hasReached(phase, "deliberation")
    : seesOthersScores({ phase, confirmed });
}

/**
 * 'A', 'B', … 'Z', 'AA', …: what the juror at this place of a proposal's random order is called.
 */
export function pseudonym(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : pseudonym(Math.floor(place / 26) - 1) + letter;
}
