import { z } from "zod";
import { graceEnd, hasReached, type Phase } from "#app/domain/phase.ts";
import { localDateTimeIn } from "#app/domain/date-form.ts";
import type { Refusal } from "#app/domain/refusal.ts";

// After the announcement dates change only by an amendment: proposed by an organiser, in force once
// a quorum of custodians signed it, public with its reason. The manifest never changes.

/** Dates can be amended from the announcement until deposits are over. */
export function takesAmendments(phase: Phase): boolean {
  return hasReached(phase, "announced") && !hasReached(phase, "screening");
}

/**
 * The form of an amendment, in the edition's own time; a wrong or impossible local time is named at
 * its field.
 */
export function amendmentForm(timeZone: string) {
  const local = localDateTimeIn(timeZone).optional();
  return z
    .object({
      opensAt: local,
      closesAt: local,
      reason: z.string({ error: "required" }).trim().min(10).max(1000),
    })
    .refine(({ opensAt, closesAt }) => Boolean(opensAt || closesAt), {
      path: ["closesAt"],
      error: "required",
    });
}

export type AmendmentForm = z.output<ReturnType<typeof amendmentForm>>;

/** The dates that an amendment leaves an edition with. */
export type Dates = { opensAt: Date | null; closesAt: Date | null };

/**
 * Why these dates cannot take the place of an edition's own now; null when they can. What is over
 * is not brought back, and nothing ends before now.
 */
export function whyNotAmend(
  edition: Dates & { phase: Phase; graceMinutes: number },
  change: { opensAt?: Date | undefined; closesAt?: Date | undefined },
  now: Date,
): Refusal | null {
  if (edition.phase === "preparation") return { code: "wrong-phase" };
  if (!takesAmendments(edition.phase) || isOver(edition, now)) return { code: "too-late" };
  if (change.opensAt && (edition.phase !== "announced" || change.opensAt <= now))
    return { code: "too-late", field: "opensAt" };
  if (change.closesAt && change.closesAt <= now) return { code: "too-late", field: "closesAt" };
  const { opensAt, closesAt } = amended(edition, change);
  return opensAt && closesAt && opensAt >= closesAt
    ? { code: "invalid", field: change.closesAt ? "closesAt" : "opensAt" }
    : null;
}

/** An edition's dates with a change applied. */
export function amended(
  { opensAt, closesAt }: Dates,
  change: { opensAt?: Date | undefined; closesAt?: Date | undefined },
): Dates {
  return { opensAt: change.opensAt ?? opensAt, closesAt: change.closesAt ?? closesAt };
}

function isOver(
  { phase, closesAt, graceMinutes }: Dates & { phase: Phase; graceMinutes: number },
  now: Date,
): boolean {
  return phase === "open" && closesAt !== null && now >= graceEnd(closesAt, graceMinutes);
}
