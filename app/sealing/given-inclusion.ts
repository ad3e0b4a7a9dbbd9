import * as z from "zod/mini";

/** Bytes in base64url; envelopes are the hashes of all of the proposal's, in any order. */
export const inclusionSchema = z.object({
  publicNo: z.int(),
  count: z.int(),
  root: z.string(),
  staffHash: z.string(),
  proof: z.array(z.string()),
  envelopes: z.array(z.string()),
  /** their own envelope, whole */
  own: z.object({
    manifestHash: z.string(),
    iv: z.string(),
    ct: z.string(),
    commit: z.string(),
    wraps: z.string(),
    ownerWrap: z.string(),
  }),
  signatures: z.array(z.object({ position: z.int(), signature: z.string() })),
});
export type Inclusion = z.infer<typeof inclusionSchema>;
