import { z } from "zod";
import { hasReached, type Phase } from "#app/domain/phase.ts";
import { wholeNumber } from "#app/domain/number.ts";

// The custodians' keys between announcement and destruction: checked every month, declared lost
// when they are, and destroyed when nothing is left to open (sealing.md §1).

/** An organiser's declaration that a key is lost. */
export const lossSchema = z.object({
  position: wholeNumber(1, 9),
  reason: z.string().trim().min(10).max(500),
});

const month = 30 * 24 * 60 * 60_000;

/**
 * How an edition's keys stand: nothing lost; some, without effect; one more would be too many; too
 * many.
 */
export type KeyState = "whole" | "bearable" | "last" | "broken";

/** One custodian's key as pages show it; dates as ISO text. */
export type KeyView = {
  position: number;
  lostAt: string | null;
  checkFaults: number;
  checkForeign: number;
};

/** Of `count` keys `quorum` are needed. */
export function keyState({
  count,
  quorum,
  lost,
}: {
  count: number;
  quorum: number;
  lost: number;
}): KeyState {
  if (lost === 0) return "whole";
  if (lost > count - quorum) return "broken";
  return lost === count - quorum ? "last" : "bearable";
}

/** Keys are cared for from the announcement until what they open is open. */
export function isCaredFor(phase: Phase): boolean {
  return hasReached(phase, "announced") && !hasReached(phase, "published");
}

/** One custodian's key; `announcedAt` and `closedAt` are null before. */
export type KeyFacts = {
  phase: Phase;
  checkedAt: Date | null;
  lostAt: Date | null;
  announcedAt: Date | null;
  closedAt: Date | null;
};

/**
 * Is a health check due? When the last one, or the announcement, is a month ago, and once more
 * after closing.
 */
export function isCheckDue(
  { phase, checkedAt, lostAt, announcedAt, closedAt }: KeyFacts,
  now: Date,
): boolean {
  if (!hasReached(phase, "open") || hasReached(phase, "opening") || lostAt) return false;
  const since = checkedAt ?? announcedAt;
  const old = since === null || now.getTime() - since.getTime() >= month;
  return old || (closedAt !== null && (checkedAt === null || checkedAt < closedAt));
}

/** How many keys must be destroyed until no quorum can come together any more. */
export function enoughDestroyed({ count, quorum }: { count: number; quorum: number }): number {
  return count - quorum + 1;
}

/** When what identifies losers may be erased; null before the publication. */
export function retentionEnds(publishedAt: Date | null, retentionDays: number): Date | null {
  return publishedAt && new Date(publishedAt.getTime() + retentionDays * 24 * 60 * 60_000);
}
