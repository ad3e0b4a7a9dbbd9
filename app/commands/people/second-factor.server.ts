import { randomBytes } from "node:crypto";
import { languageOf } from "#app/domain/people/account.ts";
import { inParts, recoveryCodeCount, recoveryCodeOf } from "#app/domain/people/second-factor.ts";
import { refuse } from "#app/domain/refusal.ts";
import { secondFactorChanged } from "#app/mail/people/account.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import {
  isSpent,
  secretOfSession,
  spentHashOf,
  stepOf,
} from "#app/platform/accounts/authenticator.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";
import { keyedHash } from "#app/platform/keyed-hash.server.ts";
import { forgetTries } from "#app/platform/limits.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";
import { fitsPassword } from "#app/platform/accounts/password.server.ts";
import { openSecret, sealSecret } from "#app/platform/sealed-secret.server.ts";
import type { Shown } from "#app/platform/accounts/shown-factor.server.ts";
import { hasFactor } from "#app/queries/people/second-factor.server.ts";
import { takeTry } from "#app/commands/box/slowing.server.ts";

// Second factors are set up by those who hold a role, so acts about them may be audited (sealing.md
// §6).

const purpose = "innova.to/authenticator/v1";
/** Tries at a second factor that cost nothing. */
const freeTries = 5;
const triedBy = (userId: string) => `second factor of ${userId}`;

export type FactorKind = "authenticator" | "passkey";
export type FactorChange =
  "added" | "removed" | "reset" | "recovery-code-used" | "recovery-codes-made";

/**
 * Adds the authenticator app that was set up in this session, instead of one of before. Refuses
 * wrong-credentials, too-many-attempts.
 */
export async function addAuthenticator(
  userId: string,
  sessionId: string,
  code: string,
): Promise<void> {
  takeTry({ key: triedBy(userId), free: freeTries });
  const secret = secretOfSession(sessionId);
  const step = stepOf(secret, code);
  if (step === null) throw refuse("wrong-credentials");
  const kept = {
    secret: sealSecret(purpose, userId, secret),
    spentHash: spentHashOf(userId, step),
  };
  await db().$transaction(async (tx) => {
    await tx.authenticator.upsert({ where: { userId }, create: { userId, ...kept }, update: kept });
    await tellFactorChange(tx, userId, userId, "added", "authenticator");
  });
  forgetTries(triedBy(userId));
}

/**
 * Takes a code of the authenticator, or a recovery code, which is used up. Refuses
 * wrong-credentials, too-many-attempts.
 */
export async function showCode(userId: string, code: string): Promise<void> {
  takeTry({ key: triedBy(userId), free: freeTries });
  const taken = await db().$transaction(async (tx) => {
    // one code at a time
    await tx.$queryRaw`SELECT id FROM "User" WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
    return /^\d{6}$/.test(code) ? spendCode(tx, userId, code) : spendRecoveryCode(tx, userId, code);
  });
  if (!taken) throw refuse("wrong-credentials");
  forgetTries(triedBy(userId));
}

async function spendCode(tx: Tx, userId: string, code: string): Promise<boolean> {
  const row = await tx.authenticator.findUnique({ where: { userId } });
  const step = row && stepOf(openSecret(purpose, userId, row.secret), code);
  if (!row || step === null || isSpent(userId, step, row.spentHash)) return false;
  await tx.authenticator.update({
    where: { userId },
    data: { spentHash: spentHashOf(userId, step) },
  });
  return true;
}

async function spendRecoveryCode(tx: Tx, userId: string, code: string): Promise<boolean> {
  const { count } = await tx.recoveryCode.deleteMany({
    where: { userId, codeHash: hashOf(userId, code) },
  });
  if (count === 0) return false;
  await tellFactorChange(tx, userId, userId, "recovery-code-used");
  return true;
}

/**
 * Takes what is shown again in place: a code, or the password where there is no second factor.
 * Refuses wrong-credentials, too-many-attempts.
 */
export async function showAgain(userId: string, answer: string): Promise<Shown> {
  if (await hasFactor(userId)) {
    await showCode(userId, answer.replace(/[\s-]/g, "").toLowerCase());
    return "factor";
  }
  takeTry({ key: triedBy(userId), free: freeTries });
  const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  if (!(await fitsPassword(passwordHash, answer))) throw refuse("wrong-credentials");
  forgetTries(triedBy(userId));
  return "password";
}

/**
 * Makes new recovery codes and gives them, this once; those of before are worth nothing. Refuses
 * blocked without a factor.
 */
export async function makeRecoveryCodes(userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, () => recoveryCodeOf(randomBytes(32)));
  await db().$transaction(async (tx) => {
    if (!(await hasFactor(userId, tx)))
      throw refuse("blocked", { reasons: [{ key: "no-second-factor" }] });
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.recoveryCode.createMany({
      data: codes.map((code) => ({ userId, codeHash: hashOf(userId, code) })),
    });
    await tellFactorChange(tx, userId, userId, "recovery-codes-made");
  });
  return codes.map(inParts);
}

/**
 * Takes the authenticator app, or all passkeys, away; with the last factor the recovery codes go
 * too.
 */
export async function removeFactor(userId: string, kind: FactorKind): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } =
      kind === "authenticator"
        ? await tx.authenticator.deleteMany({ where: { userId } })
        : await tx.passkey.deleteMany({ where: { userId } });
    if (count === 0) return;
    if (!(await hasFactor(userId, tx))) await tx.recoveryCode.deleteMany({ where: { userId } });
    await tellFactorChange(tx, userId, userId, "removed", kind);
  });
}

/**
 * Takes every second factor from somebody who lost theirs and ends their sessions. `actorId` null:
 * the command line. Refuses not-found, and blocked where there is none.
 */
export async function resetFactors(actorId: string | null, userId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    if ((await tx.user.count({ where: { id: userId } })) === 0) throw refuse("not-found");
    if (!(await hasFactor(userId, tx)))
      throw refuse("blocked", { reasons: [{ key: "no-second-factor" }] });
    await tx.authenticator.deleteMany({ where: { userId } });
    await tx.passkey.deleteMany({ where: { userId } });
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.session.deleteMany({ where: { userId } });
    await tellFactorChange(tx, actorId, userId, "reset");
  });
  forgetTries(triedBy(userId));
}

/** The same for whoever stands at the command line. */
export async function resetFactorsOf(email: string): Promise<void> {
  const user = await db().user.findUnique({ where: { email } });
  if (!user) throw refuse("not-found");
  await resetFactors(null, user.id);
}

/** Audits a change and tells it to the person by mail. */
export async function tellFactorChange(
  tx: Tx,
  actorId: string | null,
  userId: string,
  change: FactorChange,
  kind?: FactorKind,
): Promise<void> {
  await audit(tx, {
    actorId,
    action: `second-factor.${change}`,
    objectId: userId,
    ...(kind && { detail: { kind } }),
  });
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  const locale = languageOf(user);
  await enqueueMail(tx, {
    toAddress: user.email,
    locale,
    ...secondFactorChanged(locale, user, change),
  });
}

function hashOf(userId: string, code: string): Uint8Array<ArrayBuffer> {
  return keyedHash("innova.to/recovery-code/v1", `${userId}|${code}`);
}
