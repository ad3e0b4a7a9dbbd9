import { pathBack } from "#app/domain/people/account.ts";
import type { Locale } from "#app/domain/locale.ts";
import { refuse } from "#app/domain/refusal.ts";
import { db } from "#app/platform/db.server.ts";
import { knownBrowser, knownBrowserCookie } from "#app/platform/accounts/known-browser.server.ts";
import { callerOf, countTry, forgetTries, triesAt } from "#app/platform/limits.server.ts";
import { fitsPassword } from "#app/platform/accounts/password.server.ts";
import { actsForOthers } from "#app/domain/policy.ts";
import {
  type SessionComputer,
  lucia,
  newSessionId,
  sessionCookie,
  sessionIn,
  withRoles,
} from "#app/platform/accounts/session.server.ts";
import { shownAlong, shownCookie } from "#app/platform/accounts/shown-factor.server.ts";
import { isSecondFactorRequired } from "#app/platform/env.server.ts";
import { hasFactor } from "#app/queries/people/second-factor.server.ts";
import { changeLanguage } from "./account.server.ts";
import { forgottenAfter, type Slowed, takeTry } from "#app/commands/box/slowing.server.ts";

// Nothing here is audited or stored with a time: who signed in when is nobody's business
// (sealing.md §6).

type SignIn = {
  email: string;
  password: string;
  back: string | null;
  /** chosen on the way in: it becomes the account's language */
  locale?: Locale | null;
  address?: string | undefined;
  computer?: SessionComputer;
  /** the Cookie header: in it is where this browser is known from */
  cookies?: string | null | undefined;
};

/**
 * Signs a person in; gives the cookies and where to go. An unknown address takes as long and is
 * told the same as a wrong password. Refuses wrong-credentials, too-many-attempts.
 */
export async function signIn(input: SignIn): Promise<{ cookies: string[]; to: string }> {
  const user = await db().user.findUnique({ where: { email: input.email } });
  const keys = triedAt(input, user && knownBrowser(input.cookies, user.id));
  takeTry(...keys);
  const fits = await fitsPassword(user?.active ? user.passwordHash : null, input.password);
  if (!user?.passwordHash || !fits) {
    countTry(failuresFrom(input.address));
    throw refuse("wrong-credentials");
  }
  const cookie = await newSession(user.id, user.passwordHash, input.computer);
  if (input.locale && input.locale !== user.locale) await changeLanguage(user.id, input.locale);
  for (const { key } of keys) forgetTries(key);
  const cookies = [
    cookie,
    shownCookie(cookie, "password"),
    knownBrowserCookie(input.cookies, user.id),
  ];
  return { cookies, to: await wayIn(user.id, pathBack(input.back)) };
}

/**
 * Where one goes after the password: first to the second factor, or to set one up where the role
 * requires it.
 */
async function wayIn(userId: string, to: string): Promise<string> {
  const back = encodeURIComponent(to);
  if (await hasFactor(userId)) return `/area/second-factor?back=${back}`;
  const { isAdministrator, roles, jurors } = await db().user.findUniqueOrThrow({
    where: { id: userId },
    include: withRoles,
  });
  const mustSetUp =
    isSecondFactorRequired() &&
    actsForOthers({ isAdministrator, roles, presides: jurors.length > 0 });
  return mustSetUp ? `/area/account/second-factor?back=${back}` : to;
}

/**
 * Tries that cost nothing: of one caller or browser at one account, and of all callers together.
 */
const freeTries = { own: 5, all: 100 };
/** After so many failures at whatever accounts, a caller's second try at one is put off. */
const manyFailures = 100;

/**
 * Where a try counts: a browser in which this person signed in before by itself, any other by its
 * caller, and all these together so that many callers guess no faster. A caller is never put off
 * for what happened at another account: a whole city leaves through one address.
 */
function triedAt({ email, address }: SignIn, browser: string | null): Slowed[] {
  if (browser) return [{ key: `sign-in in ${browser}`, free: freeTries.own }];
  const isBusy = triesAt(failuresFrom(address), forgottenAfter).length >= manyFailures;
  const own = {
    key: `sign-in ${email} from ${callerOf(address)}`,
    free: isBusy ? 1 : freeTries.own,
  };
  return [own, { key: `sign-in ${email}`, free: freeTries.all }];
}

function failuresFrom(address: string | undefined): string {
  return `failed sign-ins from ${callerOf(address)}`;
}

/**
 * Opens a session, on a computer that counts as shared where nobody said, for whoever proved to
 * know the password with this hash, and returns its cookie. Refuses wrong-credentials when it was
 * replaced meanwhile.
 */
export async function newSession(
  userId: string,
  passwordHash: string,
  computer: SessionComputer = "shared",
): Promise<string> {
  const session = await lucia().createSession(userId, {}, { sessionId: newSessionId(computer) });
  // whoever replaces the password, or closes the account, ends all sessions, and may have come
  // before this one was there
  const still = await db().$queryRaw<
    unknown[]
  >`SELECT id FROM "User" WHERE id = ${userId}::uuid AND active AND "passwordHash" = ${passwordHash} FOR SHARE`;
  if (still.length === 0) {
    await lucia().invalidateSession(session.id);
    throw refuse("wrong-credentials");
  }
  return sessionCookie(session.id);
}

/**
 * Puts a session that says whose this computer is instead of the one in this cookie header; gives
 * its cookies.
 */
export async function sayWhoseComputer(
  userId: string,
  cookies: string | null,
  computer: SessionComputer,
): Promise<string[]> {
  const { id } = await lucia().createSession(userId, {}, { sessionId: newSessionId(computer) });
  const before = sessionIn(cookies);
  if (before) await lucia().invalidateSession(before);
  const cookie = sessionCookie(id);
  return [cookie, ...shownAlong(cookies, cookie)];
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
