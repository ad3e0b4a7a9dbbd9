import { phaseOf } from "#app/domain/phase.ts";
import { whyNotAppoint } from "#app/domain/jury/jury.ts";
import { defaultLocale, isLocale } from "#app/domain/locale.ts";
import { refuse } from "#app/domain/refusal.ts";
import { secretaryMail } from "#app/mail/jury/jury.server.ts";
import { audit } from "#app/platform/audit.server.ts";
import { db, type Edition, type Tx } from "#app/platform/db.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";
import { rememberRole } from "#app/commands/people/former-role.server.ts";
import { admitToJury } from "./jury-candidate.server.ts";
import { lockPhaseExclusive } from "#app/commands/edition/phase-lock.server.ts";

/**
 * Lets an employee write the jury's minutes, instead of whoever did. A secretary is present and
 * does not judge, and like a juror has not proposed. Can be exchanged until the ranking is frozen.
 * Refuses as the appointment of a juror does.
 */
export async function appointSecretary(
  actorId: string,
  edition: Edition,
  { userId, declaration }: { userId: string; declaration?: string | undefined },
): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, edition.id);
    const why = whyNotAppoint(phase, {
      juryAfterClosing: edition.juryAfterClosing,
      until: phaseOf.freeze,
    });
    if (why) throw refuse(why);
    const person = await tx.user.findFirst({ where: { id: userId, staffNumber: { not: null } } });
    if (!person) throw refuse("not-found", { field: "userId" });
    await admitToJury(tx, person, { actorId, editionId: edition.id, field: "userId", declaration });
    await dismiss(tx, edition.id, phase);
    await tx.role.create({ data: { editionId: edition.id, userId, kind: "SECRETARY" } });
    const locale = isLocale(person.locale) ? person.locale : defaultLocale;
    await enqueueMail(tx, {
      editionId: edition.id,
      userId,
      toAddress: person.email,
      locale,
      ...secretaryMail(locale, {
        name: person.name,
        edition,
        hasPassword: person.passwordHash !== null,
      }),
    });
    await audit(tx, {
      actorId,
      action: "secretary.appointed",
      editionId: edition.id,
      objectId: userId,
    });
  });
}

/**
 * Takes the minutes from whoever wrote them; that person still may not propose. Refuses not-found,
 * too-late.
 */
export async function removeSecretary(actorId: string, editionId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    const phase = await lockPhaseExclusive(tx, editionId);
    const why = whyNotAppoint(phase, { until: phaseOf.freeze });
    if (why) throw refuse(why);
    const userId = await dismiss(tx, editionId, phase);
    if (!userId) throw refuse("not-found");
    await audit(tx, { actorId, action: "secretary.removed", editionId, objectId: userId });
  });
}

async function dismiss(
  tx: Tx,
  editionId: string,
  phase: Parameters<typeof rememberRole>[1],
): Promise<string | null> {
  const held = await tx.role.findFirst({ where: { editionId, kind: "SECRETARY" } });
  if (!held) return null;
  await tx.role.deleteMany({ where: { editionId, kind: "SECRETARY" } });
  await rememberRole(tx, phase, { editionId, userId: held.userId, kind: "SECRETARY" });
  return held.userId;
}
