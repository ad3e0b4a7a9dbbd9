import { z } from "zod";
import { whyNotDecide } from "#app/domain/ranking/acts.ts";
import type { Phase } from "#app/domain/phase.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";
import { isWhole } from "#app/domain/proposal/words.ts";

/** What a juror writes to the others who judge a proposal. */
export const threadMessageSchema = z.object({
  text: z
    .string({ error: "required" })
    .trim()
    .min(1, { error: "required" })
    .max(4000, { error: "too-long?max=4000" })
    .refine(isWhole, { error: "broken-text" }),
});

/**
 * Null while a juror of the proposal may write to the others: in deliberation, with their own
 * sheets closed and one on this proposal, and not in a round that is still open.
 */
export function whyNotWrite({
  phase,
  confirmed,
  delivered,
  blind,
}: {
  phase: Phase;
  confirmed: boolean;
  delivered: boolean;
  blind: boolean;
}): RefusalCode | null {
  const why = whyNotDecide(phase);
  if (why) return why;
  if (!confirmed || (delivered && blind)) return "too-early";
  return delivered ? null : "not-found";
}
