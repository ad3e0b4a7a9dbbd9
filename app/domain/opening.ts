/** Why an opened envelope names nobody; words under i18n `opening.reasons.*`. */
export const invalidReasons = [
  "altered", "foreign-certificate", "other-edition", "wrong-holder", "not-on-staff-list", "holds-role", "too-many-proposals", "duplicate-member",
] as const;
export type InvalidReason = (typeof invalidReasons)[number];

/** All ways to take `size` of `items`, in order; for at most 9 custodians there are few. */
export function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => combinations(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}

/** What is judged about a holder besides the signatures. */
export type HolderFacts = {
  onStaffList: boolean;
  holdsRole: boolean;
  /** valid envelopes of the same person opened before this one, by proposal */
  earlierProposals: string[];
  proposalId: string;
  passesPerPerson: number;
};

/** Whether the rules allow this person to be the proposer; null when they do. */
export function whyVoid(facts: HolderFacts): InvalidReason | null {
  if (!facts.onStaffList) return "not-on-staff-list";
  if (facts.holdsRole) return "holds-role";
  if (facts.earlierProposals.includes(facts.proposalId)) return "duplicate-member";
  return facts.earlierProposals.length >= facts.passesPerPerson ? "too-many-proposals" : null;
}
