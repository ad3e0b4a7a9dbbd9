import { z } from "zod";
import { localDateTimeIn } from "#app/domain/date-form.ts";
import { voteState, type VoteTimes } from "./employees-vote.ts";
import type { Refusal } from "#app/domain/refusal.ts";

/** Other dates for a vote, in the edition's own time, with the reason, which is in the log. */
export function voteDatesForm(timeZone: string) {
  const local = localDateTimeIn(timeZone);
  return z
    .object({
      voteStartsAt: local.optional(),
      voteEndsAt: local,
      reason: z.string({ error: "required" }).trim().min(10).max(1000),
    })
    .refine(({ voteStartsAt, voteEndsAt }) => !voteStartsAt || voteStartsAt < voteEndsAt, {
      path: ["voteEndsAt"],
      error: "ends-before",
    });
}

/**
 * Why a vote cannot be moved to these dates now; null when it can. What is over, or has begun, is
 * not taken back.
 */
export function whyNotMoveVote(
  vote: VoteTimes & { readonly keyGone: boolean },
  { startsAt, endsAt }: { startsAt?: Date | undefined; endsAt?: Date | undefined },
  now: Date,
): Refusal | null {
  const state = voteState(vote, now);
  if (state === "none") return { code: "not-found" };
  if (state === "over" || vote.keyGone) return { code: "too-late" };
  if (startsAt && state !== "early") return { code: "too-late", field: "voteStartsAt" };
  if (endsAt && endsAt <= now) return { code: "too-late", field: "voteEndsAt" };
  const [start, end] = [startsAt ?? vote.voteStartsAt, endsAt ?? vote.voteEndsAt];
  return start && end && start >= end ? { code: "invalid", field: "voteEndsAt" } : null;
}
