import { z } from "zod";
import { messageText } from "./dialogue.ts";
import type { Phase } from "./edition.ts";
import type { RefusalCode } from "./refusal.ts";

export const verdicts = ["CLEARED", "EXCLUDED"] as const;
export type Verdict = (typeof verdicts)[number];

/** An exclusion always says why; the proposer reads it with the receipt. */
export const screeningSchema = z
  .object({ verdict: z.enum(verdicts, { error: "required" }), reason: z.string().trim().max(4000).default("") })
  .refine(({ verdict, reason }) => verdict === "CLEARED" || reason !== "", { path: ["reason"], error: "required" });

export type ScreeningInput = z.output<typeof screeningSchema>;

/** A question to whoever wrote a proposal. */
export const questionSchema = z.object({ text: messageText });

/** Null while proposals are screened, else why not: verdicts stand once scoring has begun. */
export function whyNotScreen(phase: Phase): RefusalCode | null {
  if (phase === "screening") return null;
  return phase === "preparation" || phase === "announced" || phase === "open" ? "too-early" : "too-late";
}
