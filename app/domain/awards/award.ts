/**
 * How a rule finds its proposals: by overall rank, best of a category, by the jury's hand alone
 * (its mention, or the winner of a sponsor's theme), or by the employees' votes.
 */
export const awardKinds = ["OVERALL", "CATEGORY", "MENTION", "THEME", "CHOICE"] as const;
export type AwardKind = (typeof awardKinds)[number];

/** Whether a prize goes to a team as one, or one to each of its members while there are some. */
export type PrizeShare = "TEAM" | "MEMBER";

/**
 * What happens to a prize that no rule gave, or that nobody took: it stays with its sponsor, or
 * goes to the next in rank.
 */
export const prizeFates = ["stay", "next"] as const;
export type PrizeFate = (typeof prizeFates)[number];

/**
 * A rule gives one award to each of its first `places`, in order of position; `prizeId` null gives
 * the title alone. A THEME with a category is for proposals of that category.
 */
export type AwardRule = {
  readonly id: string;
  readonly position: number;
  readonly kind: AwardKind;
  readonly categoryKey: string | null;
  readonly places: number;
  readonly prizeId: string | null;
};

/** A sponsor's prize and how many of it there are; without `share`, one goes to a team. */
export type PrizeStock = {
  readonly id: string;
  readonly quantity: number;
  readonly share?: PrizeShare | undefined;
};

/** A person's decision over a rule: this proposal takes one of its places. */
export type AwardOverride = {
  readonly ruleId: string;
  readonly proposalId: string;
  readonly reason: string;
};

/**
 * A ranked proposal as far as awards need it; equal ranks are shared ones. `score` is on 0 to 100;
 * `members` is how many people are behind it, one if absent.
 */
export type AwardCandidate = {
  readonly proposalId: string;
  readonly rank: number;
  readonly score: number;
  readonly categories: readonly string[];
  readonly members?: number | undefined;
};

/**
 * What awards are allotted from. `minimumScore` and `maxPerProposal` bind rules, not a person's
 * decisions.
 */
export type AwardInput = {
  readonly ranking: readonly AwardCandidate[];
  readonly rules: readonly AwardRule[];
  readonly prizes: readonly PrizeStock[];
  readonly overrides: readonly AwardOverride[];
  readonly minimumScore?: number;
  readonly maxPerProposal?: number | undefined;
  readonly leftovers?: PrizeFate | undefined;
  /** the proposals by the employees' votes, `rank` by these; absent while they are not counted */
  readonly choice?: readonly AwardCandidate[] | undefined;
};

/**
 * One award. `reason` is the person's words for an override and empty for a rule, where `rank` says
 * it all; a leftover is a prize that the rules left and that went to the next in rank. `quantity`
 * is how many of the prize, one if absent.
 */
export type AllottedAward = {
  readonly ruleId: string;
  readonly proposalId: string;
  readonly prizeId: string | null;
  readonly ground: "rule" | "override" | "leftover";
  readonly rank: number;
  readonly reason: string;
  readonly quantity?: number | undefined;
};

/**
 * What could not be given, to be mended by hand: the stock is used up (`missing` awards short),
 * fewer proposals qualify than there are places, proposals tie for the last places and there are
 * not enough for all, a team has more members than there are prizes left, a decision goes beyond
 * its rule's places or outside a theme's category, or it names a proposal that is not in the
 * ranking.
 */
export type AwardShortage =
  | { readonly kind: "stock"; readonly ruleId: string; readonly missing: number }
  | { readonly kind: "candidates"; readonly ruleId: string; readonly missing: number }
  | {
      readonly kind: "tie";
      readonly ruleId: string;
      readonly proposalIds: readonly string[];
      readonly places: number;
    }
  | {
      readonly kind: "team";
      readonly ruleId: string;
      readonly proposalId: string;
      readonly missing: number;
    }
  | {
      readonly kind: "places" | "not-ranked" | "unknown-rule" | "category";
      readonly ruleId: string;
      readonly proposalId: string;
    };

/** Awards in the order of their rules, decisions first; `leftovers` is what stays of each prize. */
export type Allotment = {
  readonly awards: readonly AllottedAward[];
  readonly leftovers: readonly { readonly prizeId: string; readonly quantity: number }[];
  readonly shortages: readonly AwardShortage[];
};

/**
 * Allots the awards: persons' decisions first, then each rule in order of position. Stock never
 * falls below zero. A proposal that holds `maxPerProposal` awards (mentions do not count) is passed
 * over by rules, as is one below the minimum score. A shared rank at the last place wins for all
 * who share it while the stock allows, else for none of them until a person decides. The employees'
 * choice goes by their votes and nothing else, no minimum score and no shortlist, and waits while
 * they are not counted. What the rules leave of their prizes then goes on by overall rank, where
 * the edition says so.
 */
export function allotAwards(input: AwardInput): Allotment {
  const rules = [...input.rules].sort((a, b) => a.position - b.position);
  const unknown = input.overrides.filter(({ ruleId }) => !rules.some(({ id }) => id === ruleId));
  const start: Ledger = {
    awards: [],
    stock: new Map(input.prizes.map(({ id, quantity }) => [id, Math.max(0, quantity)])),
    shortages: unknown.map(({ ruleId, proposalId }) => ({
      kind: "unknown-rule",
      ruleId,
      proposalId,
    })),
  };
  const decided = rules.reduce((ledger, rule) => applyOverrides(ledger, rule, input), start);
  const ruled = rules.reduce((ledger, rule) => applyRule(ledger, rule, input), decided);
  const { awards, stock, shortages } =
    input.leftovers === "next"
      ? rules.reduce((ledger, rule) => passLeftovers(ledger, rule, input), ruled)
      : ruled;
  return {
    awards: rules.flatMap(({ id }) => awards.filter(({ ruleId }) => ruleId === id)),
    leftovers: input.prizes.map(({ id }) => ({ prizeId: id, quantity: stock.get(id) ?? 0 })),
    shortages,
  };
}

type Ledger = {
  readonly awards: readonly AllottedAward[];
  readonly stock: ReadonlyMap<string, number>;
  readonly shortages: readonly AwardShortage[];
};

function applyOverrides(ledger: Ledger, rule: AwardRule, input: AwardInput): Ledger {
  const own = input.overrides.filter(({ ruleId }) => ruleId === rule.id);
  const ranked = new Map(input.ranking.map((candidate) => [candidate.proposalId, candidate]));
  return own.reduce((before, { proposalId, reason }) => {
    const candidate = ranked.get(proposalId);
    if (candidate === undefined)
      return lacking(before, { kind: "not-ranked", ruleId: rule.id, proposalId });
    if (rule.kind === "THEME" && !isOfCategory(candidate, rule))
      return lacking(before, { kind: "category", ruleId: rule.id, proposalId });
    if (placesLeft(before, rule) === 0)
      return lacking(before, { kind: "places", ruleId: rule.id, proposalId });
    if (stockOf(before, rule) === 0)
      return lacking(before, { kind: "stock", ruleId: rule.id, missing: 1 });
    return give(before, rule, candidate, input, { ground: "override", reason });
  }, ledger);
}

function applyRule(ledger: Ledger, rule: AwardRule, input: AwardInput): Ledger {
  if (isByHand(rule) || (rule.kind === "CHOICE" && !input.choice)) return ledger;
  let now = ledger;
  for (const group of sharedRanks(candidatesOf(ledger, rule, input))) {
    const [places, stock] = [placesLeft(now, rule), stockOf(now, rule)];
    if (places === 0) return now;
    if (stock === 0) return lacking(now, { kind: "stock", ruleId: rule.id, missing: places });
    if (isTooMany(group, stock, rule, input))
      return lacking(now, tie(rule, group, Math.min(places, stock)));
    now = group.reduce(
      (before, candidate) => give(before, rule, candidate, input, { ground: "rule", reason: "" }),
      now,
    );
  }
  const missing = placesLeft(now, rule);
  return missing === 0 ? now : lacking(now, { kind: "candidates", ruleId: rule.id, missing });
}

/**
 * What is left of a rule's prize, by overall rank; nothing while a tie over that prize waits for a
 * person.
 */
function passLeftovers(ledger: Ledger, rule: AwardRule, input: AwardInput): Ledger {
  const ofPrize = new Set(
    input.rules.filter(({ prizeId }) => prizeId === rule.prizeId).map(({ id }) => id),
  );
  const waits = ledger.shortages.some(({ kind, ruleId }) => kind === "tie" && ofPrize.has(ruleId));
  if (rule.prizeId === null || isByHand(rule) || rule.kind === "CHOICE" || waits) return ledger;
  let now = ledger;
  for (const group of sharedRanks(candidatesOf(ledger, { ...rule, kind: "OVERALL" }, input))) {
    const stock = stockOf(now, rule);
    if (stock === 0) return now;
    if (isTooMany(group, stock, rule, input)) return lacking(now, tie(rule, group, stock));
    now = group.reduce(
      (before, candidate) =>
        give(before, rule, candidate, input, { ground: "leftover", reason: "" }),
      now,
    );
  }
  return now;
}

/** True for a rule that gives by decision only. */
export function isByHand({ kind }: Pick<AwardRule, "kind">): boolean {
  return kind === "MENTION" || kind === "THEME";
}

/** Some who share a rank would get less than the others: a person decides. */
function isTooMany(
  group: readonly AwardCandidate[],
  stock: number,
  rule: AwardRule,
  input: AwardInput,
): boolean {
  return (
    group.length > 1 &&
    group.reduce((sum, candidate) => sum + needOf(candidate, rule, input), 0) > stock
  );
}

/** How many of a rule's prize this proposal would take. */
function needOf(
  { members = 1 }: AwardCandidate,
  { prizeId }: AwardRule,
  { prizes }: AwardInput,
): number {
  return prizes.some(({ id, share }) => id === prizeId && share === "MEMBER")
    ? Math.max(1, members)
    : 1;
}

function isOfCategory({ categories }: AwardCandidate, { categoryKey }: AwardRule): boolean {
  return categoryKey === null || categories.includes(categoryKey);
}

/** Who may win by this rule, best first. */
function candidatesOf(
  ledger: Ledger,
  rule: AwardRule,
  { ranking, rules, choice = [], minimumScore = 0, maxPerProposal = 1 }: AwardInput,
): AwardCandidate[] {
  const mentions = new Set(rules.filter(({ kind }) => kind === "MENTION").map(({ id }) => id));
  const held = (proposalId: string) =>
    ledger.awards.filter((award) => award.proposalId === proposalId);
  const isFree = ({ proposalId }: AwardCandidate) =>
    held(proposalId).filter(({ ruleId }) => !mentions.has(ruleId)).length < maxPerProposal &&
    held(proposalId).every(({ ruleId }) => ruleId !== rule.id);
  const fits = (candidate: AwardCandidate) =>
    rule.kind === "OVERALL" || (rule.categoryKey !== null && isOfCategory(candidate, rule));
  const pool =
    rule.kind === "CHOICE"
      ? choice
      : ranking.filter((candidate) => candidate.score >= minimumScore && fits(candidate));
  return pool
    .filter(isFree)
    .sort((a, b) => a.rank - b.rank || (a.proposalId < b.proposalId ? -1 : 1));
}

function sharedRanks(candidates: readonly AwardCandidate[]): AwardCandidate[][] {
  const ranks = [...new Set(candidates.map(({ rank }) => rank))];
  return ranks.map((rank) => candidates.filter((candidate) => candidate.rank === rank));
}

function placesLeft({ awards }: Ledger, rule: AwardRule): number {
  return Math.max(0, rule.places - awards.filter(({ ruleId }) => ruleId === rule.id).length);
}

/** How many more this rule can hand out; a title without a prize has no end. */
function stockOf({ stock }: Ledger, { prizeId }: AwardRule): number {
  return prizeId === null ? Infinity : (stock.get(prizeId) ?? 0);
}

/** Gives a team as many as it needs, or as there are, and then says how many it lacks. */
function give(
  ledger: Ledger,
  rule: AwardRule,
  candidate: AwardCandidate,
  input: AwardInput,
  by: Pick<AllottedAward, "ground" | "reason">,
): Ledger {
  const { id: ruleId, prizeId } = rule;
  const { proposalId, rank } = candidate;
  const need = needOf(candidate, rule, input);
  const quantity = Math.min(need, stockOf(ledger, rule));
  const stock = new Map(ledger.stock);
  if (prizeId !== null) stock.set(prizeId, stockOf(ledger, rule) - quantity);
  const given = {
    ...ledger,
    stock,
    awards: [
      ...ledger.awards,
      { ruleId, proposalId, prizeId, rank, ...by, ...(quantity > 1 ? { quantity } : {}) },
    ],
  };
  return quantity === need
    ? given
    : lacking(given, { kind: "team", ruleId, proposalId, missing: need - quantity });
}

function lacking(ledger: Ledger, shortage: AwardShortage): Ledger {
  return { ...ledger, shortages: [...ledger.shortages, shortage] };
}

function tie(rule: AwardRule, group: readonly AwardCandidate[], places: number): AwardShortage {
  return {
    kind: "tie",
    ruleId: rule.id,
    proposalIds: group.map(({ proposalId }) => proposalId),
    places,
  };
}
