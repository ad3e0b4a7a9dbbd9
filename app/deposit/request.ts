import { z } from "zod";
import { contentSchema } from "#app/domain/proposal.ts";
import { fromBase64 } from "#app/sealing/bytes.ts";

// What the one endpoint of the anonymous wing takes. The act is named inside the body; bodies are padded to size classes.

/** Bytes in URL-safe base64; `length` where it is fixed. */
function bytes(length?: number) {
  return z.string().max(8000).transform((text, context) => {
    try {
      const value = new Uint8Array(fromBase64(text));
      if (length === undefined || value.length === length) return value;
    } catch {
      // said below
    }
    context.addIssue({ code: "custom", message: "invalid" });
    return z.NEVER;
  });
}

const envelope = z.object({
  id: z.uuid(),
  slot: z.literal(1),
  iv: bytes(12),
  ct: bytes(),
  commit: bytes(32),
  wraps: z.array(bytes()).min(1).max(9),
  ownerWrap: bytes(),
});

const withReceipt = { edition: z.uuid(), accessKey: bytes(32), pad: z.string().optional() };

export const requestSchema = z.discriminatedUnion("op", [
  z.object({ op: z.literal("deposit"), ...withReceipt, token: bytes(), manifestHash: bytes(32), proposalId: z.uuid(), content: contentSchema, envelope }),
  z.object({ op: z.literal("read"), ...withReceipt }),
  z.object({ op: z.literal("replace"), ...withReceipt, replaces: bytes(32), content: contentSchema }),
  z.object({ op: z.literal("withdraw"), ...withReceipt, blinded: bytes(256) }),
]);

export type AnonymousRequest = z.output<typeof requestSchema>;
export type RequestOf<Op extends AnonymousRequest["op"]> = Extract<AnonymousRequest, { op: Op }>;

/** The sizes request bodies are padded to, in bytes, so that a length tells a class and no more. */
export const sizeClasses = [16_384, 262_144] as const;
