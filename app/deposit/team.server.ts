import { contentSchema } from "#app/domain/proposal/content.ts";
import { refuse } from "#app/domain/refusal.ts";
import { equal } from "#app/sealing/bytes.ts";
import { envelopeHash } from "#app/sealing/envelope.ts";
import { accessKeyHash } from "#app/sealing/receipt.ts";
import { type BoxTx, inBox, readBox } from "#app/box/store.server.ts";
import { db, isDuplicate } from "#app/platform/db.server.ts";
import type { AttachedAnswer, DepositReceipt, Invitation, Team } from "./responses.ts";
import { checkEnvelope, checkPass, envelopeRow, signedReceipt } from "./deposit.server.ts";
import {
  checkTime,
  lockOpen,
  sealedEdition,
  type SealedEdition,
  whereKept,
} from "./edition.server.ts";
import { fileMarks, storedFile } from "./files.server.ts";
import { ledBy } from "./find-own.server.ts";
import { teamOf } from "./team-slots.server.ts";
import type { RequestOf } from "./request.ts";

// A team (sealing.md §4): the lead invites with codes handed over outside the product; whoever has
// one takes the place with a pass, an envelope and a receipt of their own. Neither the lead nor the
// server learns who.

/**
 * Opens a place for whoever gets the code; the same code again opens no second one. Refuses
 * not-lead, withdrawn, team-full.
 */
export async function invite(request: RequestOf<"invite">): Promise<Team> {
  const edition = await sealedEdition(request.edition);
  checkTime(edition);
  const proposalId = await ledBy(edition, request.accessKey);
  const codeHash = new Uint8Array(request.codeHash);
  await inBox(async (tx) => {
    await lockOpen(tx, edition);
    await lockStanding(tx, proposalId);
    if (await tx.invite.findUnique({ where: { codeHash } })) return;
    await tx.invite.create({
      data: { codeHash, proposalId, slot: await freePlace(tx, edition, proposalId) },
    });
  });
  return teamOf(edition, proposalId);
}

/** Takes a place back that nobody has taken yet. */
export async function uninvite(request: RequestOf<"uninvite">): Promise<Team> {
  const edition = await sealedEdition(request.edition);
  checkTime(edition);
  const proposalId = await ledBy(edition, request.accessKey);
  await inBox(async (tx) => {
    await lockOpen(tx, edition);
    await tx.invite.deleteMany({ where: { proposalId, slot: request.slot } });
  });
  return teamOf(edition, proposalId);
}

/**
 * The proposal that a code invites to; refuses invitation-unknown, alike for a wrong, used or
 * withdrawn one.
 */
export async function invitation(request: RequestOf<"invitation">): Promise<Invitation> {
  const { edition, proposalId, slot } = await invited(request);
  const proposal = await readBox((box) =>
    box.proposal.findUniqueOrThrow({ where: { id: proposalId }, include: { files: filesInOrder } }),
  );
  const files = fileMarks(proposal.files).map((mark, i) => ({
    ...mark,
    size: proposal.files[i]!.size,
  }));
  return {
    proposalId,
    slot,
    content: contentSchema.parse(proposal),
    files,
    team: await teamOf(edition, proposalId),
  };
}

const filesInOrder = {
  select: { kind: true, sha256: true, size: true },
  orderBy: { position: "asc" },
} as const;

/** An attachment of the proposal that a code invites to; refuses invitation-unknown, stale. */
export async function invitedFile(request: RequestOf<"invited-file">): Promise<AttachedAnswer> {
  const { edition, proposalId } = await invited(request);
  const { kind, bytes } = await storedFile(edition, proposalId, request.sha256);
  return { kind, bytes: Buffer.from(bytes).toString("base64url") };
}

/** The place that a code offers, as long as proposals are taken. */
async function invited(request: { edition: string; inviteKey: Uint8Array }) {
  const edition = await sealedEdition(request.edition);
  checkTime(edition);
  const found = await readBox((box) =>
    box.invite.findFirst({
      where: { codeHash: codeHashOf(request.inviteKey), proposal: { editionId: edition.id } },
    }),
  );
  if (!found) throw refuse("invitation-unknown");
  return { edition, proposalId: found.proposalId, slot: found.slot };
}

/**
 * Takes the place. The same request again is answered like the first. Refuses: too-late,
 * token-invalid, token-spent, manifest-differs, envelope-invalid, invitation-unknown.
 */
export async function join(request: RequestOf<"join">): Promise<DepositReceipt> {
  const edition = await sealedEdition(request.edition);
  const keyHash = new Uint8Array(accessKeyHash(request.accessKey));
  const repeated = await earlierJoin(edition, keyHash, request);
  if (repeated) return repeated;
  checkTime(edition);
  const spent = checkPass(edition, request.token);
  try {
    const hash = await inBox(async (tx) => {
      await lockOpen(tx, edition);
      const { proposalId, slot, contentHash } = await takenPlace(tx, edition, request);
      checkEnvelope(edition, request, slot);
      await tx.spentToken.create({
        data: { nullifier: spent, editionId: edition.id, purpose: "deposit" },
      });
      await tx.envelope.create({ data: envelopeRow(proposalId, request) });
      await tx.access.create({ data: { keyHash, proposalId, slot } });
      return contentHash;
    });
    return signedReceipt(edition, hash, sealedHash(edition, request));
  } catch (error) {
    // the same request may have arrived twice at once: then the other one did the work
    const other = await earlierJoin(edition, keyHash, request);
    if (other) return other;
    throw isDuplicate(error) ? refuse("token-spent") : error;
  }
}

/** Deletes the invitation and gives the place that was its; of two at once one gets it. */
async function takenPlace(tx: BoxTx, edition: SealedEdition, request: RequestOf<"join">) {
  const codeHash = codeHashOf(request.inviteKey);
  const found = await tx.invite.findUnique({
    where: { codeHash },
    include: { proposal: { select: { editionId: true, contentHash: true, withdrawn: true } } },
  });
  const { count } = await tx.invite.deleteMany({ where: { codeHash } });
  if (!found || count === 0 || found.proposal.editionId !== edition.id || found.proposal.withdrawn)
    throw refuse("invitation-unknown");
  return {
    proposalId: found.proposalId,
    slot: found.slot,
    contentHash: found.proposal.contentHash,
  };
}

async function earlierJoin(
  edition: SealedEdition,
  keyHash: Uint8Array<ArrayBuffer>,
  request: RequestOf<"join">,
): Promise<DepositReceipt | null> {
  const own = {
    where: { keyHash },
    include: { proposal: { include: { envelopes: { where: { id: request.envelope.id } } } } },
  } as const;
  const access = await whereKept(
    edition,
    (box) => box.access.findUnique(own),
    () => db().access.findUnique(own),
  );
  const envelope = access?.proposal.envelopes[0];
  if (!access || !envelope || access.proposal.editionId !== edition.id) return null;
  const hash = envelopeHash(edition.format, envelope);
  return equal(hash, sealedHash(edition, request))
    ? signedReceipt(edition, access.proposal.contentHash, hash)
    : null;
}

function sealedHash(
  { format }: SealedEdition,
  { envelope, manifestHash }: RequestOf<"join">,
): Uint8Array {
  return envelopeHash(format, { ...envelope, manifestHash });
}

/** The smallest place that neither an envelope nor an invitation has. */
async function freePlace(tx: BoxTx, edition: SealedEdition, proposalId: string): Promise<number> {
  const [envelopes, invites] = [
    await tx.envelope.findMany({ where: { proposalId }, select: { slot: true } }),
    await tx.invite.findMany({ where: { proposalId }, select: { slot: true } }),
  ];
  const taken = new Set([...envelopes, ...invites].map(({ slot }) => slot));
  for (let slot = 2; slot <= edition.maxTeam; slot += 1) if (!taken.has(slot)) return slot;
  throw refuse("team-full", { params: { max: edition.maxTeam } });
}

/** Refuses withdrawn: it may have been since it was found. */
async function lockStanding(tx: BoxTx, proposalId: string): Promise<void> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT id FROM "Proposal" WHERE id = ${proposalId}::uuid AND NOT withdrawn FOR UPDATE`;
  if (rows.length === 0) throw refuse("withdrawn");
}

function codeHashOf(inviteKey: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(accessKeyHash(inviteKey));
}
