import { Encrypter } from "age-encryption";
import { randomBytes } from "node:crypto";
import { phaseHas } from "#app/domain/phase.ts";
import { refuse } from "#app/domain/refusal.ts";
import { equal, hash } from "#app/sealing/bytes.ts";
import { rankingStatement, rootStatement } from "#app/sealing/commitment.ts";
import { verifies } from "#app/sealing/envelope.ts";
import { manifestStatement } from "#app/sealing/manifest.ts";
import { custodianReminderMail } from "#app/mail/edition/edition.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { db, type Edition, type SignedSubject, type Tx } from "#app/platform/db.server.ts";
import { isPinned } from "#app/platform/pins.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";
import { refreshManifest } from "./manifest.server.ts";
import { lockPhaseShared, lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Gives a person the key at `position`; whoever had it before is replaced and all signatures on the
 * manifest are void.
 */
export async function nameCustodian(
  actorId: string,
  edition: Edition,
  input: { userId: string; position: number; title: string },
): Promise<void> {
  await db().$transaction(async (tx) => {
    await inPreparation(tx, edition.id);
    const { custodianCount } = await tx.edition.findUniqueOrThrow({
      where: { id: edition.id },
      select: { custodianCount: true },
    });
    if (input.position > custodianCount) throw refuse("invalid", { field: "position" });
    const person = await tx.user.findUnique({
      where: { id: input.userId },
      include: { roles: { where: { editionId: edition.id } } },
    });
    if (!person?.active) throw refuse("unknown-person", { field: "userId" });
    if (person.roles.length > 0) throw refuse("holds-other-role", { field: "userId" });
    await release(tx, edition.id, input.position);
    await tx.role.create({
      data: { editionId: edition.id, userId: input.userId, kind: "CUSTODIAN" },
    });
    await tx.custodian.create({ data: { editionId: edition.id, ...input } });
    await refreshManifest(tx, edition.id);
    await audit(tx, {
      actorId,
      action: "custodian.named",
      editionId: edition.id,
      objectId: String(input.position),
      detail: { userId: input.userId },
    });
  });
}

/** Takes the key at `position` from whoever has it, before the announcement. */
export async function removeCustodian(
  actorId: string,
  edition: Edition,
  position: number,
): Promise<void> {
  await db().$transaction(async (tx) => {
    await inPreparation(tx, edition.id);
    await release(tx, edition.id, position);
    await refreshManifest(tx, edition.id);
    await audit(tx, {
      actorId,
      action: "custodian.removed",
      editionId: edition.id,
      objectId: String(position),
    });
  });
}

async function release(tx: Tx, editionId: string, position: number): Promise<void> {
  const former = await tx.custodian.findUnique({
    where: { editionId_position: { editionId, position } },
  });
  if (!former) return;
  await tx.custodian.delete({ where: { id: former.id } });
  await tx.role.deleteMany({ where: { editionId, userId: former.userId, kind: "CUSTODIAN" } });
}

/**
 * Takes a custodian's public keys and answers with a test: a value only the private key can read.
 * Refuses wrong-phase, invalid (no age key), key-in-use (another custodian of the edition has it:
 * one person would count twice).
 */
export async function registerKeys(
  userId: string,
  editionId: string,
  keys: { recipient: string; signPublicKey: Bytes },
): Promise<Uint8Array> {
  const value = randomBytes(32);
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(keys.recipient);
  } catch {
    throw refuse("invalid", { field: "recipient" });
  }
  const wrap = await encrypter.encrypt(value);
  await db().$transaction(async (tx) => {
    await inPreparation(tx, editionId);
    const own = await ownCustodian(tx, editionId, userId);
    const same = { OR: [{ recipient: keys.recipient }, { signPublicKey: keys.signPublicKey }] };
    if (await tx.custodian.count({ where: { editionId, id: { not: own.id }, ...same } }))
      throw refuse("key-in-use");
    await tx.custodian.update({
      where: { id: own.id },
      data: { ...keys, tested: false, testHash: new Uint8Array(hash(value)) },
    });
    await refreshManifest(tx, editionId);
    await audit(tx, {
      actorId: userId,
      action: "custodian.keys-registered",
      editionId,
      objectId: String(own.position),
    });
  });
  return wrap;
}

/** The test decryption: with the value read from the test, the keys count. */
export async function proveKeys(
  userId: string,
  editionId: string,
  value: Uint8Array,
): Promise<void> {
  await db().$transaction(async (tx) => {
    await inPreparation(tx, editionId);
    const own = await ownCustodian(tx, editionId, userId);
    if (!own.testHash || !equal(own.testHash, hash(value))) throw refuse("not-tested");
    await tx.custodian.update({ where: { id: own.id }, data: { tested: true, testHash: null } });
    await refreshManifest(tx, editionId);
    await audit(tx, {
      actorId: userId,
      action: "custodian.keys-tested",
      editionId,
      objectId: String(own.position),
    });
  });
}

/**
 * Takes a custodian's signature on the manifest, the root or the ranking. `subjectHash` is the hash
 * that was seen when signing; refuses conflict when it is not the current one, signature-invalid
 * when the signature is another key's.
 */
export async function signSubject(
  userId: string,
  editionId: string,
  subject: SignedSubject,
  input: { subjectHash: Bytes; signature: Bytes },
): Promise<void> {
  await db().$transaction(async (tx) => {
    // what is signed cannot change before the signature is written
    await lockPhaseShared(tx, editionId);
    const own = await ownCustodian(tx, editionId, userId);
    const { statement, current } = await toBeSigned(tx, editionId, subject);
    if (!equal(current, input.subjectHash)) throw refuse("conflict");
    if (!own.signPublicKey || !verifies(input.signature, statement, own.signPublicKey))
      throw refuse("signature-invalid");
    await tx.custodianSignature.upsert({
      where: { custodianId_subject: { custodianId: own.id, subject } },
      create: { editionId, custodianId: own.id, subject, ...input },
      update: input,
    });
    await audit(tx, {
      actorId: userId,
      action: `custodian.signed-${subject.toLowerCase()}`,
      editionId,
      objectId: String(own.position),
    });
  });
}

async function toBeSigned(
  tx: Tx,
  editionId: string,
  subject: SignedSubject,
): Promise<{ statement: Uint8Array; current: Uint8Array }> {
  const { phase, manifest, closing, ranking } = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    include: { manifest: true, closing: true, ranking: true },
  });
  if (!manifest) throw refuse("wrong-phase");
  if (isPinned(editionId, manifest.hash) === "differs") throw refuse("manifest-differs");
  if (subject === "MANIFEST") {
    if (!phaseHas(phase, "rulesEditable")) throw refuse("wrong-phase");
    return { statement: manifestStatement(manifest.hash), current: manifest.hash };
  }
  if (!closing) throw refuse("wrong-phase");
  if (subject === "ROOT") {
    if (!phaseHas(phase, "screens")) throw refuse("wrong-phase");
    return {
      statement: rootStatement(
        editionId,
        manifest.hash,
        closing.root,
        closing.count,
        closing.staffHash,
      ),
      current: closing.root,
    };
  }
  if (!ranking || !phaseHas(phase, "signsRanking")) throw refuse("wrong-phase");
  return {
    statement: rankingStatement(editionId, closing.root, ranking.commit),
    current: ranking.commit,
  };
}

async function ownCustodian(tx: Tx, editionId: string, userId: string) {
  const own = await tx.custodian.findUnique({ where: { editionId_userId: { editionId, userId } } });
  if (!own) throw refuse("not-found");
  return own;
}

async function inPreparation(tx: Tx, editionId: string): Promise<void> {
  if (!phaseHas(await lockPhaseExclusive(tx, editionId), "rulesEditable"))
    throw refuse("wrong-phase");
}

/** Reminds a custodian by mail. */
export async function remindCustodian(
  actorId: string,
  edition: Edition,
  position: number,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const custodian = await tx.custodian.findUnique({
      where: { editionId_position: { editionId: edition.id, position } },
      include: { user: true },
    });
    if (!custodian) throw refuse("not-found");
    const { user } = custodian;
    const mail = custodianReminderMail(user.locale, {
      name: user.name,
      edition: edition.code,
      code: edition.code,
    });
    await enqueueMail(tx, {
      editionId: edition.id,
      toAddress: user.email,
      locale: user.locale,
      ...mail,
    });
    await audit(tx, {
      actorId,
      action: "custodian.reminded",
      editionId: edition.id,
      objectId: String(position),
    });
  });
}
