import { z } from "zod";
import { fileLimits } from "#app/domain/proposal/attachment.ts";
import { fileKind } from "#app/domain/proposal/file-kind.ts";
import { messageText, proposerKinds } from "#app/domain/screening/dialogue.ts";
import { contentSchema } from "#app/domain/proposal/content.ts";
import { base64Bytes } from "#app/sealing/encoded.ts";

// What the one endpoint of the anonymous wing takes. The act is named inside the body; bodies are
// padded (padding.ts).

const envelope = z.object({
  id: z.uuid(),
  slot: z.int().min(1).max(10),
  iv: base64Bytes(12),
  ct: base64Bytes(),
  commit: base64Bytes(32),
  wraps: z.array(base64Bytes()).min(1).max(9),
  ownerWrap: base64Bytes(),
});

/** A file as text of base64url; it is decoded on the server, where that is fast. */
const fileBytes = z
  .string()
  .min(1)
  .max(Math.ceil((fileLimits.bytes * 4) / 3))
  .regex(/^[A-Za-z0-9_-]+$/);

/** A file that `clean` gave back, with its mark. */
const cleanedFile = z.object({ kind: fileKind, bytes: fileBytes, tag: base64Bytes(32) });

/** A file the proposal has already. */
const keptFile = z.object({ sha256: base64Bytes(32) });

/** What somebody may write with: the receipt, or a pass not yet spent. */
const withEither = {
  edition: z.uuid(),
  accessKey: base64Bytes(32).optional(),
  token: base64Bytes().optional(),
  pad: z.string().optional(),
};

const checkedText = z.object({ field: z.string().max(40), text: z.string().max(20_000) });

const withReceipt = { edition: z.uuid(), accessKey: base64Bytes(32), pad: z.string().optional() };

const withVote = { edition: z.uuid(), token: base64Bytes(), pad: z.string().optional() };
const publicNo = z.int().min(1);

export const requestSchema = z.discriminatedUnion("op", [
  z.object({
    op: z.literal("deposit"),
    ...withReceipt,
    token: base64Bytes(),
    manifestHash: base64Bytes(32),
    proposalId: z.uuid(),
    content: contentSchema,
    files: z.array(cleanedFile).max(fileLimits.count).default([]),
    envelope,
  }),
  z.object({ op: z.literal("read"), ...withReceipt }),
  z.object({ op: z.literal("inclusion"), ...withReceipt }),
  z.object({ op: z.literal("deposit-list"), edition: withReceipt.edition, pad: withReceipt.pad }),
  z.object({
    op: z.literal("replace"),
    ...withReceipt,
    replaces: base64Bytes(32),
    content: contentSchema,
    /** without it the files stay as they are */ files: z
      .array(z.union([cleanedFile, keptFile]))
      .max(fileLimits.count)
      .optional(),
  }),
  /** with a receipt or a pass */
  z.object({ op: z.literal("clean"), ...withEither, bytes: fileBytes }),
  z.object({ op: z.literal("file"), ...withReceipt, sha256: base64Bytes(32) }),
  z.object({ op: z.literal("invite"), ...withReceipt, codeHash: base64Bytes(32) }),
  z.object({ op: z.literal("uninvite"), ...withReceipt, slot: z.int() }),
  z.object({
    op: z.literal("invitation"),
    edition: withReceipt.edition,
    pad: withReceipt.pad,
    inviteKey: base64Bytes(32),
  }),
  z.object({
    op: z.literal("invited-file"),
    edition: withReceipt.edition,
    pad: withReceipt.pad,
    inviteKey: base64Bytes(32),
    sha256: base64Bytes(32),
  }),
  z.object({
    op: z.literal("join"),
    ...withReceipt,
    inviteKey: base64Bytes(32),
    token: base64Bytes(),
    manifestHash: base64Bytes(32),
    envelope,
  }),
  z.object({ op: z.literal("withdraw"), ...withReceipt, blinded: base64Bytes(256) }),
  z.object({ op: z.literal("took-part"), ...withReceipt, blinded: base64Bytes(256) }),
  z.object({
    op: z.literal("write"),
    ...withReceipt,
    kind: z.enum(proposerKinds),
    text: messageText,
  }),
  z.object({ op: z.literal("check"), ...withEither, texts: z.array(checkedText).max(12) }),
  z.object({ op: z.literal("object"), ...withReceipt }),
  z.object({ op: z.literal("conflicts"), ...withReceipt }),
  z.object({ op: z.literal("block"), ...withReceipt, pair: z.array(z.uuid()).length(2) }),
  /** what there is to vote for, and one of these in full: with a vote token, which stays unspent */
  z.object({ op: z.literal("candidates"), ...withVote }),
  z.object({ op: z.literal("candidate"), ...withVote, publicNo }),
  z.object({ op: z.literal("vote"), ...withVote, publicNo }),
  z.object({ op: z.literal("open-own"), ...withReceipt, key: base64Bytes(32) }),
]);

export type AnonymousRequest = z.output<typeof requestSchema>;
export type RequestOf<Op extends AnonymousRequest["op"]> = Extract<AnonymousRequest, { op: Op }>;
