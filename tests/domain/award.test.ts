import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allotAwards, type AwardCandidate, type AwardInput, type AwardKind, type AwardRule } from "#app/domain/award.ts";

const candidate = (proposalId: string, rank: number, score: number, ...categories: string[]): AwardCandidate => ({ proposalId, rank, score, categories });
const rule = (id: string, position: number, changes: Partial<AwardRule> = {}): AwardRule => ({
  id, position, kind: "OVERALL", categoryKey: null, places: 1, prizeId: "bicycle", ...changes,
});
const ranking = [
  candidate("park", 1, 90, "environment"),
  candidate("desk", 2, 80, "informatics", "new-services"),
  candidate("creche", 3, 70, "welfare"),
  candidate("bus", 4, 60, "environment"),
];
const allot = (changes: Partial<AwardInput>) => allotAwards({ ranking, rules: [], prizes: [{ id: "bicycle", quantity: 2 }], overrides: [], ...changes });
const given = ({ awards }: ReturnType<typeof allot>) => awards.map(({ ruleId, proposalId }) => `${ruleId}: ${proposalId}`);

describe("a rule", () => {
  it("gives one prize to each of its first places by rank and takes it from the stock", () => {
    expect(allot({ rules: [rule("best", 1, { places: 2 })] })).toEqual({
      awards: [
        { ruleId: "best", proposalId: "park", prizeId: "bicycle", ground: "rule", rank: 1, reason: "" },
        { ruleId: "best", proposalId: "desk", prizeId: "bicycle", ground: "rule", rank: 2, reason: "" },
      ],
      leftovers: [{ prizeId: "bicycle", quantity: 0 }],
      shortages: [],
    });
  });
  it("for a category takes its best, whether it is the first category of the proposal or the second", () => {
    const services = rule("services", 1, { kind: "CATEGORY", categoryKey: "new-services" });
    const green = rule("green", 2, { kind: "CATEGORY", categoryKey: "environment" });
    expect(given(allot({ rules: [services, green] }))).toEqual(["services: desk", "green: park"]);
  });
  it("passes over a proposal that holds an award already", () => {
    const green = rule("green", 2, { kind: "CATEGORY", categoryKey: "environment" });
    expect(given(allot({ rules: [green, rule("best", 1)] }))).toEqual(["best: park", "green: bus"]);
    expect(given(allot({ rules: [green, rule("best", 1)], maxPerProposal: 2 }))).toEqual(["best: park", "green: park"]);
  });
  it("never gives the same proposal two of its own places", () => {
    expect(given(allot({ rules: [rule("best", 1, { places: 2 })], maxPerProposal: 5 }))).toEqual(["best: park", "best: desk"]);
  });
  it("gives nothing below the minimum score, and says how many places stay empty", () => {
    const answer = allot({ rules: [rule("best", 1, { places: 2 })], minimumScore: 85 });
    expect(given(answer)).toEqual(["best: park"]);
    expect(answer.shortages).toEqual([{ kind: "candidates", ruleId: "best", missing: 1 }]);
  });
  it("gives the minimum score itself its award", () => {
    expect(given(allot({ rules: [rule("best", 1)], minimumScore: 90 }))).toEqual(["best: park"]);
  });
  it("stops where the stock is used up, and says how many are missing", () => {
    const answer = allot({ rules: [rule("best", 1, { places: 4 })] });
    expect(given(answer)).toEqual(["best: park", "best: desk"]);
    expect(answer.shortages).toEqual([{ kind: "stock", ruleId: "best", missing: 2 }]);
  });
  it("without a prize gives the title alone", () => {
    expect(allot({ rules: [rule("best", 1, { prizeId: null })] }).awards).toMatchObject([{ proposalId: "park", prizeId: null }]);
  });
  it("of a mention gives nothing by itself, and lacks nothing", () => {
    expect(allot({ rules: [rule("jury", 1, { kind: "MENTION" })] })).toMatchObject({ awards: [], shortages: [] });
  });
});

describe("a person's decision", () => {
  it("comes first, with its reason, and takes one of the rule's places", () => {
    const answer = allot({ rules: [rule("best", 1, { places: 2 })], overrides: [{ ruleId: "best", proposalId: "bus", reason: "Unanimous." }] });
    expect(given(answer)).toEqual(["best: bus", "best: park"]);
    expect(answer.awards[0]).toMatchObject({ ground: "override", reason: "Unanimous.", rank: 4 });
  });
  it("is not bound by the minimum score", () => {
    expect(given(allot({ rules: [rule("best", 1)], minimumScore: 95, overrides: [{ ruleId: "best", proposalId: "bus", reason: "!" }] }))).toEqual(["best: bus"]);
  });
  it("is the only way to a mention, which does not count towards the limit of awards", () => {
    const rules = [rule("jury", 1, { kind: "MENTION", prizeId: null }), rule("best", 2)];
    expect(given(allot({ rules, overrides: [{ ruleId: "jury", proposalId: "park", reason: "Bold." }] }))).toEqual(["jury: park", "best: park"]);
  });
  it("for a later rule is made before an earlier rule gives anything", () => {
    const rules = [rule("best", 1), rule("second", 2)];
    expect(given(allot({ rules, overrides: [{ ruleId: "second", proposalId: "park", reason: "It fits." }] }))).toEqual(["best: desk", "second: park"]);
  });
  it.each([
    ["beyond the places of its rule", [{ ruleId: "best", proposalId: "park" }, { ruleId: "best", proposalId: "desk" }], { kind: "places", ruleId: "best", proposalId: "desk" }],
    ["about a proposal that is not ranked", [{ ruleId: "best", proposalId: "excluded" }], { kind: "not-ranked", ruleId: "best", proposalId: "excluded" }],
    ["about a rule that does not exist", [{ ruleId: "gone", proposalId: "park" }], { kind: "unknown-rule", ruleId: "gone", proposalId: "park" }],
  ])("%s is reported and not carried out", (_, overrides, shortage) => {
    const answer = allot({ rules: [rule("best", 1)], overrides: overrides.map((one) => ({ ...one, reason: "?" })) });
    expect(answer.shortages).toEqual([shortage]);
  });
  it("does not make stock out of nothing", () => {
    const answer = allot({ rules: [rule("best", 1)], prizes: [{ id: "bicycle", quantity: 0 }], overrides: [{ ruleId: "best", proposalId: "park", reason: "!" }] });
    expect(answer).toMatchObject({ awards: [], leftovers: [{ quantity: 0 }] });
    expect(answer.shortages).toContainEqual({ kind: "stock", ruleId: "best", missing: 1 });
  });
});

describe("a shared rank at the last place", () => {
  const shared = [candidate("park", 1, 90), candidate("bus", 2, 80), candidate("desk", 2, 80), candidate("creche", 4, 70)];
  const rules = [rule("best", 1, { places: 2 })];

  it("wins for all who share it while the stock allows", () => {
    const answer = allot({ ranking: shared, rules, prizes: [{ id: "bicycle", quantity: 3 }] });
    expect(given(answer)).toEqual(["best: park", "best: bus", "best: desk"]);
    expect(answer.shortages).toEqual([]);
  });
  it("wins for none of them where the stock does not, until a person decides", () => {
    const answer = allot({ ranking: shared, rules });
    expect(given(answer)).toEqual(["best: park"]);
    expect(answer.shortages).toEqual([{ kind: "tie", ruleId: "best", proposalIds: ["bus", "desk"], places: 1 }]);
    const decided = allot({ ranking: shared, rules, overrides: [{ ruleId: "best", proposalId: "desk", reason: "Cheaper." }] });
    expect(given(decided)).toEqual(["best: desk", "best: park"]);
    expect(decided.shortages).toEqual([]);
  });
  it("inside the places is no matter", () => {
    expect(given(allot({ ranking: shared, rules: [rule("best", 1, { places: 3 })], prizes: [{ id: "bicycle", quantity: 9 }] }))).toHaveLength(3);
  });
});

const anyInput: fc.Arbitrary<AwardInput> = fc.record({
  ranking: fc.array(fc.record({ score: fc.integer({ min: 0, max: 4 }), categories: fc.subarray(["a", "b"]) }), { maxLength: 8 }).map((list) => {
    const means = list.map(({ score }) => score);
    return list.map(({ score, categories }, at) => ({ proposalId: `p${at}`, score, categories, rank: 1 + means.filter((other) => other > score).length }));
  }),
  rules: fc.array(
    fc.record({
      kind: fc.constantFrom<AwardKind>("OVERALL", "CATEGORY", "MENTION"), categoryKey: fc.constantFrom("a", "b"), places: fc.integer({ min: 0, max: 4 }),
      prizeId: fc.constantFrom("x", "y", null), position: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 5 },
  ).map((list) => list.map((one, at) => ({ ...one, id: `r${at}` }))),
  prizes: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })).map(([x, y]) => [{ id: "x", quantity: x }, { id: "y", quantity: y }]),
  overrides: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 8 })), { selector: String, maxLength: 4 })
    .map((list) => list.map(([r, p]) => ({ ruleId: `r${r}`, proposalId: `p${p}`, reason: "because" }))),
  minimumScore: fc.integer({ min: 0, max: 3 }),
  maxPerProposal: fc.integer({ min: 1, max: 2 }),
});

describe("any allotment", () => {
  it("gives away exactly what leaves the stock, which never falls below zero", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { awards, leftovers } = allotAwards(input);
        for (const { id, quantity } of input.prizes) {
          const left = leftovers.find(({ prizeId }) => prizeId === id)?.quantity ?? NaN;
          expect(left).toBeGreaterThanOrEqual(0);
          expect(left).toBe(quantity - awards.filter(({ prizeId }) => prizeId === id).length);
        }
      }),
      { numRuns: 500 },
    );
  });
  it("gives by rule only to the qualified, to nobody above the limit, and never past a better ranked one who qualified", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { awards, shortages } = allotAwards(input);
        const held = (proposalId: string) => awards.filter((award) => award.proposalId === proposalId && input.rules.find(({ id }) => id === award.ruleId)?.kind !== "MENTION");
        for (const award of awards.filter(({ ground }) => ground === "rule")) {
          const winner = input.ranking.find(({ proposalId }) => proposalId === award.proposalId);
          const by = input.rules.find(({ id }) => id === award.ruleId);
          expect(winner?.score).toBeGreaterThanOrEqual(input.minimumScore ?? 0);
          if (by?.kind === "CATEGORY") expect(winner?.categories).toContain(by.categoryKey);
          const before = input.ranking.filter(({ rank, score, categories }) => rank <= award.rank && score >= (input.minimumScore ?? 0) && (by?.kind !== "CATEGORY" || categories.includes(by.categoryKey ?? "")));
          for (const better of before) expect(held(better.proposalId).length).toBeGreaterThan(0);
          expect(shortages.filter((one) => one.kind === "tie" && one.proposalIds.includes(award.proposalId) && one.ruleId === award.ruleId)).toEqual([]);
        }
        for (const { proposalId } of awards) {
          const byRule = held(proposalId).filter(({ ground }) => ground === "rule").length;
          const byHand = held(proposalId).length - byRule;
          expect(byRule).toBeLessThanOrEqual(Math.max(0, (input.maxPerProposal ?? 1) - byHand));
        }
      }),
      { numRuns: 500 },
    );
  });
});
