import { z } from "zod";
import { wholeNumber } from "#app/domain/number.ts";

// The shortlist: which proposals are still in the race for awards, by a rule fixed before scoring
// and by the jury's decisions against it, each with its reason.

/** At least this score; at most so many, ties at the edge all in (0: no limit). */
export type ShortlistRule = { readonly minimumScore: number; readonly atMost: number };

/** The jury puts a proposal on the list, or takes it off. */
export type ShortlistDecision = {
  readonly proposalId: string;
  readonly listed: boolean;
  readonly reason: string;
};

export const shortlistSchema = z.object({
  publicNo: wholeNumber(1, 1_000_000),
  listed: z.enum(["yes", "no"], { error: "required" }).transform((listed) => listed === "yes"),
  reason: z.string({ error: "required" }).trim().min(1, { error: "required" }).max(2000),
});

type Ranked = { readonly proposalId: string; readonly rank: number; readonly score: number };

/** An edition's rule, or null where it foresees no shortlist. */
export function shortlistRule({
  shortlistScore,
  shortlistSize,
}: {
  shortlistScore: number;
  shortlistSize: number;
}): ShortlistRule | null {
  return shortlistScore > 0 || shortlistSize > 0
    ? { minimumScore: shortlistScore, atMost: shortlistSize }
    : null;
}

/**
 * Whom the rule alone lists: a shared rank at the edge is in as a whole, since ranks count
 * everybody before them.
 */
export function listedByRule(rule: ShortlistRule, ranked: readonly Ranked[]): ReadonlySet<string> {
  const isIn = ({ rank, score }: Ranked) =>
    score >= rule.minimumScore && (rule.atMost === 0 || rank <= rule.atMost);
  return new Set(ranked.filter(isIn).map(({ proposalId }) => proposalId));
}

/** Who is on the list: the jury's decisions stand before the rule. Only ranked proposals can be. */
export function shortlist(
  rule: ShortlistRule,
  ranked: readonly Ranked[],
  decisions: readonly ShortlistDecision[],
): ReadonlySet<string> {
  const byRule = listedByRule(rule, ranked);
  const decided = new Map(decisions.map(({ proposalId, listed }) => [proposalId, listed]));
  return new Set(
    ranked.map(({ proposalId }) => proposalId).filter((id) => decided.get(id) ?? byRule.has(id)),
  );
}
