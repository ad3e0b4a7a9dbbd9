import type { RoleKind } from "#app/domain/policy.ts";
import type { RefusalCode } from "#app/domain/refusal.ts";

/** The rule of who may take part; its hash is in the manifest. */
export const eligibilityRule = "employee-not-director";

export type StaffFacts = { staffNumber: string | null; active: boolean; director: boolean };

/** On the staff list, active, and not a director. */
export function isEligible(person: StaffFacts): boolean {
  return person.staffNumber !== null && person.active && !person.director;
}

/**
 * What somebody is or did in an edition that bears on taking part; `roles` are those held now or
 * before.
 */
export type EligibilityFacts = { roles: readonly RoleKind[]; gaveBack: boolean };

/**
 * Why this person gets no pass for the edition, or null. Whoever organises, judges or holds a key
 * does not take part.
 */
export function whyNoPass(
  person: StaffFacts,
  { roles, gaveBack }: EligibilityFacts,
): RefusalCode | null {
  if (!isEligible(person)) return "not-eligible";
  if (roles.length > 0) return "holds-role";
  return gaveBack ? "passes-returned" : null;
}

/**
 * The smaller of 100 and a tenth of those eligible, unless the edition sets another; at least 1.
 */
export function activationFloor(set: number | null, eligible: number): number {
  return set ?? Math.max(1, Math.min(100, Math.ceil(eligible / 10)));
}
