import { phasesWithout } from "#app/domain/phase.ts";
import { dueReminder, reminderKinds } from "#app/domain/jury/juror-reminder.ts";
import { jurorReminderMail } from "#app/mail/jury/jury.server.ts";
import {
  type Awaited,
  awaitedJurors,
  reminderDays,
} from "#app/queries/jury/juror-reminders.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { enqueueMail } from "#app/platform/mail/outbox.server.ts";

/**
 * Mails every juror whom a jury waits for the reminder that is due, once each, whichever node asks
 * first; one that was due while the server was down goes out late, and of several only the latest.
 */
export async function remindJurors(): Promise<void> {
  const editions = await db().edition.findMany({
    where: { phase: { in: phasesWithout("totalsSeen") } },
  });
  for (const edition of editions) {
    for (const juror of await awaitedJurors(edition)) await remind(edition, juror);
  }
}

async function remind(edition: Edition, { jurorId, about, due }: Awaited): Promise<void> {
  const reminder = dueReminder(due, reminderDays(edition)[about], now());
  if (!reminder) return;
  await db().$transaction(async (tx) => {
    // whoever answered or delivered meanwhile is not reminded
    const juror = (
      await awaitedJurors(await tx.edition.findUniqueOrThrow({ where: { id: edition.id } }), tx)
    ).find((each) => each.jurorId === jurorId && each.about === about);
    if (!juror) return;
    const row = {
      jurorId,
      kind: reminderKinds[about][reminder.when],
      due,
      number: reminder.number,
      at: now(),
    };
    const { count } = await tx.jurorReminder.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) return;
    const hasPassword =
      (
        await tx.user.findUniqueOrThrow({
          where: { id: juror.userId },
          select: { passwordHash: true },
        })
      ).passwordHash !== null;
    const mail = jurorReminderMail(juror.locale, {
      ...juror,
      when: reminder.when,
      edition,
      hasPassword,
    });
    await enqueueMail(tx, {
      editionId: edition.id,
      userId: juror.userId,
      toAddress: juror.email,
      locale: juror.locale,
      ...mail,
    });
  });
}
