import { z } from "zod";
import { contentSchema } from "#app/domain/proposal.ts";
import { base64Bytes } from "#app/sealing/encoded.ts";

// What the one endpoint of the anonymous wing takes. The act is named inside the body; bodies are padded to size classes.

const envelope = z.object({
  id: z.uuid(),
  slot: z.literal(1),
  iv: base64Bytes(12),
  ct: base64Bytes(),
  commit: base64Bytes(32),
  wraps: z.array(base64Bytes()).min(1).max(9),
  ownerWrap: base64Bytes(),
});

const withReceipt = { edition: z.uuid(), accessKey: base64Bytes(32), pad: z.string().optional() };

export const requestSchema = z.discriminatedUnion("op", [
  z.object({ op: z.literal("deposit"), ...withReceipt, token: base64Bytes(), manifestHash: base64Bytes(32), proposalId: z.uuid(), content: contentSchema, envelope }),
  z.object({ op: z.literal("read"), ...withReceipt }),
  z.object({ op: z.literal("replace"), ...withReceipt, replaces: base64Bytes(32), content: contentSchema }),
  z.object({ op: z.literal("withdraw"), ...withReceipt, blinded: base64Bytes(256) }),
]);

export type AnonymousRequest = z.output<typeof requestSchema>;
export type RequestOf<Op extends AnonymousRequest["op"]> = Extract<AnonymousRequest, { op: Op }>;

/** The sizes request bodies are padded to, in bytes, so that a length tells a class and no more. */
export const sizeClasses = [16_384, 262_144] as const;
