import { z } from "zod";
import { messageText } from "./dialogue.ts";
import { verdicts } from "./screening.ts";

/** An exclusion always says why; the proposer reads it with the receipt. */
export const screeningSchema = z
  .object({
    verdict: z.enum(verdicts, { error: "required" }),
    reason: z.string().trim().max(4000).default(""),
  })
  .refine(({ verdict, reason }) => verdict === "CLEARED" || reason !== "", {
    path: ["reason"],
    error: "required",
  });

export type ScreeningInput = z.output<typeof screeningSchema>;

/** A question to whoever wrote a proposal. */
export const questionSchema = z.object({ text: messageText });
