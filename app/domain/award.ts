/** How a rule finds its proposals: by overall rank, best of a category, or by the jury's hand alone. */
export type AwardKind = "OVERALL" | "CATEGORY" | "MENTION";

/** A rule gives one award to each of its first `places`, in order of position; `prizeId` null gives the title alone. */
export type AwardRule = {
  readonly id: string;
  readonly position: number;
  readonly kind: AwardKind;
  readonly categoryKey: string | null;
  readonly places: number;
  readonly prizeId: string | null;
};

/** A sponsor's prize and how many of it there are. */
export type PrizeStock = { readonly id: string; readonly quantity: number };

/** A person's decision over a rule: this proposal takes one of its places. */
export type AwardOverride = { readonly ruleId: string; readonly proposalId: string; readonly reason: string };

/** A ranked proposal as far as awards need it; equal ranks are shared ones. `score` is on 0 to 100. */
export type AwardCandidate = { readonly proposalId: string; readonly rank: number; readonly score: number; readonly categories: readonly string[] };

/** What awards are allotted from. `minimumScore` and `maxPerProposal` bind rules, not a person's decisions. */
export type AwardInput = {
  readonly ranking: readonly AwardCandidate[];
  readonly rules: readonly AwardRule[];
  readonly prizes: readonly PrizeStock[];
  readonly overrides: readonly AwardOverride[];
  readonly minimumScore?: number;
  readonly maxPerProposal?: number;
};

/** One award. `reason` is the person's words for an override and empty for a rule, where `rank` says it all. */
export type AllottedAward = {
  readonly ruleId: string;
  readonly proposalId: string;
  readonly prizeId: string | null;
  readonly ground: "rule" | "override";
  readonly rank: number;
  readonly reason: string;
};

/**
 * What could not be given, to be mended by hand: the stock is used up (`missing` awards short), fewer proposals qualify
 * than there are places, proposals tie for the last places and there are not enough for all, a decision goes beyond its
 * rule's places, or it names a proposal that is not in the ranking.
 */
export type AwardShortage =
  | { readonly kind: "stock"; readonly ruleId: string; readonly missing: number }
  | { readonly kind: "candidates"; readonly ruleId: string; readonly missing: number }
  | { readonly kind: "tie"; readonly ruleId: string; readonly proposalIds: readonly string[]; readonly places: number }
  | { readonly kind: "places" | "not-ranked" | "unknown-rule"; readonly ruleId: string; readonly proposalId: string };

/** Awards in the order of their rules, decisions first; `leftovers` is what stays of each prize. */
export type Allotment = {
  readonly awards: readonly AllottedAward[];
  readonly leftovers: readonly { readonly prizeId: string; readonly quantity: number }[];
  readonly shortages: readonly AwardShortage[];
};

/**
 * Allots the awards: persons' decisions first, then each rule in order of position. Stock never falls below zero. A
 * proposal that holds `maxPerProposal` awards (mentions do not count) is passed over by rules, as is one below the
 * minimum score. A shared rank at the last place wins for all who share it while the stock allows, else for none of them
 * until a person decides.
 */
export function allotAwards(input: AwardInput): Allotment {
  const rules = [...input.rules].sort((a, b) => a.position - b.position);
  const unknown = input.overrides.filter(({ ruleId }) => !rules.some(({ id }) => id === ruleId));
  const start: Ledger = {
    awards: [],
    stock: new Map(input.prizes.map(({ id, quantity }) => [id, Math.max(0, quantity)])),
    shortages: unknown.map(({ ruleId, proposalId }) => ({ kind: "unknown-rule", ruleId, proposalId })),
  };
  const decided = rules.reduce((ledger, rule) => applyOverrides(ledger, rule, input), start);
  const { awards, stock, shortages } = rules.reduce((ledger, rule) => applyRule(ledger, rule, input), decided);
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
    if (candidate === undefined) return lacking(before, { kind: "not-ranked", ruleId: rule.id, proposalId });
    if (placesLeft(before, rule) === 0) return lacking(before, { kind: "places", ruleId: rule.id, proposalId });
    if (stockOf(before, rule) === 0) return lacking(before, { kind: "stock", ruleId: rule.id, missing: 1 });
    return give(before, rule, candidate, { ground: "override", reason });
  }, ledger);
}

function applyRule(ledger: Ledger, rule: AwardRule, input: AwardInput): Ledger {
  if (rule.kind === "MENTION") return ledger;
  let now = ledger;
  for (const group of sharedRanks(candidatesOf(ledger, rule, input))) {
    const [places, stock] = [placesLeft(now, rule), stockOf(now, rule)];
    if (places === 0) return now;
    if (stock === 0) return lacking(now, { kind: "stock", ruleId: rule.id, missing: places });
    if (group.length > stock) return lacking(now, tie(rule, group, Math.min(places, stock)));
    now = group.reduce((before, candidate) => give(before, rule, candidate, { ground: "rule", reason: "" }), now);
  }
  const missing = placesLeft(now, rule);
  return missing === 0 ? now : lacking(now, { kind: "candidates", ruleId: rule.id, missing });
}

/** Who may win by this rule, best first. */
function candidatesOf(ledger: Ledger, rule: AwardRule, { ranking, rules, minimumScore = 0, maxPerProposal = 1 }: AwardInput): AwardCandidate[] {
  const mentions = new Set(rules.filter(({ kind }) => kind === "MENTION").map(({ id }) => id));
  const held = (proposalId: string) => ledger.awards.filter((award) => award.proposalId === proposalId);
  const isFree = ({ proposalId }: AwardCandidate) =>
    held(proposalId).filter(({ ruleId }) => !mentions.has(ruleId)).length < maxPerProposal &&
    held(proposalId).every(({ ruleId }) => ruleId !== rule.id);
  const fits = ({ categories }: AwardCandidate) => rule.kind === "OVERALL" || (rule.categoryKey !== null && categories.includes(rule.categoryKey));
  return ranking
    .filter((candidate) => candidate.score >= minimumScore && fits(candidate) && isFree(candidate))
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

function give(ledger: Ledger, rule: AwardRule, { proposalId, rank }: AwardCandidate, by: Pick<AllottedAward, "ground" | "reason">): Ledger {
  const { id: ruleId, prizeId } = rule;
  const stock = new Map(ledger.stock);
  if (prizeId !== null) stock.set(prizeId, stockOf(ledger, rule) - 1);
  return { ...ledger, stock, awards: [...ledger.awards, { ruleId, proposalId, prizeId, rank, ...by }] };
}

function lacking(ledger: Ledger, shortage: AwardShortage): Ledger {
  return { ...ledger, shortages: [...ledger.shortages, shortage] };
}

function tie(rule: AwardRule, group: readonly AwardCandidate[], places: number): AwardShortage {
  return { kind: "tie", ruleId: rule.id, proposalIds: group.map(({ proposalId }) => proposalId), places };
}
