import { languageOf } from "#app/domain/people/account.ts";
import { refuse } from "#app/domain/refusal.ts";
import { newPassword, passwordChanged } from "#app/mail/people/account.server.ts";
import { ownWordsOf, weaknessOf } from "#app/domain/people/password-strength.ts";
import { city } from "#app/platform/city.server.ts";
import { commonPasswords } from "#app/platform/accounts/common-passwords.server.ts";
import { db, type Tx, type User } from "#app/platform/db.server.ts";
import { knownBrowserCookie } from "#app/platform/accounts/known-browser.server.ts";
import { callerOf, countTry, forgetTries, triesAt } from "#app/platform/limits.server.ts";
import { personOfLink, spendLink } from "#app/platform/accounts/links.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";
import { fitsPassword, hashPassword } from "#app/platform/accounts/password.server.ts";
import type { SessionComputer } from "#app/platform/accounts/session.server.ts";
import { shownCookie } from "#app/platform/accounts/shown-factor.server.ts";
import { newSession } from "./session.server.ts";
import { takeTry } from "#app/commands/box/slowing.server.ts";

/** Mails with a link that one account gets: so many a day, and so many minutes apart. */
const linkMails = { daily: 5, minutesApart: 15 };
/** A caller who asked for more than so many within the hour gets one a day for each account. */
const manyAsked = 50;
const day = 24 * 60;
/** Tries at the present password that cost nothing. */
const freeTries = 5;

/**
 * Sends a link to choose a password, if there is such an account and none was sent just before:
 * that one is still good. The answer and its time are the same in all cases.
 */
export async function askForLink(input: {
  email: string;
  address?: string | undefined;
}): Promise<void> {
  const rest = new Promise((resolve) => setTimeout(resolve, 300));
  if (isTimeForLink(input)) await sendLink(input.email);
  await rest;
}

function isTimeForLink({
  email,
  address,
}: {
  email: string;
  address?: string | undefined;
}): boolean {
  const [key, asked] = [`link to ${email}`, `links asked from ${callerOf(address)}`];
  const most = triesAt(asked, 60).length > manyAsked ? 1 : linkMails.daily;
  countTry(asked);
  if (triesAt(key, day).length >= most || triesAt(key, linkMails.minutesApart).length > 0)
    return false;
  countTry(key);
  return true;
}

async function sendLink(email: string): Promise<void> {
  const user = await db().user.findUnique({ where: { email, active: true } });
  if (!user) return;
  const locale = languageOf(user);
  await db().$transaction((tx) =>
    enqueueMail(tx, {
      userId: user.id,
      toAddress: user.email,
      locale,
      ...newPassword(locale, user),
    }),
  );
}

/**
 * Sets the password with a one-time link, ends all sessions and opens one here; gives its cookie,
 * the one that says what was shown, and the one by which this browser is known. The link is used up
 * now, not when it was looked at. Refuses link-spent, and invalid for a password that is easy to
 * guess.
 */
export async function setPasswordByLink(
  secret: string,
  password: string,
  { computer, cookies }: { computer?: SessionComputer; cookies?: string | null } = {},
): Promise<string[]> {
  const user = await personOfLink(db(), secret);
  if (!user) throw refuse("link-spent");
  await refuseGuessable(password, user);
  const passwordHash = await hashPassword(password);
  await db().$transaction(async (tx) => {
    await lockAccount(tx, user.id);
    if (!(await spendLink(tx, secret))) throw refuse("link-spent");
    await replacePassword(tx, user, passwordHash);
  });
  const cookie = await newSession(user.id, passwordHash, computer);
  return [cookie, shownCookie(cookie, "password"), knownBrowserCookie(cookies, user.id)];
}

/**
 * Changes the password of somebody who knows the present one; other sessions end, this browser gets
 * a new one. Refuses wrong-credentials, too-many-attempts, and invalid for a password that is easy
 * to guess.
 */
export async function changePassword(
  userId: string,
  input: { current: string; password: string; computer?: SessionComputer },
): Promise<string> {
  const tried = `current password of ${userId}`;
  takeTry({ key: tried, free: freeTries });
  const user = await db().user.findUniqueOrThrow({ where: { id: userId } });
  if (!(await fitsPassword(user.passwordHash, input.current)))
    throw refuse("wrong-credentials", { field: "current" });
  forgetTries(tried);
  await refuseGuessable(input.password, user);
  const passwordHash = await hashPassword(input.password);
  await db().$transaction(async (tx) => {
    await lockAccount(tx, userId);
    // by a link another one may have been chosen meanwhile
    if ((await tx.user.count({ where: { id: userId, passwordHash: user.passwordHash } })) === 0)
      throw refuse("wrong-credentials", { field: "current" });
    await replacePassword(tx, user, passwordHash);
  });
  return newSession(userId, passwordHash, input.computer);
}

/**
 * Refuses invalid at the field, with what is wrong: many choose it, it is made of the account's own
 * words, or of runs.
 */
async function refuseGuessable(
  password: string,
  { name, surname, email, staffNumber }: User,
): Promise<void> {
  const common = await commonPasswords();
  const own = ownWordsOf([name, surname, email, staffNumber, city().name, "innova"]);
  const weakness = weaknessOf(password, own, (text) => common.has(text));
  if (weakness) throw refuse("invalid", { field: "password", reasons: [{ key: weakness }] });
}

/** The account before its links and sessions, in the order of everybody who ends them. */
async function lockAccount(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM "User" WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
}

async function replacePassword(tx: Tx, user: User, passwordHash: string): Promise<void> {
  const locale = languageOf(user);
  await tx.user.update({ where: { id: user.id }, data: { passwordHash } });
  await tx.session.deleteMany({ where: { userId: user.id } });
  await tx.oneTimeLink.deleteMany({ where: { userId: user.id } });
  if (user.passwordHash)
    await enqueueMail(tx, { toAddress: user.email, locale, ...passwordChanged(locale, user) });
}
