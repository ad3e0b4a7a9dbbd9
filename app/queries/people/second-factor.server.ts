import {
  addressOf,
  secretOfSession,
  typedSecret,
} from "#app/platform/accounts/authenticator.server.ts";
import { db, type Tx } from "#app/platform/db.server.ts";

/** The second factors of an account. */
export type Factors = { authenticator: boolean; passkeys: number; recoveryCodes: number };

/** Which second factors an account has. */
export async function factorsOf(userId: string, tx: Tx = db()): Promise<Factors> {
  const counted = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      authenticator: { select: { userId: true } },
      _count: { select: { passkeys: true, recoveryCodes: true } },
    },
  });
  return {
    authenticator: counted.authenticator !== null,
    passkeys: counted._count.passkeys,
    recoveryCodes: counted._count.recoveryCodes,
  };
}

/** Whether an account has a second factor; recovery codes alone are none. */
export async function hasFactor(userId: string, tx: Tx = db()): Promise<boolean> {
  const { authenticator, passkeys } = await factorsOf(userId, tx);
  return authenticator || passkeys > 0;
}

/**
 * What an authenticator app is set up with in this session: the address in the QR code, and the
 * secret to type.
 */
export function newAuthenticatorOf(
  sessionId: string,
  email: string,
): { address: string; secret: string } {
  const secret = secretOfSession(sessionId);
  return { address: addressOf(secret, email), secret: typedSecret(secret) };
}
