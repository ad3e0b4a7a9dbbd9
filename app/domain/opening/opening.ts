import { hasReached, type Phase } from "#app/domain/phase.ts";

/**
 * Are the shares that opened the envelopes gone? They have served once the results are published.
 */
export function sharesErased(phase: Phase): boolean {
  return hasReached(phase, "published");
}

/** Why an opened envelope names nobody; words under i18n `opening.reasons.*`. */
export const invalidReasons = [
  // told by the envelope alone: nobody can be said to be in it
  "altered",
  "other-manifest",
  "foreign-certificate",
  "other-edition",
  "wrong-holder",
  // it names somebody who must not win, or who would win once too often: the whole proposal is void
  "not-on-staff-list",
  "holds-role",
  "too-many-proposals",
  // told by the rest of the proposal
  "duplicate-member",
  "proposal-void",
  // told by the person it names, whom the receipt did not contradict
  "disowned",
] as const;
export type InvalidReason = (typeof invalidReasons)[number];

/** The reason as it is stored, or null. */
export function reasonIn(stored: string): InvalidReason | null {
  return invalidReasons.find((reason) => reason === stored) ?? null;
}

const voiding: readonly InvalidReason[] = ["not-on-staff-list", "holds-role", "too-many-proposals"];

/** All ways to take `size` of `items`, in order; for at most 9 custodians there are few. */
export function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) =>
    combinations(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]),
  );
}

/** What is judged about a holder by the envelope alone; the rest waits until all are open. */
export type HolderFacts = {
  /** on the staff list of closing, and eligible then */
  onStaffList: boolean;
  /** juror, organiser or custodian of the edition, now or before */
  holdsRole: boolean;
};

/** Whether this person may be a proposer at all; null when so. */
export function whyVoid({ onStaffList, holdsRole }: HolderFacts): InvalidReason | null {
  if (holdsRole) return "holds-role";
  return onStaffList ? null : "not-on-staff-list";
}

/** An envelope that was opened: `why` it names nobody, or null and `sub` whom it names. */
export type Opened = {
  envelopeId: string;
  publicNo: number;
  slot: number;
  why: InvalidReason | null;
  sub: string | null;
  /** judged together with the others before: it stays as it is */
  settled: boolean;
};

/** What the envelopes of one proposal come to: the reason why it is void, or null. */
export function whyProposalVoid(envelopes: readonly Pick<Opened, "why">[]): InvalidReason | null {
  const reasons = envelopes.map(({ why }) => why);
  const byRule = voiding.find((reason) => reasons.includes(reason));
  if (byRule) return byRule;
  return reasons.includes(null)
    ? null
    : (reasons.find((reason) => reason !== "duplicate-member") ?? null);
}

/**
 * Judges the opened envelopes together, proposal by proposal. `order` is that of the ranking, best
 * first: whoever is in more than `limit` proposals keeps the best ones. A proposal is settled once;
 * what was settled stays and counts first. The order of the envelopes does not matter. Gives the
 * reason, or null, of every envelope that was not settled yet.
 */
export function settle(
  opened: readonly Opened[],
  order: readonly number[],
  limit: number,
): Map<string, InvalidReason | null> {
  const proposals = byProposal(opened, order);
  const isSettled = (envelopes: readonly Opened[]) => envelopes.some(({ settled }) => settled);
  const standing = new Map<string, number>();
  const count = (envelopes: readonly Opened[]) =>
    peopleOf(envelopes).forEach((sub) => standing.set(sub, (standing.get(sub) ?? 0) + 1));
  proposals.filter(isSettled).forEach(count);
  const judged = proposals
    .filter((each) => !isSettled(each))
    .flatMap((envelopes) => {
      const verdict = judgeProposal(envelopes, (sub) => (standing.get(sub) ?? 0) >= limit);
      count(verdict);
      return verdict;
    });
  return new Map(judged.map(({ envelopeId, why }) => [envelopeId, why]));
}

/**
 * One proposal: the same person twice is named once, a surplus or excluded one takes the others
 * along.
 */
function judgeProposal(envelopes: readonly Opened[], isFull: (sub: string) => boolean): Opened[] {
  const seen = new Set<string>();
  const each = envelopes.map((envelope): Opened => {
    if (envelope.why || !envelope.sub) return envelope;
    if (seen.has(envelope.sub)) return { ...envelope, why: "duplicate-member" };
    seen.add(envelope.sub);
    return isFull(envelope.sub) ? { ...envelope, why: "too-many-proposals" } : envelope;
  });
  return whyProposalVoid(each)
    ? each.map((envelope) => ({ ...envelope, why: envelope.why ?? "proposal-void" }))
    : each;
}

function peopleOf(envelopes: readonly Opened[]): string[] {
  return [...new Set(envelopes.flatMap(({ why, sub }) => (why === null && sub ? [sub] : [])))];
}

/** The envelopes of each proposal by slot, proposals in the order of the ranking. */
function byProposal(opened: readonly Opened[], order: readonly number[]): Opened[][] {
  const place = (publicNo: number) =>
    order.includes(publicNo) ? order.indexOf(publicNo) : order.length + publicNo;
  const numbers = [...new Set(opened.map(({ publicNo }) => publicNo))].sort(
    (a, b) => place(a) - place(b),
  );
  return numbers.map((no) =>
    opened.filter(({ publicNo }) => publicNo === no).sort((a, b) => a.slot - b.slot),
  );
}
