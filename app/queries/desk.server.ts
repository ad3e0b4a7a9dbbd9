import { inLocale, type Localised } from "#app/domain/locale.ts";
import { type Actor, holds, type RoleKind } from "#app/domain/policy.ts";
import { db, type Phase } from "#app/platform/db.server.ts";

export type DeskEdition = { code: string; name: string; phase: Phase; roles: RoleKind[]; opensAt: Date | null; closesAt: Date | null; timeZone: string };

const kinds: RoleKind[] = ["ORGANISER", "JUROR", "SECRETARY", "CUSTODIAN"];

/** The editions this person can see, newest first: those they hold a role in, and all that are announced. */
export async function deskEditions(actor: Actor): Promise<DeskEdition[]> {
  const rows = await db().edition.findMany({ orderBy: [{ closesAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }] });
  return rows
    .map(({ id, code, phase, texts, opensAt, closesAt, timeZone }) => ({
      code, phase, opensAt, closesAt, timeZone,
      name: inLocale(namesIn(texts), actor.locale) || code,
      roles: kinds.filter((kind) => holds(actor, kind, id)),
    }))
    .filter(({ phase, roles }) => phase !== "preparation" || roles.length > 0);
}

function namesIn(texts: unknown): Localised {
  const perLocale = Object.entries((texts ?? {}) as Record<string, { name?: string }>);
  return Object.fromEntries(perLocale.map(([locale, { name }]) => [locale, name ?? ""]));
}
