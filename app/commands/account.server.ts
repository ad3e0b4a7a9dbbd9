import type { Locale } from "#app/domain/locale.ts";
import { db } from "#app/platform/db.server.ts";

/** Changes the language of an account: of its pages and of its mails. */
export async function changeLanguage(userId: string, locale: Locale): Promise<void> {
  await db().user.update({ where: { id: userId }, data: { locale } });
}
