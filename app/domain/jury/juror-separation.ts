import { z } from "zod";

/** Two jurors who must not judge the same proposal, and why. */
export const separationSchema = z
  .object({
    jurorId: z.uuid({ error: "required" }),
    otherId: z.uuid({ error: "required" }),
    reason: z.string().trim().max(500).default(""),
  })
  .refine(({ jurorId, otherId }) => jurorId !== otherId, {
    path: ["otherId"],
    error: "same-juror",
  });

export type Separation = z.output<typeof separationSchema>;
