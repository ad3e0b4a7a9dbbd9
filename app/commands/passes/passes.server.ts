import { issuesPasses, phaseHas } from "#app/domain/phase.ts";
import { eligibilityRule, whyNoPass } from "#app/domain/passes/eligibility.ts";
import { refuse } from "#app/domain/refusal.ts";
import { equal, toBase64 } from "#app/sealing/bytes.ts";
import { certificateStatement } from "#app/sealing/envelope.ts";
import type { PassCertificate, SignedPassCertificate } from "#app/sealing/certificate.ts";
import { requestHash } from "#app/sealing/token.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition, type User } from "#app/platform/db.server.ts";
import { blindSign, signServerStatement } from "#app/platform/issuer.server.ts";
import { isPinned } from "#app/platform/pins.server.ts";
import { lockPerson } from "#app/commands/people/person-lock.server.ts";
import { lockPhaseShared } from "#app/commands/edition/phase-lock.server.ts";

export type PassRequest = { editionId: string; blinded: Uint8Array[]; holderPublicKey: Uint8Array };
export type IssuedPasses = { blindSignatures: string[]; cert: SignedPassCertificate };

/**
 * Signs blinded passes and a certificate for one browser of an eligible employee. No time is kept,
 * and no audit row names who asked (sealing.md §8). The same request again gives the same answer
 * without counting. Refuses: not-found, too-early, too-late, manifest-differs, not-eligible,
 * holds-role, passes-returned, passes-exhausted, invalid.
 */
export async function issuePasses(userId: string, request: PassRequest): Promise<IssuedPasses> {
  const edition = await db().edition.findUnique({
    where: { id: request.editionId },
    include: { keys: true, manifest: true },
  });
  if (!edition?.keys || !edition.manifest || !phaseHas(edition.phase, "callPublic"))
    throw refuse("not-found");
  if (!issuesPasses(edition, now()) || !edition.keys.issuerPrivate || !edition.keys.certPrivate)
    throw refuse("too-late");
  if (isPinned(edition.id, edition.manifest.hash) === "differs") throw refuse("manifest-differs");
  if (request.blinded.length !== edition.passesPerPerson || request.holderPublicKey.length !== 32)
    throw refuse("invalid");
  const blindSignatures = signAll(edition.keys.issuerPrivate, request.blinded);
  const person = await countIssue(
    userId,
    edition,
    new Uint8Array(requestHash(request.blinded, request.holderPublicKey)),
  );
  const certificate = certify(person, edition.id, request.holderPublicKey);
  return {
    blindSignatures,
    cert: {
      certificate,
      signature: toBase64(
        signServerStatement(edition.keys.certPrivate, certificateStatement(certificate)),
      ),
    },
  };
}

/**
 * One row per browser, up to the edition's number; under a lock of the person, so that twenty at
 * once count as twenty, and of the edition's phase, so that what closing counts is complete.
 */
async function countIssue(
  userId: string,
  edition: Edition,
  hash: Uint8Array<ArrayBuffer>,
): Promise<User> {
  return db().$transaction(async (tx) => {
    if (!issuesPasses({ ...edition, phase: await lockPhaseShared(tx, edition.id) }, now()))
      throw refuse("too-late");
    await lockPerson(tx, userId);
    const here = { where: { editionId: edition.id } };
    const person = await tx.user.findUniqueOrThrow({
      where: { id: userId },
      include: { roles: here, formerRoles: here, passReturns: here },
    });
    const why = whyNoPass(person, {
      roles: [...person.roles, ...person.formerRoles].map(({ kind }) => kind),
      gaveBack: person.passReturns.length > 0,
    });
    if (why) throw refuse(why);
    const earlier = await tx.activation.findMany({ where: { editionId: edition.id, userId } });
    if (earlier.some(({ requestHash: known }) => equal(known, hash))) return person;
    if (earlier.length > edition.furtherBrowsers) throw refuse("passes-exhausted");
    await tx.activation.create({ data: { editionId: edition.id, userId, requestHash: hash } });
    return person;
  });
}

function signAll(issuerPrivate: Uint8Array, blinded: Uint8Array[]): string[] {
  try {
    return blinded.map((message) => toBase64(blindSign(issuerPrivate, message)));
  } catch (error) {
    if (error instanceof RangeError) throw refuse("invalid", { field: "blinded" });
    throw error;
  }
}

function certify(person: User, edition: string, holderKey: Uint8Array): PassCertificate {
  const { id: sub, name, surname, unit } = person;
  return {
    v: 1,
    edition,
    sub,
    name,
    surname,
    staffNumber: person.staffNumber ?? "",
    unit,
    eligibility: eligibilityRule,
    holderKey: toBase64(holderKey),
  };
}
