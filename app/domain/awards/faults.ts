import { type AwardRule, isByHand, type PrizeStock } from "./award.ts";

// Award rules that can never be met: said beside the rule, and on the edition's way before its next
// phase.

type Rule = Omit<AwardRule, "name"> & { readonly sponsorId: string | null };
type Prize = PrizeStock & {
  readonly sponsorId: string;
  /** the last day on which it can be used, `2027-12-31` */ readonly validUntil: string | null;
};

export type AwardFaultFacts = {
  readonly rules: readonly Rule[];
  readonly prizes: readonly Prize[];
  readonly categories: readonly string[];
  /** the categories of each admitted proposal; null as long as it is not known which are */
  readonly admitted: readonly (readonly string[])[] | null;
  /** the day on which deposits end, or null */
  readonly closes: string | null;
  readonly maxPerProposal: number;
  /** the employees vote in this edition */
  readonly vote?: boolean | undefined;
};

/**
 * Why a rule cannot be met: there are fewer of its prize than the rules up to it would give, its
 * category is not there, fewer proposals than places are in its category or in the competition, the
 * prize of a theme is another sponsor's, nobody can use the prize any more when it is won, or the
 * employees do not vote at all.
 */
export type AwardFault = {
  readonly ruleId: string;
  readonly key:
    "stock" | "category-gone" | "category-few" | "few" | "foreign-prize" | "expired" | "no-vote";
  readonly params: Record<string, number | string>;
};

/** All that cannot be met, rule by rule in the order in which they give. */
export function awardFaults(facts: AwardFaultFacts): AwardFault[] {
  const rules = [...facts.rules].sort((a, b) => a.position - b.position);
  return rules.flatMap((rule, at) => {
    const until = rules.slice(0, at + 1);
    return [
      ...fault(rule.kind === "CHOICE" && !facts.vote, rule, "no-vote"),
      ...stockFaults(rule, until, facts),
      ...prizeFaults(rule, facts),
      ...categoryFaults(rule, facts),
      ...fewFaults(rule, until, facts),
    ];
  });
}

function fault(
  when: boolean,
  { id }: Rule,
  key: AwardFault["key"],
  params: AwardFault["params"] = {},
): AwardFault[] {
  return when ? [{ ruleId: id, key, params }] : [];
}

function stockFaults(
  rule: Rule,
  until: readonly Rule[],
  { prizes }: AwardFaultFacts,
): AwardFault[] {
  const prize = prizes.find(({ id }) => id === rule.prizeId);
  const promised = placesOf(until.filter(({ prizeId }) => prizeId === rule.prizeId));
  return prize
    ? fault(promised > prize.quantity, rule, "stock", { promised, quantity: prize.quantity })
    : [];
}

function prizeFaults(rule: Rule, { prizes, closes }: AwardFaultFacts): AwardFault[] {
  const prize = prizes.find(({ id }) => id === rule.prizeId);
  if (!prize) return [];
  const { validUntil, sponsorId } = prize;
  return [
    ...fault(rule.kind === "THEME" && sponsorId !== rule.sponsorId, rule, "foreign-prize"),
    ...fault(validUntil !== null && closes !== null && validUntil <= closes, rule, "expired", {
      until: validUntil ?? "",
    }),
  ];
}

function categoryFaults(rule: Rule, { categories, admitted }: AwardFaultFacts): AwardFault[] {
  const { categoryKey: key, places } = rule;
  if (key === null) return [];
  if (!categories.includes(key)) return fault(true, rule, "category-gone", { category: key });
  const count = admitted?.filter((own) => own.includes(key)).length ?? places;
  return fault(count < (isByHand(rule) ? 1 : places), rule, "category-few", { count, places });
}

/**
 * What is given by decision may also not be given: only the rules that give by themselves must find
 * proposals enough.
 */
function fewFaults(
  rule: Rule,
  until: readonly Rule[],
  { admitted, maxPerProposal }: AwardFaultFacts,
): AwardFault[] {
  if (!admitted || isByHand(rule)) return [];
  const promised = placesOf(until.filter((each) => !isByHand(each)));
  return fault(
    rule.places > admitted.length || promised > admitted.length * maxPerProposal,
    rule,
    "few",
    { count: admitted.length, promised },
  );
}

function placesOf(rules: readonly Rule[]): number {
  return rules.reduce((sum, { places }) => sum + places, 0);
}
