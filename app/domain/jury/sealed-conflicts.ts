import type { Phase } from "#app/domain/phase.ts";
import type { Refusal } from "#app/domain/refusal.ts";

// Conflicts that proposers name behind the seal. Every proposal has exactly two blocked jurors,
// named or drawn by lot, so that neither their number nor their being there tells anything.

/** How many jurors every proposal has blocked. */
export const blockedPerProposal = 2;

/** The jury must be so many times as large as the jurors of a proposal. */
const juryTimes = 3;

/**
 * What asking and assigning depend on; `jurors` are those who accepted, and `pairsTaken` says that
 * the pairs came over from the ballot box.
 */
export type ConflictFacts = {
  sealedConflicts: boolean;
  conflictsUntil: Date | null;
  phase: Phase;
  jurors: number;
  jurorsPerProposal: number;
  pairsTaken: boolean;
  now: Date;
};

/** How many jurors must have accepted before proposers can be asked. */
export function juryWanted({
  jurorsPerProposal,
}: Pick<ConflictFacts, "jurorsPerProposal">): number {
  return Math.max(juryTimes * jurorsPerProposal, blockedPerProposal + 1);
}

/** Could proposers be asked, were it done now? */
function canAsk(facts: ConflictFacts): boolean {
  return (
    facts.sealedConflicts &&
    facts.conflictsUntil === null &&
    facts.phase === "screening" &&
    facts.jurors >= juryWanted(facts)
  );
}

/**
 * Null when proposers can be asked until this moment, else why not. Once: a second date would show
 * who had not answered.
 */
export function whyNotAsk(facts: ConflictFacts, until: Date): Refusal | null {
  if (!facts.sealedConflicts) return { code: "not-found" };
  if (facts.phase !== "screening") return { code: "wrong-phase" };
  if (facts.conflictsUntil) return { code: "duplicate" };
  if (!canAsk(facts))
    return {
      code: "blocked",
      reasons: [
        { key: "jury-too-small", params: { jurors: facts.jurors, wanted: juryWanted(facts) } },
      ],
    };
  return until <= facts.now ? { code: "invalid", field: "until" } : null;
}

/** May a proposer name jurors now? */
export function takesConflicts({
  sealedConflicts,
  conflictsUntil,
  phase,
  now,
}: Pick<ConflictFacts, "sealedConflicts" | "conflictsUntil" | "phase" | "now">): boolean {
  return (
    sealedConflicts && phase === "screening" && conflictsUntil !== null && now < conflictsUntil
  );
}

/**
 * Where the pairs are: nobody asked for them, proposers may still name them, they are to be taken
 * over, they are here.
 */
export type PairsState = "none" | "asking" | "to-take" | "taken";

export function pairsState(facts: Omit<ConflictFacts, "jurors" | "jurorsPerProposal">): PairsState {
  if (!facts.sealedConflicts || facts.conflictsUntil === null) return "none";
  if (takesConflicts(facts)) return "asking";
  return facts.pairsTaken ? "taken" : "to-take";
}

/**
 * Must the assignment wait? From when proposers can be asked until their date has passed nobody
 * sees who may judge what: two looks at different times would tell what jurors declared from what
 * proposers named.
 */
export function assignmentWaits(facts: ConflictFacts): boolean {
  return canAsk(facts) || ["asking", "to-take"].includes(pairsState(facts));
}
