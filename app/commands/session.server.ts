import { pathBack } from "#app/domain/account.ts";
import type { Locale } from "#app/domain/locale.ts";
import { refuse } from "#app/domain/refusal.ts";
import { db } from "#app/platform/db.server.ts";
import { attempt, callerOf, forgive, forgiveAll, type Limit } from "#app/platform/limits.server.ts";
import { fitsPassword } from "#app/platform/password.server.ts";
import { type Computer, lucia, newSessionId, sessionCookie, sessionIn } from "#app/platform/session.server.ts";
import { changeLanguage } from "./account.server.ts";

// Nothing here is audited or stored with a time: who signed in when is nobody's business (sealing.md §6).

const byAccount: Limit = { name: "sign-in by account", max: 10, minutes: 15 };
const byAddress: Limit = { name: "sign-in by address", max: 100, minutes: 15 };

/**
 * Signs a person in and says where to go. `locale`, where it was chosen on the way in, becomes the account's language. An
 * unknown address takes as long and is told the same as a wrong password. Refuses wrong-credentials, too-many-attempts.
 */
export async function signIn(input: { email: string; password: string; back: string | null; locale?: Locale | null; address?: string; computer?: Computer }): Promise<{ cookie: string; to: string }> {
  const caller = callerOf(input.address);
  countAttempt(byAddress, caller);
  countAttempt(byAccount, input.email);
  const user = await db().user.findUnique({ where: { email: input.email } });
  const fits = await fitsPassword(user?.active ? user.passwordHash : null, input.password);
  if (!user?.passwordHash || !fits) throw refuse("wrong-credentials");
  const cookie = await newSession(user.id, user.passwordHash, input.computer);
  if (input.locale && input.locale !== user.locale) await changeLanguage(user.id, input.locale);
  forgive(byAddress, caller);
  forgiveSignIns(input.email);
  return { cookie, to: pathBack(input.back) };
}

/** Counts against `limit`; refuses too-many-attempts. */
export function countAttempt(limit: Limit, key: string): void {
  const minutes = attempt(limit, key);
  if (minutes !== null) throw refuse("too-many-attempts", { params: { minutes } });
}

/** Whoever proved to own the account starts counting anew. */
export function forgiveSignIns(email: string): void {
  forgiveAll(byAccount, email);
}

/** Opens a session, on a computer that counts as shared where nobody said, for whoever proved to know the password with this hash, and returns its cookie. Refuses wrong-credentials when it was replaced meanwhile. */
export async function newSession(userId: string, passwordHash: string, computer: Computer = "shared"): Promise<string> {
  const session = await lucia().createSession(userId, {}, { sessionId: newSessionId(computer) });
  // whoever replaces the password, or closes the account, ends all sessions, and may have come before this one was there
  const still = await db().$queryRaw<unknown[]>`SELECT id FROM "User" WHERE id = ${userId}::uuid AND active AND "passwordHash" = ${passwordHash} FOR SHARE`;
  if (still.length === 0) {
    await lucia().invalidateSession(session.id);
    throw refuse("wrong-credentials");
  }
  return sessionCookie(session.id);
}

/** Puts a session that says whose this computer is in place of the one in this cookie header; gives its cookie. */
export async function sayWhoseComputer(userId: string, cookies: string | null, computer: Computer): Promise<string> {
  const { id } = await lucia().createSession(userId, {}, { sessionId: newSessionId(computer) });
  const before = sessionIn(cookies);
  if (before) await lucia().invalidateSession(before);
  return sessionCookie(id);
}

/** Ends the session of this cookie header and returns the cookie that forgets it. */
export async function signOut(cookies: string | null): Promise<string> {
  const id = sessionIn(cookies);
  if (id) await lucia().invalidateSession(id);
  return lucia().createBlankSessionCookie().serialize();
}

/** Ends all sessions of a person, on every device. */
export async function signOutEverywhere(userId: string): Promise<string> {
  await lucia().invalidateUserSessions(userId);
  return lucia().createBlankSessionCookie().serialize();
}
