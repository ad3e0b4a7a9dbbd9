import { randomBytes } from "node:crypto";
import {
  type CertificateKind,
  type CertificateRequest,
  codeOf,
} from "#app/domain/publication/certificate.ts";
import { phaseHas } from "#app/domain/phase.ts";
import { refuse } from "#app/domain/refusal.ts";
import { earnedCertificates } from "#app/queries/publication/own-certificates.server.ts";
import { nullifier, splitTookPart } from "#app/sealing/token.ts";
import { audit } from "#app/platform/audit.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { newCertificateKey, verifiesPass } from "#app/platform/issuer.server.ts";

/**
 * Makes the certificate of a winner who accepted or a juror who confirmed; asked again it is the
 * same. Refuses not-found for all others.
 */
export async function takeCertificate(
  userId: string,
  { edition: editionId, kind, publicNo }: CertificateRequest,
): Promise<string> {
  return db().$transaction(async (tx) => {
    const merit = (await earnedCertificates(userId, tx)).find(
      (each) => each.edition.id === editionId && each.kind === kind && each.publicNo === publicNo,
    );
    if (!merit) throw refuse("not-found");
    const { code, made } = await make(tx, { editionId, userId, kind, publicNo }, merit.name);
    if (made)
      await audit(tx, {
        actorId: userId,
        action: "certificate.taken",
        editionId,
        detail: { kind, publicNo },
      });
    return code;
  });
}

/**
 * Spends a 'took part' token for the certificate of whoever is signed in. What is stored is that
 * this account took part in the edition, and that some token of it is spent; neither has a time,
 * and the log of acts has nothing. Asked again it is the same, and spends none. Refuses: not-found,
 * not-eligible, holds-role, token-invalid, token-spent.
 */
export async function redeemTookPart(
  userId: string,
  editionId: string,
  token: Uint8Array,
): Promise<string> {
  const edition = await db().edition.findUnique({
    where: { id: editionId },
    include: { tookPartKey: true },
  });
  if (!edition?.tookPartKey || !phaseHas(edition.phase, "resultsPublic")) throw refuse("not-found");
  const parts = splitTookPart(editionId, token);
  if (!parts || !verifiesPass(edition.tookPartKey.issuerSpki, parts.message, parts.signature))
    throw refuse("token-invalid");
  return db().$transaction(async (tx) => {
    const person = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      include: { roles: { where: { editionId } } },
    });
    // whoever became a director since took part all the same
    if (person.staffNumber === null) throw refuse("not-eligible");
    if (person.roles.length > 0) throw refuse("holds-role");
    const { code, made } = await make(
      tx,
      { editionId, userId, kind: "PARTICIPANT", publicNo: 0 },
      `${person.name} ${person.surname}`,
    );
    if (!made) return code;
    const { count } = await tx.spentToken.createMany({
      data: [
        { nullifier: new Uint8Array(nullifier(parts.message)), editionId, purpose: "took-part" },
      ],
      skipDuplicates: true,
    });
    if (count === 0) throw refuse("token-spent");
    return code;
  });
}

type Holder = { editionId: string; userId: string; kind: CertificateKind; publicNo: number };

/** One certificate for each merit, with the key that signs it. */
async function make(
  tx: Tx,
  holder: Holder,
  name: string,
): Promise<{ code: string; made: boolean }> {
  await makeKey(tx);
  const { count } = await tx.certificate.createMany({
    data: [{ code: codeOf(randomBytes(26)), ...holder, name }],
    skipDuplicates: true,
  });
  const { code } = await tx.certificate.findUniqueOrThrow({
    where: { editionId_userId_kind_publicNo: holder },
  });
  return { code, made: count === 1 };
}

/** The house has one key for certificates, made with the first of them. */
async function makeKey(tx: Tx): Promise<void> {
  if ((await tx.certificateKey.count()) > 0) return;
  await tx.certificateKey.createMany({
    data: [{ number: 1, ...newCertificateKey() }],
    skipDuplicates: true,
  });
}
