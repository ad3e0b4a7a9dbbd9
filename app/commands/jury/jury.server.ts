import { answerDate, whyNotAppoint, type invitationSchema } from "#app/domain/jury/jury.ts";
import { defaultLocale, isLocale } from "#app/domain/locale.ts";
import { refuse } from "#app/domain/refusal.ts";
import { jurorInvitation } from "#app/mail/jury/jury.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import {
  db,
  isDuplicate,
  type Edition,
  type JurorKind,
  type Tx,
  type User,
} from "#app/platform/db.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";
import type { z } from "zod";
import { rememberRole } from "#app/commands/people/former-role.server.ts";
import { admitToJury } from "./jury-candidate.server.ts";
import { lockPhaseShared, lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";
import { replaceBlocked } from "./sealed-conflicts.server.ts";

type Appointment = { userId: string; chair: boolean; declaration?: string | undefined };

/**
 * Asks an employee to judge. Refuses not-found, too-late, account-inactive, duplicate,
 * holds-other-role, and holds-pass: whoever may have proposed does not judge, unless all passes
 * came back, or a declaration of not having taken part is put on record.
 */
export async function appointJuror(
  actorId: string,
  edition: Edition,
  { userId, chair, declaration }: Appointment,
): Promise<void> {
  await onAppointing(edition, async (tx) => {
    const person = await tx.user.findFirst({ where: { id: userId, staffNumber: { not: null } } });
    if (!person) throw refuse("not-found", { field: "userId" });
    await seat(tx, actorId, edition, person, { kind: "INTERNAL", chair, declaration });
  });
}

/**
 * Asks an expert from outside to judge, making an account where there is none. Refuses duplicate
 * for an employee's address.
 */
export async function inviteJuror(
  actorId: string,
  edition: Edition,
  { chair, ...person }: z.output<typeof invitationSchema>,
): Promise<void> {
  await onAppointing(edition, async (tx) => {
    const known = await tx.user.findUnique({ where: { email: person.email } });
    if (known?.staffNumber) throw refuse("duplicate", { field: "email" });
    await seat(tx, actorId, edition, known ?? (await tx.user.create({ data: person })), {
      kind: "EXTERNAL",
      chair,
    });
  });
}

/** Sends the invitation again to whoever has not answered. */
export async function resendInvitation(
  actorId: string,
  edition: Edition,
  jurorId: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const why = whyNotAppoint(await lockPhaseShared(tx, edition.id));
    if (why) throw refuse(why);
    const juror = await findJuror(tx, edition.id, jurorId);
    if (juror.state !== "INVITED") throw refuse("already-confirmed");
    await mailInvitation(tx, edition, juror.user, juror);
    await audit(tx, {
      actorId,
      action: "juror.reminded",
      editionId: edition.id,
      objectId: juror.id,
    });
  });
}

/** Lets this juror preside, instead of whoever did. */
export async function appointChair(
  actorId: string,
  editionId: string,
  jurorId: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const why = whyNotAppoint(await lockPhaseExclusive(tx, editionId));
    if (why) throw refuse(why);
    const juror = await findJuror(tx, editionId, jurorId);
    if (juror.state === "DECLINED") throw refuse("not-found");
    await tx.juror.updateMany({ where: { editionId, chair: true }, data: { chair: false } });
    await tx.juror.update({ where: { id: juror.id }, data: { chair: true } });
    await audit(tx, { actorId, action: "juror.chairs", editionId, objectId: juror.id });
  });
}

/** Takes somebody off the jury who has no proposal to judge. Refuses in-use. */
export async function removeJuror(
  actorId: string,
  editionId: string,
  jurorId: string,
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, editionId);
    const why = whyNotAppoint(phase);
    if (why) throw refuse(why);
    const juror = await findJuror(tx, editionId, jurorId);
    if (juror._count.assignments > 0) throw refuse("in-use");
    await tx.juror.delete({ where: { id: juror.id } });
    if (juror.state === "ACCEPTED")
      await rememberRole(tx, phase, { editionId, userId: juror.userId, kind: "JUROR" });
    await replaceBlocked(tx, editionId);
    await tx.role.deleteMany({ where: { editionId, userId: juror.userId, kind: "JUROR" } });
    await audit(tx, {
      actorId,
      action: "juror.removed",
      editionId,
      objectId: juror.id,
      detail: { userId: juror.userId },
    });
  });
}

/**
 * Under the edition's lock, so that two organisers at once seat somebody once; a race for a mail
 * address is a duplicate.
 */
async function onAppointing(
  { id, juryAfterClosing }: Edition,
  act: (tx: Tx) => Promise<void>,
): Promise<void> {
  try {
    await db().$transaction(async (tx) => {
      const why = whyNotAppoint(await lockPhaseExclusive(tx, id), { juryAfterClosing });
      if (why) throw refuse(why);
      await act(tx);
    });
  } catch (error) {
    if (isDuplicate(error)) throw refuse("duplicate", { field: "email" });
    throw error;
  }
}

type Seat = { kind: JurorKind; chair: boolean; declaration?: string | undefined };

async function seat(
  tx: Tx,
  actorId: string,
  edition: Edition,
  person: User,
  { kind, chair, declaration }: Seat,
): Promise<void> {
  await admitToJury(tx, person, {
    actorId,
    editionId: edition.id,
    field: kind === "INTERNAL" ? "userId" : "email",
    declaration,
  });
  if (chair)
    await tx.juror.updateMany({
      where: { editionId: edition.id, chair: true },
      data: { chair: false },
    });
  const again = {
    kind,
    chair,
    state: "INVITED",
    declineReason: "",
    confirmedOwn: false,
    leftAt: null,
    answerBy: answerDate(now(), edition.jurorAnswerDays),
  } as const;
  const juror = await tx.juror.upsert({
    where: { editionId_userId: { editionId: edition.id, userId: person.id } },
    create: { editionId: edition.id, userId: person.id, ...again },
    update: again, // who declined may be asked again
  });
  await tx.role.create({ data: { editionId: edition.id, userId: person.id, kind: "JUROR" } });
  await mailInvitation(tx, edition, person, juror);
  await audit(tx, {
    actorId,
    action: "juror.invited",
    editionId: edition.id,
    objectId: juror.id,
    detail: { userId: person.id, kind, chair },
  });
}

async function mailInvitation(
  tx: Tx,
  edition: Edition,
  person: User,
  { chair, answerBy }: { chair: boolean; answerBy: Date | null },
): Promise<void> {
  const locale = isLocale(person.locale) ? person.locale : defaultLocale;
  const content = jurorInvitation(locale, {
    name: person.name,
    edition,
    chair,
    answerBy,
    hasPassword: person.passwordHash !== null,
  });
  await enqueueMail(tx, {
    editionId: edition.id,
    userId: person.id,
    toAddress: person.email,
    locale,
    ...content,
  });
}

async function findJuror(tx: Tx, editionId: string, jurorId: string) {
  const juror = await tx.juror.findUnique({
    where: { id: jurorId, editionId },
    include: { user: true, _count: { select: { assignments: true } } },
  });
  if (!juror) throw refuse("not-found");
  return juror;
}
