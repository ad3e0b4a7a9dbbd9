import { z } from "zod";
import type { AllottedAward, Allotment } from "#app/domain/awards/award.ts";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import { wholeNumber } from "#app/domain/number.ts";
import type { Ranking } from "./ranking.ts";
import type { Reason, RefusalCode } from "#app/domain/refusal.ts";

// What organisers and the jury's chair may still decide on a ranking, between scoring and the
// freeze.

const reason = z.string({ error: "required" }).trim().min(1).max(2000);
const publicNo = wholeNumber(1, 1_000_000);

/**
 * The jury's vote on a tie: a position for each of the tied; the lower ranks first, equal ones go
 * on sharing.
 */
export const tieVoteSchema = z.object({
  position: z.record(z.string().regex(/^\d{1,6}$/), wholeNumber(1, 999)),
  reason,
});
export const overrideSchema = z.object({ ruleId: z.uuid({ error: "required" }), publicNo, reason });
export const confirmationSchema = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** Null while the jury deliberates, else why not. */
export function whyNotDecide(phase: Phase): RefusalCode | null {
  if (phase === "deliberation") return null;
  return hasReached(phase, "deliberation") ? "too-late" : "too-early";
}

/** Groups on which the jury votes or has voted, by proposal. */
export function votableTies({ openTies, resolvedTies }: Ranking): (readonly string[])[] {
  return [
    ...openTies.map(({ proposalIds }) => proposalIds),
    ...resolvedTies.filter(({ rung }) => rung === "vote").map(({ proposalIds }) => proposalIds),
  ];
}

/**
 * What must be decided before the ranking can be confirmed; `waiting` are the sheets of a second
 * round that are not delivered.
 */
export function openQuestions(
  { openTies, unranked }: Ranking,
  waiting: readonly unknown[],
): Reason[] {
  return [
    ...(waiting.length > 0 ? [{ key: "second-round", params: { count: waiting.length } }] : []),
    ...(openTies.length > 0 ? [{ key: "ties", params: { count: openTies.length } }] : []),
    ...(unranked.length > 0 ? [{ key: "unranked", params: { count: unranked.length } }] : []),
  ];
}

/**
 * Why a person's decision cannot be carried out as it stands, or null, from the awards without it
 * and with it: it must give its award, and take none from a decision made before.
 */
export function whyNotOverride(
  ruleId: string,
  proposalId: string,
  before: Allotment,
  { awards, shortages }: Allotment,
): RefusalCode | null {
  const decided = (each: Pick<AllottedAward, "ruleId" | "proposalId">) =>
    awards.some(
      (award) =>
        award.ground === "override" &&
        award.ruleId === each.ruleId &&
        award.proposalId === each.proposalId,
    );
  if (decided({ ruleId, proposalId }))
    return before.awards.filter(({ ground }) => ground === "override").every(decided)
      ? null
      : "prizes-exhausted";
  const lacks = (kind: "not-ranked" | "category") =>
    shortages.some(
      (shortage) =>
        shortage.kind === kind && shortage.ruleId === ruleId && shortage.proposalId === proposalId,
    );
  if (lacks("category")) return "off-theme";
  return lacks("not-ranked") ? "not-found" : "prizes-exhausted";
}
