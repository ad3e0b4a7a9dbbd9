import { z } from "zod";
import { graceEnd } from "#app/domain/edition.ts";
import { combinations, type InvalidReason, whyVoid } from "#app/domain/opening.ts";
import { refuse } from "#app/domain/refusal.ts";
import { openedHolderMail } from "#app/mail/edition.server.ts";
import { currentOpenList } from "#app/queries/open-list.server.ts";
import { rankingStatement, shareStatement } from "#app/sealing/commitment.ts";
import { authenticity, type Certificate, type EnvelopeContext, keyFromShares, openEnvelope, verifies } from "#app/sealing/envelope.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { describeError, log } from "#app/platform/log.server.ts";
import { enqueueMail } from "#app/platform/outbox.server.ts";
import { isPinned } from "#app/platform/pins.server.ts";

type Bytes = Uint8Array<ArrayBuffer>;
export type Released = { envelopeId: string; share: Bytes; signature: Bytes };

/**
 * Takes shares a custodian's page released, then opens what can be opened. Refuses wrong-phase, quorum-missing (fewer
 * than a quorum signed this ranking), not-found (an envelope that is not to be opened), signature-invalid.
 */
export async function releaseShares(userId: string, editionId: string, shares: Released[]): Promise<void> {
  await db().$transaction(async (tx) => {
    const edition = await tx.edition.findUniqueOrThrow({ where: { id: editionId }, include: { ranking: true, closing: true, manifest: true, signatures: { where: { subject: "RANKING" }, include: { custodian: true } } } });
    if (edition.phase !== "opening" || !edition.ranking || !edition.closing || !edition.manifest) throw refuse("wrong-phase");
    if (isPinned(editionId, edition.manifest.hash) === "differs") throw refuse("manifest-differs");
    const { commit } = edition.ranking;
    const own = await tx.custodian.findUnique({ where: { editionId_userId: { editionId, userId } } });
    if (!own?.signPublicKey) throw refuse("not-found");
    const statement = rankingStatement(editionId, edition.closing.root, commit);
    const signed = edition.signatures.filter(({ signature, custodian }) => custodian.signPublicKey && verifies(signature, statement, custodian.signPublicKey));
    if (signed.length < edition.quorum) throw refuse("quorum-missing");
    const { openList } = await currentOpenList(editionId, tx);
    for (const { envelopeId, share, signature } of shares) {
      if (!openList.includes(envelopeId)) throw refuse("not-found");
      if (!verifies(signature, shareStatement(commit, envelopeId, own.position, share), own.signPublicKey)) throw refuse("signature-invalid");
    }
    // released again after a lost reply: the first one stays
    await tx.releasedShare.createMany({ data: shares.map((each) => ({ ...each, custodianId: own.id })), skipDuplicates: true });
    await audit(tx, { actorId: userId, action: "custodian.released-shares", editionId, objectId: String(own.position), detail: { envelopes: shares.length } });
  });
  await openEnvelopes(editionId);
}

/**
 * Opens every envelope of the open list that has a quorum of shares, one transaction each: it may be stopped anywhere and
 * run again, or run twice at once, and gives the same rows.
 */
export async function openEnvelopes(editionId: string): Promise<void> {
  for (let progress = true; progress; ) {
    progress = false;
    const { openList } = await currentOpenList(editionId);
    for (const envelopeId of openList) {
      if (await db().openedEnvelope.findUnique({ where: { envelopeId } })) continue;
      // one envelope that cannot be judged does not hold up the others
      const opened = await openOne(editionId, envelopeId).catch((error: unknown) => {
        log().error({ event: "envelope-not-judged", ...describeError(error) });
        return false;
      });
      progress = opened || progress;
    }
  }
}

async function openOne(editionId: string, envelopeId: string): Promise<boolean> {
  return db().$transaction(async (tx) => {
    // one at a time per edition, so that the limit per person is judged on what was opened before
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`opening|${editionId}`}))`;
    if (await tx.openedEnvelope.findUnique({ where: { envelopeId } })) return false;
    const edition = await tx.edition.findUniqueOrThrow({ where: { id: editionId }, include: { keys: true } });
    if (edition.phase !== "opening" || !edition.keys) return false;
    const released = await tx.releasedShare.findMany({ where: { envelopeId }, include: { custodian: { select: { position: true } } }, orderBy: { custodian: { position: "asc" } } });
    const shares = released.filter(({ share }) => share.length > 0);
    const envelope = await tx.envelope.findUniqueOrThrow({ where: { id: envelopeId } });
    const context: EnvelopeContext = { editionId, proposalId: envelope.proposalId, envelopeId, manifestHash: envelope.manifestHash };
    const found = await recover(context, envelope.commit, shares, edition.quorum);
    if (!found) {
      // as long as others may still bring a quorum together it stays closed; after that nobody can ever open it
      const awaited = edition.custodianCount - released.length;
      if (awaited > 0 && shares.length + awaited >= edition.quorum) return false;
      await record(tx, editionId, envelopeId, "altered", null, []);
      return true;
    }
    const opened = await openEnvelope(context, envelope, found.key).catch(() => null);
    const verdict = opened ? authenticity(opened, context, envelope.slot, edition.keys.certPublicKey) : "altered";
    const certificate = opened?.cert.certificate ?? null;
    const why: InvalidReason | null = verdict !== "valid" ? verdict : await whyHolderIsVoid(tx, editionId, certificate!, envelope.proposalId, edition.passesPerPerson);
    await record(tx, editionId, envelopeId, why, certificate, found.bad);
    return true;
  });
}

/** The key, from any quorum of the shares that gives the committed one, and the positions whose shares do not fit. */
async function recover(context: EnvelopeContext, commit: Uint8Array, shares: { share: Uint8Array; custodian: { position: number } }[], quorum: number) {
  for (const subset of combinations(shares, quorum)) {
    const key = await keyFromShares(context, commit, subset.map(({ share }) => share));
    if (key) return { key, bad: await badShares(context, commit, shares, subset, quorum) };
  }
  return null;
}

async function badShares(context: EnvelopeContext, commit: Uint8Array, shares: { share: Uint8Array; custodian: { position: number } }[], good: typeof shares, quorum: number): Promise<number[]> {
  const bad: number[] = [];
  for (const each of shares.filter((share) => !good.includes(share))) {
    const key = await keyFromShares(context, commit, [...good.slice(0, quorum - 1), each].map(({ share }) => share));
    if (!key) bad.push(each.custodian.position);
  }
  return bad;
}

const staffListSchema = z.array(z.object({ sub: z.uuid(), staffNumber: z.string(), eligible: z.boolean() }));

async function whyHolderIsVoid(tx: Tx, editionId: string, { sub, staffNumber }: Certificate, proposalId: string, passesPerPerson: number): Promise<InvalidReason | null> {
  const closing = await tx.closing.findUniqueOrThrow({ where: { editionId }, select: { staffList: true } });
  const onList = staffListSchema.parse(JSON.parse(closing.staffList)).find((person) => person.sub === sub && person.staffNumber === staffNumber);
  const roles = await tx.role.count({ where: { editionId, userId: sub } });
  const earlier = await tx.openedEnvelope.findMany({ where: { editionId, result: "VALID", holder: { path: ["sub"], equals: sub } }, select: { envelopeId: true } });
  const proposals = await tx.envelope.findMany({ where: { id: { in: earlier.map(({ envelopeId }) => envelopeId) } }, select: { proposalId: true } });
  return whyVoid({
    onStaffList: onList?.eligible ?? false,
    holdsRole: roles > 0,
    earlierProposals: proposals.map((p) => p.proposalId),
    proposalId,
    passesPerPerson,
  });
}

async function record(tx: Tx, editionId: string, envelopeId: string, why: InvalidReason | null, certificate: Certificate | null, badShares: number[]): Promise<void> {
  const { sub, name, surname, staffNumber, unit } = certificate ?? {};
  const holder = why === null && sub ? { sub, name: name ?? "", surname: surname ?? "", staffNumber: staffNumber ?? "", unit: unit ?? "" } : undefined;
  await tx.openedEnvelope.create({ data: { envelopeId, editionId, result: why ? "INVALID" : "VALID", reason: why ?? "", holder, badShares, at: now() } });
  await audit(tx, { actorId: null, action: "envelope.opened", editionId, objectId: envelopeId, detail: { result: why ?? "valid", badShares } });
  if (!holder) return;
  const person = await tx.user.findUnique({ where: { id: holder.sub }, select: { email: true, locale: true } });
  if (person) await enqueueMail(tx, { editionId, toAddress: person.email, locale: person.locale, ...openedHolderMail(person.locale) });
}

/** The one named answers: prize accepted or not, name shown or not. Refuses not-found for all others, too-late, duplicate. */
export async function answerAsWinner(userId: string, envelopeId: string, answer: { named: boolean; prizeAccepted: boolean }): Promise<void> {
  await db().$transaction(async (tx) => {
    const opened = await tx.openedEnvelope.findUnique({ where: { envelopeId }, include: { answer: true } });
    if (opened?.result !== "VALID" || holderSub(opened.holder) !== userId) throw refuse("not-found");
    const edition = await tx.edition.findUniqueOrThrow({ where: { id: opened.editionId }, select: { phase: true, answerMinutes: true } });
    if (edition.phase !== "opening" || now() >= graceEnd(opened.at, edition.answerMinutes)) throw refuse("too-late");
    if (opened.answer) throw refuse("duplicate");
    await tx.winnerAnswer.create({ data: { envelopeId, ...answer, at: now() } });
    await audit(tx, { actorId: userId, action: "winner.answered", editionId: opened.editionId, objectId: envelopeId, detail: answer });
  });
}

function holderSub(holder: unknown): string | undefined {
  return z.object({ sub: z.string() }).safeParse(holder).data?.sub;
}

