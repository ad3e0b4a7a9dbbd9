import { z } from "zod";
import { base64Bytes } from "#app/sealing/encoded.ts";

// What custodians send back: what their page found, and what it signed and released. Bytes in
// base64url.

const count = z.int().min(0).max(1000);

/** What a health check found: three numbers and nothing else. */
export const healthSchema = z
  .object({ checked: count.min(1), faults: count, foreign: count })
  .refine(({ checked, faults }) => faults <= checked);

const share = z.object({
  envelopeId: z.uuid(),
  share: z.union([base64Bytes(33), base64Bytes(0)]),
  signature: base64Bytes(64),
});

/** Released shares; an empty one says that the wrap cannot be read. */
export const sharesSchema = z.array(share).max(2000);

/** The answer to a task, in one file. */
export const taskAnswerSchema = z.object({
  v: z.literal(1),
  editionId: z.uuid(),
  check: healthSchema.optional(),
  ranking: z.object({ subjectHash: base64Bytes(32), signature: base64Bytes(64) }).optional(),
  shares: sharesSchema.optional(),
});
