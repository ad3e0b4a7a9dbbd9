import { hasReached, type Phase } from "#app/domain/phase.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";

// Somebody who took passes and wants a role hands all of them in unspent: whoever still has every
// pass did not take part.

/** How far the return has come: passes handed in, and passes this person was issued. */
export type ReturnProgress = { returned: number; issued: number };

/** True when every pass this person was issued has come back. */
export function isReturned({ returned, issued }: ReturnProgress): boolean {
  return issued > 0 && returned >= issued;
}

/**
 * May passes be handed in? From the announcement until nobody can be given a role in judging any
 * more.
 */
export function takesPassReturns(phase: Phase): boolean {
  return hasReached(phase, "announced") && !hasReached(phase, "frozen");
}

/**
 * Null when so many unspent passes can be handed in at once, else why not. Only what whole browsers
 * were issued is taken: a single one kept in the database would say that another is missing.
 */
export function whyNotTake(
  fresh: number,
  perBrowser: number,
  { returned, issued }: ReturnProgress,
): RefusalCode | null {
  if (issued === 0) return "not-found";
  if (fresh % perBrowser !== 0) return "passes-incomplete";
  return returned + fresh > issued ? "passes-foreign" : null;
}
