import { defaultLocale, isLocale } from "#app/domain/locale.ts";
import type { Actor } from "#app/domain/policy.ts";
import { lucia } from "#app/platform/accounts/session.server.ts";

/**
 * The person behind a session with the roles held, or null when it has ended or the account is gone
 * or inactive.
 */
export async function actorOfSession(sessionId: string): Promise<Actor | null> {
  const { user } = await lucia().validateSession(sessionId);
  if (!user) return null;
  const { id, email, name, surname, locale, isAdministrator, staffNumber, roles, jurors } =
    user.row;
  return {
    id,
    email,
    name,
    surname,
    locale: isLocale(locale) ? locale : defaultLocale,
    isAdministrator,
    isEmployee: staffNumber !== null,
    roles,
    presides: jurors.length > 0,
  };
}
