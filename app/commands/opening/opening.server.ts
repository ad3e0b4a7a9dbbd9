import { z } from "zod";
import { combinations, type InvalidReason, whyVoid } from "#app/domain/opening/opening.ts";
import { phaseHas, phasesWith } from "#app/domain/phase.ts";
import { refuse } from "#app/domain/refusal.ts";
import { currentOpenList } from "#app/queries/opening/open-list.server.ts";
import { equal } from "#app/sealing/bytes.ts";
import { rankingStatement, shareStatement } from "#app/sealing/commitment.ts";
import {
  authenticity,
  type EnvelopeContext,
  keyFromShares,
  openEnvelope,
  verifies,
} from "#app/sealing/envelope.ts";
import type { PassCertificate } from "#app/sealing/certificate.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Envelope, longTransaction, type Tx } from "#app/platform/db.server.ts";
import { describeError, log } from "#app/platform/log.server.ts";
import { isPinned } from "#app/platform/pins.server.ts";
import { takeBatch } from "#app/commands/box/batches.server.ts";
import { orLater } from "#app/commands/box/box-facts.server.ts";
import { settleOpening } from "./settlement.server.ts";
import { exclusiveOpening, type OpeningProbe, noProbe } from "./opening-lock.server.ts";
import { lockPhaseShared } from "#app/commands/edition/phase-lock.server.ts";

type Bytes = Uint8Array<ArrayBuffer>;
export type Released = { envelopeId: string; share: Bytes; signature: Bytes };

/**
 * Takes shares a custodian's page released, then opens what can be opened. Refuses wrong-phase,
 * quorum-missing (fewer than a quorum signed this ranking), not-found (an envelope that is not to
 * be opened), signature-invalid.
 */
export async function releaseShares(
  userId: string,
  editionId: string,
  shares: Released[],
): Promise<void> {
  await db().$transaction(async (tx) => {
    // the publication erases the shares: none may come after it
    await lockPhaseShared(tx, editionId);
    const edition = await tx.edition.findUniqueOrThrow({
      where: { id: editionId },
      include: {
        ranking: true,
        closing: true,
        manifest: true,
        signatures: { where: { subject: "RANKING" }, include: { custodian: true } },
      },
    });
    if (
      !phaseHas(edition.phase, "opens") ||
      !edition.ranking ||
      !edition.closing ||
      !edition.manifest
    )
      throw refuse("wrong-phase");
    if (isPinned(editionId, edition.manifest.hash) === "differs") throw refuse("manifest-differs");
    const { commit } = edition.ranking;
    const own = await tx.custodian.findUnique({
      where: { editionId_userId: { editionId, userId } },
    });
    if (!own?.signPublicKey) throw refuse("not-found");
    const statement = rankingStatement(editionId, edition.closing.root, commit);
    const signed = edition.signatures.filter(
      ({ signature, custodian }) =>
        custodian.signPublicKey && verifies(signature, statement, custodian.signPublicKey),
    );
    if (signed.length < edition.quorum) throw refuse("quorum-missing");
    const { openList } = await currentOpenList(editionId, tx);
    for (const { envelopeId, share, signature } of shares) {
      if (!openList.includes(envelopeId)) throw refuse("not-found");
      if (
        !verifies(
          signature,
          shareStatement(commit, envelopeId, own.position, share),
          own.signPublicKey,
        )
      )
        throw refuse("signature-invalid");
    }
    // released again after a lost reply: the first one stays
    await tx.releasedShare.createMany({
      data: shares.map((each) => ({ ...each, custodianId: own.id })),
      skipDuplicates: true,
    });
    await audit(tx, {
      actorId: userId,
      action: "custodian.released-shares",
      editionId,
      objectId: String(own.position),
      detail: { envelopes: shares.length },
    });
  });
  await openEnvelopes(editionId);
}

/** Opens what a process that was killed between a released share and its opening left closed. */
export async function finishOpenings(): Promise<void> {
  for (const { id } of await db().edition.findMany({
    where: { phase: { in: phasesWith("opens") } },
    select: { id: true },
  }))
    await openEnvelopes(id);
}

/**
 * Opens every envelope of the open list that has a quorum of shares, one transaction each, and
 * settles the proposals once all are open: it may be stopped anywhere and run again, or run twice
 * at once, and gives the same rows. `at` is called at each step with its name.
 */
export async function openEnvelopes(editionId: string, at: OpeningProbe = noProbe): Promise<void> {
  await takeWhatWaits(editionId);
  for (let progress = true; progress;) {
    const { openList } = await currentOpenList(editionId);
    progress = false;
    for (const envelopeId of openList) {
      if (await db().openedEnvelope.findUnique({ where: { envelopeId } })) continue;
      // one envelope that cannot be judged does not hold up the others
      const opened = await openOne(editionId, envelopeId, at).catch((error: unknown) => {
        log().error({ event: "envelope-not-judged", ...describeError(error) });
        return false;
      });
      progress = opened || progress;
    }
    progress = (await settleOpening(editionId, at)) || progress;
  }
}

/**
 * Keys and objections that wait in the ballot box; where it cannot be reached, what custodians
 * released is opened all the same.
 */
async function takeWhatWaits(editionId: string): Promise<void> {
  await orLater(
    longTransaction(async (tx) => {
      const edition = await tx.edition.findUniqueOrThrow({ where: { id: editionId } });
      if (phaseHas(edition.phase, "opens")) await takeBatch(tx, edition, ["keys", "objections"]);
    }),
  );
}

async function openOne(editionId: string, envelopeId: string, at: OpeningProbe): Promise<boolean> {
  await at("opening");
  const opened = await exclusiveOpening(editionId, async (tx) => {
    if (await tx.openedEnvelope.findUnique({ where: { envelopeId } })) return false;
    const edition = await tx.edition.findUniqueOrThrow({
      where: { id: editionId },
      include: { keys: true, manifest: true },
    });
    if (!edition.keys || !edition.manifest) return false;
    const manifestHash = edition.manifest.hash;
    const envelope = await tx.envelope.findUniqueOrThrow({ where: { id: envelopeId } });
    if (await isSettled(tx, envelope.proposalId)) return false;
    const context: EnvelopeContext = {
      editionId,
      proposalId: envelope.proposalId,
      envelopeId,
      manifestHash,
    };
    const found = await keyOf(tx, edition, context, envelope);
    if (found === "awaited") return false;
    const isForeign = !equal(envelope.manifestHash, manifestHash);
    const { why, certificate } = isForeign
      ? { why: "other-manifest" as const, certificate: null }
      : await judge(tx, edition.keys.certPublicKey, context, envelope, found.key);
    await record(tx, editionId, envelopeId, { why, certificate, ...found });
    await at("recorded");
    return true;
  });
  if (opened) await at("opened");
  return opened;
}

/** A proposal is settled once: an envelope of it that comes too late stays closed. */
async function isSettled(tx: Tx, proposalId: string): Promise<boolean> {
  const siblings = await tx.envelope.findMany({ where: { proposalId }, select: { id: true } });
  return (
    (await tx.openedEnvelope.count({
      where: { envelopeId: { in: siblings.map(({ id }) => id) }, settledAt: { not: null } },
    })) > 0
  );
}

type Found = { key: Uint8Array | null; bad: number[]; byReceipt: boolean };

/**
 * The key that the receipt gave, or a quorum of shares; null when none ever can, `awaited` as long
 * as some may come.
 */
async function keyOf(
  tx: Tx,
  edition: { quorum: number; custodianCount: number },
  context: EnvelopeContext,
  envelope: Envelope,
): Promise<Found | "awaited"> {
  const handed = await tx.handedKey.findUnique({ where: { envelopeId: envelope.id } });
  if (handed) return { key: handed.key, bad: [], byReceipt: true };
  const released = await tx.releasedShare.findMany({
    where: { envelopeId: envelope.id },
    include: { custodian: { select: { position: true } } },
    orderBy: { custodian: { position: "asc" } },
  });
  const shares = released.filter(({ share }) => share.length > 0);
  const found = await recover(context, envelope.commit, shares, edition.quorum);
  if (found) return { ...found, byReceipt: false };
  // as long as others may still bring a quorum together it stays closed; after that nobody can ever
  // open it
  const awaited = edition.custodianCount - released.length;
  if (awaited > 0 && shares.length + awaited >= edition.quorum) return "awaited";
  return { key: null, bad: [], byReceipt: false };
}

type Share = { share: Uint8Array; custodian: { position: number } };

/**
 * The key, from any quorum of the shares that gives the committed one, and the positions whose
 * shares do not fit.
 */
async function recover(
  context: EnvelopeContext,
  commit: Uint8Array,
  shares: Share[],
  quorum: number,
) {
  for (const subset of combinations(shares, quorum)) {
    const key = await keyFromShares(
      context,
      commit,
      subset.map(({ share }) => share),
    );
    if (key) return { key, bad: await badShares(context, commit, shares, subset, quorum) };
  }
  return null;
}

async function badShares(
  context: EnvelopeContext,
  commit: Uint8Array,
  shares: Share[],
  good: Share[],
  quorum: number,
): Promise<number[]> {
  const bad: number[] = [];
  for (const each of shares.filter((share) => !good.includes(share))) {
    const key = await keyFromShares(
      context,
      commit,
      [...good.slice(0, quorum - 1), each].map(({ share }) => share),
    );
    if (!key) bad.push(each.custodian.position);
  }
  return bad;
}

/**
 * What an envelope comes to by itself: its seal, its signatures, and whether its person may be a
 * proposer.
 */
async function judge(
  tx: Tx,
  certPublicKey: Uint8Array,
  context: EnvelopeContext,
  envelope: Envelope,
  key: Uint8Array | null,
): Promise<{ why: InvalidReason | null; certificate: PassCertificate | null }> {
  const opened = key && (await openEnvelope(context, envelope, key).catch(() => null));
  if (!opened) return { why: "altered", certificate: null };
  const verdict = authenticity(opened, context, envelope.slot, certPublicKey);
  if (verdict !== "valid") return { why: verdict, certificate: null };
  const { certificate } = opened.cert;
  return { why: whyVoid(await holderFacts(tx, context.editionId, certificate)), certificate };
}

const staffListSchema = z.array(
  z.object({ sub: z.uuid(), staffNumber: z.string(), eligible: z.boolean() }),
);

async function holderFacts(tx: Tx, editionId: string, { sub, staffNumber }: PassCertificate) {
  const closing = await tx.closing.findUniqueOrThrow({
    where: { editionId },
    select: { staffList: true },
  });
  const onList = staffListSchema
    .parse(JSON.parse(closing.staffList))
    .find((person) => person.sub === sub && person.staffNumber === staffNumber);
  const held = { where: { editionId, userId: sub } };
  return {
    onStaffList: onList?.eligible ?? false,
    holdsRole: (await tx.role.count(held)) + (await tx.formerRole.count(held)) > 0,
  };
}

type Judged = {
  why: InvalidReason | null;
  certificate: PassCertificate | null;
  bad: number[];
  byReceipt: boolean;
};

async function record(
  tx: Tx,
  editionId: string,
  envelopeId: string,
  { why, certificate, bad, byReceipt }: Judged,
): Promise<void> {
  const { sub, name, surname, staffNumber, unit } = certificate ?? {};
  const holder =
    why === null && sub
      ? {
          sub,
          name: name ?? "",
          surname: surname ?? "",
          staffNumber: staffNumber ?? "",
          unit: unit ?? "",
        }
      : undefined;
  await tx.openedEnvelope.create({
    data: {
      envelopeId,
      editionId,
      result: why ? "INVALID" : "VALID",
      reason: why ?? "",
      ...(holder && { holder }),
      badShares: bad,
      at: now(),
    },
  });
  // of what came with a receipt the log says which envelope, and nothing more
  if (byReceipt)
    await audit(tx, {
      actorId: null,
      action: "envelope.opened-by-receipt",
      editionId,
      objectId: envelopeId,
    });
  else
    await audit(tx, {
      actorId: null,
      action: "envelope.opened",
      editionId,
      objectId: envelopeId,
      detail: { result: why ?? "valid", badShares: bad },
    });
}
