import type { Locale } from "./locale.ts";

export type RoleKind = "ORGANISER" | "JUROR" | "CUSTODIAN" | "SECRETARY";

/** Who asks: a signed-in person and the roles held, per edition. */
export type Actor = {
  id: string;
  email: string;
  name: string;
  surname: string;
  locale: Locale;
  isAdministrator: boolean;
  isEmployee: boolean;
  roles: { editionId: string; kind: RoleKind }[];
  /** of the jury of any edition */
  presides: boolean;
};

/**
 * May this person act as `kind` in this edition? Administrators hold no role by being
 * administrators.
 */
export function holds(actor: Actor, kind: RoleKind, editionId: string): boolean {
  return actor.roles.some((role) => role.kind === kind && role.editionId === editionId);
}

/** May this person manage staff, mail, roles and new editions? */
export function mayAdminister(actor: Actor): boolean {
  return actor.isAdministrator;
}

/**
 * Does this person hold a role with which one acts on a competition as a whole? Jurors who do not
 * preside hold none.
 */
export function actsForOthers(
  actor: Pick<Actor, "isAdministrator" | "presides" | "roles">,
): boolean {
  return (
    actor.isAdministrator || actor.presides || actor.roles.some(({ kind }) => kind !== "JUROR")
  );
}
