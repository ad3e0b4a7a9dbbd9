import * as z from "zod/mini";
import { fileKind } from "#app/domain/proposal/file-kind.ts";
import { inclusionSchema } from "#app/sealing/given-inclusion.ts";
import { proposerKinds } from "#app/domain/screening/dialogue.ts";
import { contentSchema } from "#app/domain/proposal/content.ts";
import { excerptSchema } from "#app/domain/self-identification/excerpt.ts";
import { markKinds } from "#app/domain/self-identification/mark.ts";

// What the one endpoint of the anonymous wing answers; the server makes it, the page parses it.
// Bytes in base64url.

/** The server's signed word that it took a deposit: no time, nothing but hashes. */
export const depositReceipt = z.object({ depositHash: z.string(), signature: z.string() });
export type DepositReceipt = z.infer<typeof depositReceipt>;

/** How their own envelope stands while the awarded ones are opened. */
const ownOpening = z.object({
  opened: z.boolean(),
  objected: z.boolean(),
  mayObject: z.boolean(),
  /** too few custodians can open: the receipt may */
  mayOpen: z.boolean(),
  /** it did, and the opening judges it */
  handed: z.boolean(),
});
export type OwnOpening = z.infer<typeof ownOpening>;

const ownFile = z.object({ kind: fileKind, sha256: z.string(), size: z.int() });

/**
 * The places of a team: how many are confirmed, and which ones wait for whoever was invited. No
 * name, ever.
 */
const team = z.object({ confirmed: z.int(), open: z.array(z.int()), max: z.int() });
export type Team = z.infer<typeof team>;

/** What an invitation is for: text and attachments are what one puts one's name to. */
const invitation = z.object({
  proposalId: z.uuid(),
  slot: z.int(),
  content: contentSchema,
  files: z.array(ownFile),
  team,
});
export type Invitation = z.infer<typeof invitation>;

/**
 * What organisers and proposer wrote to each other; `waits`: organisers read it from tomorrow on.
 */
const dialogue = z.object({
  messages: z.array(
    z.object({
      side: z.enum(["ORGANISER", "PROPOSER"]),
      kind: z.enum(["QUESTION", ...proposerKinds]),
      text: z.string(),
      waits: z.boolean(),
    }),
  ),
  mayAnswer: z.boolean(),
  /** until when an exclusion can be contested; null when there is none, or not any more */
  contestUntil: z.nullable(z.string()),
});
export type Dialogue = z.infer<typeof dialogue>;

/**
 * What the jury made of it, once published; score and rank as in ranking.json, null for who is not
 * in it.
 */
const feedback = z.object({
  rank: z.nullable(z.int()),
  ranked: z.int(),
  score: z.nullable(z.number()),
  comments: z.array(z.string()),
});
export type Feedback = z.infer<typeof feedback>;

/** One's own proposal, as the receipt shows it. */
export const ownProposal = z.object({
  proposalId: z.uuid(),
  withdrawn: z.boolean(),
  /** null once withdrawn */
  content: z.nullable(contentSchema),
  /** over text and files */
  contentHash: z.string(),
  /** the attachments in their order; sha256 in hexadecimal, size in bytes */
  files: z.array(ownFile),
  /** given at closing */
  publicNo: z.nullable(z.int()),
  leaf: z.nullable(z.string()),
  /** admitted or excluded, with the reason, once screened */
  screening: z.nullable(z.object({ verdict: z.enum(["CLEARED", "EXCLUDED"]), reason: z.string() })),
  envelope: z.nullable(
    z.object({
      id: z.uuid(),
      slot: z.int(),
      iv: z.string(),
      ct: z.string(),
      ownerWrap: z.string(),
      manifestHash: z.string(),
    }),
  ),
  receipt: depositReceipt,
  opening: z.nullable(ownOpening),
  /**
   * lead: the receipt of whoever handed it in; member: of whoever joined; left: of whoever joined
   * and left again
   */
  role: z.enum(["lead", "member", "left"]),
  team,
  dialogue,
  feedback: z.nullable(feedback),
});
export type OwnProposal = z.infer<typeof ownProposal>;

/**
 * A cleaned file with the mark a deposit takes it by, and what in its text may say who wrote it;
 * sha256 in hexadecimal.
 */
const cleaned = z.object({
  kind: fileKind,
  sha256: z.string(),
  bytes: z.string(),
  tag: z.string(),
  passages: z.array(excerptSchema),
});
export type CleanedAnswer = z.infer<typeof cleaned>;

/** One attached file. */
const attached = z.object({ kind: fileKind, bytes: z.string() });
export type AttachedAnswer = z.infer<typeof attached>;

/** The fresh pass of a withdrawal, signed blindly. */
const withdrawal = z.object({ blindSignature: z.string() });

/** A 'took part' token, signed blindly. */
const tookPart = z.object({ blindSignature: z.string() });

/** Passages that may tell who wrote them, by field; offsets into the text as it was sent. */
const checked = z.object({
  marks: z.array(
    z.object({ field: z.string(), start: z.int(), end: z.int(), kind: z.enum(markKinds) }),
  ),
});
export type Checked = z.infer<typeof checked>;

/**
 * The jury, for naming conflicts, and the two who are blocked: named or drawn, nothing says which.
 */
const conflicts = z.object({
  until: z.string(),
  jurors: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(["INTERNAL", "EXTERNAL"]),
      name: z.string(),
      unit: z.string(),
    }),
  ),
  pair: z.array(z.uuid()),
});
export type ConflictAnswer = z.infer<typeof conflicts>;

/** What there is to vote for, and for which of them this token voted. */
const candidates = z.object({
  voted: z.nullable(z.int()),
  proposals: z.array(
    z.object({
      publicNo: z.int(),
      locale: z.string(),
      title: z.string(),
      summary: z.string(),
      categories: z.array(z.string()),
    }),
  ),
});
export type Candidates = z.infer<typeof candidates>;

/** The public list of deposits: tags one after the other, and the last day of which it has all. */
const depositList = z.object({ day: z.nullable(z.string()), tags: z.string() });

export const responses = {
  deposit: depositReceipt,
  read: ownProposal,
  replace: depositReceipt,
  withdraw: withdrawal,
  clean: cleaned,
  file: attached,
  check: checked,
  write: dialogue,
  invite: team,
  uninvite: team,
  invitation,
  "invited-file": attached,
  join: depositReceipt,
  inclusion: inclusionSchema,
  "deposit-list": depositList,
  conflicts,
  block: conflicts,
  "took-part": tookPart,
  candidates,
  candidate: z.object({ content: contentSchema }),
  vote: z.object({ voted: z.int() }),
  object: z.object({ objected: z.literal(true) }),
  "open-own": z.object({ handed: z.literal(true) }),
};
export type Responses = { [Op in keyof typeof responses]: z.infer<(typeof responses)[Op]> };
