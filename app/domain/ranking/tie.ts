/** A rung of the tie-break ladder, fixed before scoring. */
export const tieRungs = ["heaviest", "next", "median", "vote", "shared"] as const;
export type TieRung = (typeof tieRungs)[number];

/**
 * An exact fraction of whole numbers, so that a tie is a tie and nothing else is. `den` is
 * positive.
 */
export type Fraction = { readonly num: number; readonly den: number };

/**
 * One measure by which the ladder compares: the greater ranks first; null where a proposal has
 * none.
 */
export type Measure = {
  readonly rung: TieRung;
  readonly criterionKey?: string;
  readonly of: (proposalId: string) => Fraction | null;
};

/** A measure that told tied proposals apart, and into which groups, best first. */
export type ResolvedTie = {
  readonly rung: TieRung;
  readonly criterionKey?: string;
  readonly proposalIds: readonly string[];
  readonly into: readonly (readonly string[])[];
};

/**
 * Tied proposals, in groups best first, with what told them apart and which groups await a vote.
 */
export type TieOutcome = {
  readonly groups: readonly (readonly string[])[];
  readonly resolved: readonly ResolvedTie[];
  readonly awaitVote: readonly (readonly string[])[];
};

/**
 * Below 0 when `a` is less, 0 when equal, above 0 when greater; exact as long as products stay
 * below 2^53.
 */
export function compareFractions(a: Fraction, b: Fraction): number {
  return a.num * b.den - b.num * a.den;
}

/**
 * Climbs the ladder with proposals that tie. A measure counts only when all that still tie have it.
 * A vote that is missing stops the ladder there: the later rungs wait for it. What no rung tells
 * apart shares its rank.
 */
export function breakTie(proposalIds: readonly string[], measures: readonly Measure[]): TieOutcome {
  const [measure, ...rest] = measures;
  if (proposalIds.length < 2 || measure === undefined || measure.rung === "shared")
    return settled(proposalIds);
  const into = groupBy(proposalIds, measure.of);
  if (into === null)
    return measure.rung === "vote"
      ? { ...settled(proposalIds), awaitVote: [proposalIds] }
      : breakTie(proposalIds, rest);
  const below = into.map((group) => breakTie(group, rest));
  const own = into.length > 1 ? [resolution(measure, proposalIds, into)] : [];
  return {
    groups: below.flatMap(({ groups }) => groups),
    resolved: [...own, ...below.flatMap(({ resolved }) => resolved)],
    awaitVote: below.flatMap(({ awaitVote }) => awaitVote),
  };
}

/** Groups that measure the same, the greatest first; null when one of them has no measure. */
export function groupBy(proposalIds: readonly string[], of: Measure["of"]): string[][] | null {
  const measured = proposalIds.flatMap((id) => {
    const fraction = of(id);
    return fraction === null ? [] : [{ id, fraction }];
  });
  if (measured.length < proposalIds.length) return null;
  measured.sort((a, b) => compareFractions(b.fraction, a.fraction));
  const groups: string[][] = [];
  for (const [at, { id, fraction }] of measured.entries()) {
    const before = measured[at - 1];
    if (before && compareFractions(before.fraction, fraction) === 0) groups.at(-1)?.push(id);
    else groups.push([id]);
  }
  return groups;
}

function settled(proposalIds: readonly string[]): TieOutcome {
  return { groups: [proposalIds], resolved: [], awaitVote: [] };
}

function resolution(
  { rung, criterionKey }: Measure,
  proposalIds: readonly string[],
  into: string[][],
): ResolvedTie {
  return criterionKey === undefined
    ? { rung, proposalIds, into }
    : { rung, criterionKey, proposalIds, into };
}
