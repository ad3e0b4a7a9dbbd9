import { languageOf, type Outsider } from "#app/domain/people/account.ts";
import { refuse } from "#app/domain/refusal.ts";
import { addressChanged, invitation } from "#app/mail/people/account.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, isDuplicate, longTransaction, type Tx, type User } from "#app/platform/db.server.ts";
import { newLink } from "#app/platform/accounts/links.server.ts";
import { enqueueMail, enqueueMails } from "#app/platform/mail/outbox.server.ts";
import { keepingAnAdministrator } from "./administrators.server.ts";

/**
 * Creates a person who is not on the staff list and sends an invitation. Refuses duplicate.
 * `actorId` null: the command line, which prints the link.
 */
export async function createOutsider(
  actorId: string | null,
  input: Outsider,
  { administrator = false } = {},
): Promise<User> {
  return noDuplicate(async (tx) => {
    const user = await tx.user.create({ data: { ...input, isAdministrator: administrator } });
    await audit(tx, {
      actorId,
      action: "person.created",
      objectId: user.id,
      detail: { administrator },
    });
    if (actorId) await enqueueMail(tx, inviting(user));
    return user;
  });
}

/**
 * Corrects a person from outside; staff are corrected in the staff list. A changed address is told
 * to the old one. Refuses duplicate, blocked.
 */
export async function correctOutsider(
  actorId: string,
  userId: string,
  input: Outsider,
): Promise<void> {
  await noDuplicate(async (tx) => {
    const before = await person(tx, userId);
    if (before.staffNumber !== null)
      throw refuse("blocked", { reasons: [{ key: "on-staff-list", where: "/area/admin/staff" }] });
    await tx.user.update({ where: { id: userId }, data: input });
    if (before.email !== input.email) {
      await tx.oneTimeLink.deleteMany({ where: { userId } });
      await enqueueMail(tx, {
        toAddress: before.email,
        locale: languageOf(before),
        ...addressChanged(languageOf(before), before),
      });
    }
    await audit(tx, { actorId, action: "person.corrected", objectId: userId });
  });
}

/** Makes a person an administrator. Refuses account-inactive. */
export async function makeAdministrator(actorId: string, userId: string): Promise<void> {
  await db().$transaction(async (tx) => giveAdministration(tx, actorId, await person(tx, userId)));
}

/** The same from the command line. Refuses not-found, account-inactive. */
export async function makeAdministratorOf(email: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email } });
    if (!user) throw refuse("not-found");
    await giveAdministration(tx, null, user);
  });
}

async function giveAdministration(tx: Tx, actorId: string | null, { id }: User): Promise<void> {
  const { count } = await tx.user.updateMany({
    where: { id, active: true },
    data: { isAdministrator: true },
  });
  if (count === 0) throw refuse("account-inactive");
  await audit(tx, { actorId, action: "administrator.made", objectId: id });
}

/** Takes the administration from a person. Refuses blocked for the last administrator. */
export async function unmakeAdministrator(actorId: string, userId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await person(tx, userId);
    await keepingAnAdministrator(tx, () =>
      tx.user.update({ where: { id: userId }, data: { isAdministrator: false } }),
    );
    await audit(tx, { actorId, action: "administrator.unmade", objectId: userId });
  });
}

/**
 * Closes a person's access at once: sessions and links end, administration too. Refuses blocked for
 * the last administrator.
 */
export async function deactivatePerson(actorId: string, userId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await person(tx, userId);
    await keepingAnAdministrator(tx, () =>
      tx.user.update({ where: { id: userId }, data: { active: false, isAdministrator: false } }),
    );
    await tx.session.deleteMany({ where: { userId } });
    await tx.oneTimeLink.deleteMany({ where: { userId } });
    await audit(tx, { actorId, action: "person.deactivated", objectId: userId });
  });
}

/** Gives a person access again. */
export async function reactivatePerson(actorId: string, userId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await person(tx, userId);
    await tx.user.update({ where: { id: userId }, data: { active: true } });
    await audit(tx, { actorId, action: "person.reactivated", objectId: userId });
  });
}

/** Sends a person a link to choose a password. Refuses account-inactive. */
export async function invitePerson(actorId: string, userId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const user = await person(tx, userId);
    if (!user.active) throw refuse("account-inactive");
    await enqueueMail(tx, inviting(user));
    await audit(tx, { actorId, action: "person.invited", objectId: userId });
  });
}

/**
 * Invites everybody who has no password and no invitation under way; doing it twice sends nothing
 * twice. Returns how many.
 */
export async function inviteEverybody(actorId: string): Promise<number> {
  return longTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('invitations'))`;
    // in this order: a mail that goes out in between leaves its link
    const waiting = await tx.outboxMail.findMany({
      where: { sentAt: null, userId: { not: null } },
      select: { userId: true },
    });
    const people = await tx.user.findMany({
      where: { active: true, passwordHash: null, links: { none: { expiresAt: { gt: now() } } } },
    });
    const underWay = new Set(waiting.map((mail) => mail.userId));
    const invited = people.filter((user) => !underWay.has(user.id));
    for (let at = 0; at < invited.length; at += 1000)
      await enqueueMails(tx, invited.slice(at, at + 1000).map(inviting));
    await audit(tx, { actorId, action: "people.invited", detail: { count: invited.length } });
    return invited.length;
  });
}

/** A one-time link for whoever stands at the command line. Refuses not-found, account-inactive. */
export async function linkFor(email: string): Promise<string> {
  return db().$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email } });
    if (!user) throw refuse("not-found");
    if (!user.active) throw refuse("account-inactive");
    await audit(tx, { actorId: null, action: "person.link-printed", objectId: user.id });
    return newLink(tx, user.id);
  });
}

function inviting(user: User) {
  const locale = languageOf(user);
  return { userId: user.id, toAddress: user.email, locale, ...invitation(locale, user) };
}

async function person(tx: Tx, userId: string): Promise<User> {
  const found = await tx.user.findUnique({ where: { id: userId } });
  if (!found) throw refuse("not-found");
  return found;
}

async function noDuplicate<T>(act: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db().$transaction(act);
  } catch (error) {
    if (isDuplicate(error)) throw refuse("duplicate", { field: "email" });
    throw error;
  }
}
