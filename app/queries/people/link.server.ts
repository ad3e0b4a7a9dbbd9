import { languageOf } from "#app/domain/people/account.ts";
import type { Locale } from "#app/domain/locale.ts";
import { db } from "#app/platform/db.server.ts";
import { personOfLink } from "#app/platform/accounts/links.server.ts";

/** Whom this link lets choose a password, or null when it has expired or was used. */
export async function linkView(
  secret: string,
): Promise<{ name: string; email: string; locale: Locale } | null> {
  const user = await personOfLink(db(), secret);
  return user && { name: user.name, email: user.email, locale: languageOf(user) };
}
