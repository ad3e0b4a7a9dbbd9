import { defaultLocale, isLocale } from "#app/domain/locale.ts";
import type { Actor } from "#app/domain/policy.ts";
import { db } from "#app/platform/db.server.ts";

/** The person behind a session with the roles held, or null when the account is gone or inactive. */
export async function loadActor(userId: string): Promise<Actor | null> {
  const row = await db().user.findUnique({
    where: { id: userId, active: true },
    include: { roles: { select: { editionId: true, kind: true } } },
  });
  if (!row) return null;
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    surname: row.surname,
    locale: isLocale(row.locale) ? row.locale : defaultLocale,
    isAdministrator: row.isAdministrator,
    isEmployee: row.staffNumber !== null,
    roles: row.roles,
  };
}
