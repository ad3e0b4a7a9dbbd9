import { z } from "zod";
import { instantOf, localDateTime } from "./date-form.ts";
import { voteState, type VoteTimes } from "./employees-vote.ts";
import type { Refusal } from "./refusal.ts";

/** Other dates for a vote, in the edition's own time, with the reason, which is in the log. */
export function voteDatesForm(timeZone: string) {
  return z
    .object({ voteStartsAt: localDateTime.optional(), voteEndsAt: localDateTime, reason: z.string({ error: "required" }).trim().min(10).max(1000) })
    .superRefine((form, context) => {
      const wrong = (path: keyof typeof form, message: string) => context.addIssue({ code: "custom", path: [path], message });
      for (const field of ["voteStartsAt", "voteEndsAt"] as const) {
        const value = form[field];
        if (value && localDateTime.safeParse(value).success && instantOf(value, timeZone) === null) wrong(field, "skipped-hour");
      }
      if (form.voteStartsAt && form.voteStartsAt >= form.voteEndsAt) wrong("voteEndsAt", "ends-before");
    });
}

/** Why a vote cannot be moved to these dates now; null when it can. What is over, or has begun, is not taken back. */
export function whyNotMoveVote(vote: VoteTimes & { readonly keyGone: boolean }, { startsAt, endsAt }: { startsAt?: Date | undefined; endsAt?: Date | undefined }, now: Date): Refusal | null {
  const state = voteState(vote, now);
  if (state === "none") return { code: "not-found" };
  if (state === "over" || vote.keyGone) return { code: "too-late" };
  if (startsAt && state !== "early") return { code: "too-late", field: "voteStartsAt" };
  if (endsAt && endsAt <= now) return { code: "too-late", field: "voteEndsAt" };
  const [start, end] = [startsAt ?? vote.voteStartsAt, endsAt ?? vote.voteEndsAt];
  return start && end && start >= end ? { code: "invalid", field: "voteEndsAt" } : null;
}
