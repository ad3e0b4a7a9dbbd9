import type { Locale } from "#app/domain/locale.ts";
import { db } from "#app/platform/db.server.ts";

/** Changes the language of an account: of its pages and of its mails. */
export async function changeLanguage(userId: string, locale: Locale): Promise<void> {
  await db().user.update({ where: { id: userId }, data: { locale } });
}

/** Switches reminders of competitions on or off for an account; what is needed still comes. */
export async function switchReminders(userId: string, on: boolean): Promise<void> {
  await db().user.update({ where: { id: userId }, data: { remindersOff: !on } });
}
