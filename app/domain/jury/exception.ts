import { z } from "zod";
import { exceptionPhases } from "./promise.ts";
import { reasonsSchema } from "#app/domain/refusal.ts";
import { isWhole } from "#app/domain/proposal/words.ts";

/** An exception to the jury's rules as it is stored and published. */
export const juryExceptionSchema = z.object({
  phase: z.enum(exceptionPhases),
  reason: z.string(),
  lacks: reasonsSchema,
});

/** The reason as a form sends it. */
export const juryExceptionForm = z.object({
  reason: z
    .string({ error: "required" })
    .trim()
    .min(10, { error: "too-short?min=10" })
    .max(500, { error: "too-long?max=500" })
    .refine(isWhole, { error: "broken-text" }),
});
