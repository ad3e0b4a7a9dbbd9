import { contentSchema } from "#app/domain/proposal/content.ts";
import { refuse } from "#app/domain/refusal.ts";
import { equal, hash, toBase64 } from "#app/sealing/bytes.ts";
import { contentHash } from "#app/sealing/commitment.ts";
import { envelopeHash } from "#app/sealing/envelope.ts";
import { keepMissingTag } from "#app/box/deposit-tags.server.ts";
import { type BoxTx, inBox } from "#app/box/store.server.ts";
import { db } from "#app/platform/db.server.ts";
import { blindSign } from "#app/platform/issuer.server.ts";
import type { AttachedAnswer, DepositReceipt, OwnProposal } from "./responses.ts";
import { dialogueOf } from "./dialogue.server.ts";
import { ownTag } from "./deposit-list.server.ts";
import { checkContent, signedReceipt } from "./deposit.server.ts";
import {
  checkTime,
  judgedEdition,
  lockOpen,
  sealedEdition,
  type SealedEdition,
} from "./edition.server.ts";
import {
  checkTotal,
  type CleanedFile,
  cleanedFiles,
  fileMarks,
  replaceFiles,
  storedFile,
} from "./files.server.ts";
import { feedbackOf } from "./feedback.server.ts";
import { findOwn } from "./find-own.server.ts";
import { ownOpening } from "./opening.server.ts";
import type { RequestOf } from "./request.ts";
import { teamOf } from "./team-slots.server.ts";

/**
 * What the receipt gives access to. Refuses receipt-unknown, alike for a wrong receipt and another
 * edition's.
 */
export async function readOwn(request: RequestOf<"read">): Promise<OwnProposal> {
  const edition = await sealedEdition(request.edition);
  const own = await findOwn(edition, request.accessKey);
  const { proposal, envelope, slot } = own;
  const gone = proposal.withdrawn || slot === 0;
  if (own.inBox && slot === 1) await keepMissingTag(ownTag(edition, request.accessKey));
  return {
    proposalId: proposal.id,
    withdrawn: proposal.withdrawn,
    content: gone ? null : contentSchema.parse(proposal),
    contentHash: toBase64(proposal.contentHash),
    files: gone
      ? []
      : fileMarks(proposal.files).map((mark, i) => ({ ...mark, size: proposal.files[i]!.size })),
    publicNo: proposal.publicNo,
    leaf: proposal.leaf && toBase64(proposal.leaf),
    envelope: envelope && {
      id: envelope.id,
      slot: envelope.slot,
      iv: toBase64(envelope.iv),
      ct: toBase64(envelope.ct),
      ownerWrap: toBase64(envelope.ownerWrap),
      manifestHash: toBase64(envelope.manifestHash),
    },
    receipt: signedReceipt(
      edition,
      proposal.contentHash,
      envelope ? envelopeHash(edition.format, envelope) : new Uint8Array(),
    ),
    role: slot === 1 ? "lead" : slot === 0 ? "left" : "member",
    team: await teamOf(edition, proposal.id),
    // while it is in the box the main database is not even asked
    ...(own.inBox ? nothingYet : await sinceClosing(edition.id, own)),
  };
}

const nothingYet = {
  screening: null,
  opening: null,
  feedback: null,
  dialogue: { messages: [], mayAnswer: false, contestUntil: null },
};

/** What organisers, jury and custodians made of a proposal so far. */
async function sinceClosing(
  editionId: string,
  { proposal, envelope, slot }: Awaited<ReturnType<typeof findOwn>>,
) {
  const edition = await judgedEdition(editionId);
  return {
    screening: await db().screening.findUnique({
      where: { proposalId: proposal.id },
      select: { verdict: true, reason: true },
    }),
    opening: await ownOpening(edition, envelope),
    dialogue: await dialogueOf(edition, proposal.id),
    feedback: slot === 0 ? null : await feedbackOf(edition, proposal),
  };
}

/** One attached file; refuses stale when the proposal has it no longer. */
export async function fileOwn(request: RequestOf<"file">): Promise<AttachedAnswer> {
  const edition = await sealedEdition(request.edition);
  const { proposal, slot } = await findOwn(edition, request.accessKey);
  if (slot === 0) throw refuse("withdrawn");
  const { kind, bytes } = await storedFile(edition, proposal.id, request.sha256);
  return { kind, bytes: Buffer.from(bytes).toString("base64url") };
}

/**
 * Puts another text and other files instead of those whose hash is `replaces`; refuses stale when
 * those are no longer there.
 */
export async function replaceOwn(request: RequestOf<"replace">): Promise<DepositReceipt> {
  const edition = await sealedEdition(request.edition);
  const { proposal, envelope, slot } = await findOwn(edition, request.accessKey);
  if (proposal.withdrawn || !envelope) throw refuse("withdrawn");
  if (slot !== 1) throw refuse("not-lead");
  checkTime(edition);
  checkContent(edition, request.content);
  const files = await filesAfter(edition, proposal, request.files);
  const newHash = new Uint8Array(contentHash(request.content, files ?? fileMarks(proposal.files)));
  if (!equal(proposal.contentHash, newHash)) {
    if (!equal(proposal.contentHash, request.replaces)) throw refuse("stale"); // what it keeps of the files would be another's
    await inBox(async (tx) => {
      await lockOpen(tx, edition);
      const own = { id: proposal.id, withdrawn: false };
      const { count } = await tx.proposal.updateMany({
        where: { ...own, contentHash: request.replaces },
        data: { ...request.content, contentHash: newHash },
      });
      if (count === 1 && files) await replaceFiles(tx, proposal.id, files);
      // the same request may have arrived twice at once: then the other one did the work
      if (count === 0 && !(await tx.proposal.count({ where: { ...own, contentHash: newHash } })))
        throw refuse("stale");
    });
  }
  return signedReceipt(edition, newHash, envelopeHash(edition.format, envelope));
}

/** The files a replacement leaves, kept and new in their order; null when they stay as they are. */
async function filesAfter(
  edition: SealedEdition,
  proposal: { id: string },
  given: RequestOf<"replace">["files"],
): Promise<CleanedFile[] | null> {
  if (!given) return null;
  const files: CleanedFile[] = [];
  for (const file of given) {
    if ("tag" in file) files.push(...cleanedFiles(edition.id, [file]));
    else files.push(await storedFile(edition, proposal.id, file.sha256));
  }
  checkTotal(files);
  return files;
}

/**
 * Out of the race. With the lead's receipt the proposal goes: text, files and all envelopes are
 * erased. With a member's, the member leaves: only their own envelope goes. One fresh pass is
 * signed blindly in the same request, so nobody learns who may try again; after the lead's
 * withdrawal each member gets their own pass back in the same way. The same request again gives the
 * same signature.
 */
export async function withdrawOwn(
  request: RequestOf<"withdraw">,
): Promise<{ blindSignature: string }> {
  const edition = await sealedEdition(request.edition);
  checkTime(edition);
  const { proposal, keyHash, slot } = await findOwn(edition, request.accessKey);
  const refund = new Uint8Array(hash("innova.to/refund/v1|", keyHash, request.blinded));
  if (!edition.keys.issuerPrivate) throw refuse("too-late");
  const blindSignature = signOrRefuse(edition.keys.issuerPrivate, request.blinded);
  await inBox(async (tx) => {
    await lockOpen(tx, edition);
    // one pass for each receipt: whoever comes second with this one finds the place left
    const { count } = await tx.access.updateMany({
      where: { keyHash, slot: { not: 0 } },
      data: { slot: 0 },
    });
    if (count === 0 && (await tx.spentToken.count({ where: { nullifier: refund } }))) return;
    if (count === 0) throw refuse("withdrawn");
    if (slot === 1) await eraseProposal(tx, proposal.id);
    else await tx.envelope.deleteMany({ where: { proposalId: proposal.id, slot } });
    await tx.spentToken.create({
      data: { nullifier: refund, editionId: edition.id, purpose: "refund" },
    });
  });
  return { blindSignature };
}

async function eraseProposal(tx: BoxTx, proposalId: string): Promise<void> {
  // the row first, and invitations before envelopes: whoever corrects, invites or joins meanwhile
  // is waited for, and goes too
  await tx.proposal.update({ where: { id: proposalId }, data: { withdrawn: true, ...blank } });
  await tx.invite.deleteMany({ where: { proposalId } });
  await tx.envelope.deleteMany({ where: { proposalId } });
  await tx.proposalFile.deleteMany({ where: { proposalId } });
}

const blank = {
  title: "",
  summary: "",
  problem: "",
  solution: "",
  beneficiaries: "",
  benefit: "",
  resource: "",
  horizon: "short",
  staff: "",
  cost: "",
  sustainability: "",
  categories: [],
  goals: [],
  contentHash: new Uint8Array(32),
};

/** Refuses token-invalid for what is no blinded message. */
export function signOrRefuse(issuerPrivate: Uint8Array, blinded: Uint8Array): string {
  try {
    return toBase64(blindSign(issuerPrivate, blinded));
  } catch {
    throw refuse("token-invalid");
  }
}
