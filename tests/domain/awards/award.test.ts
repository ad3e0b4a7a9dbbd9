import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { awardFaults, type AwardFaultFacts } from "#app/domain/awards/faults.ts";
import { budget } from "#app/domain/awards/budget.ts";
import {
  allotAwards,
  type AwardCandidate,
  type AwardInput,
  type AwardKind,
  type AwardRule,
} from "#app/domain/awards/award.ts";

const candidate = (
  proposalId: string,
  rank: number,
  score: number,
  ...categories: string[]
): AwardCandidate => ({ proposalId, rank, score, categories });
const rule = (id: string, position: number, changes: Partial<AwardRule> = {}): AwardRule => ({
  id,
  position,
  kind: "OVERALL",
  categoryKey: null,
  places: 1,
  prizeId: "bicycle",
  ...changes,
});
const ranking = [
  candidate("park", 1, 90, "environment"),
  candidate("desk", 2, 80, "informatics", "new-services"),
  candidate("creche", 3, 70, "welfare"),
  candidate("bus", 4, 60, "environment"),
];
const allot = (changes: Partial<AwardInput>) =>
  allotAwards({
    ranking,
    rules: [],
    prizes: [{ id: "bicycle", quantity: 2 }],
    overrides: [],
    ...changes,
  });
const given = ({ awards }: ReturnType<typeof allot>) =>
  awards.map(({ ruleId, proposalId }) => `${ruleId}: ${proposalId}`);

describe("a rule", () => {
  it("gives one prize to each of its first places by rank and takes it from the stock", () => {
    expect(allot({ rules: [rule("best", 1, { places: 2 })] })).toEqual({
      awards: [
        {
          ruleId: "best",
          proposalId: "park",
          prizeId: "bicycle",
          ground: "rule",
          rank: 1,
          reason: "",
        },
        {
          ruleId: "best",
          proposalId: "desk",
          prizeId: "bicycle",
          ground: "rule",
          rank: 2,
          reason: "",
        },
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
    expect(given(allot({ rules: [green, rule("best", 1)], maxPerProposal: 2 }))).toEqual([
      "best: park",
      "green: park",
    ]);
  });
  it("never gives the same proposal two of its own places", () => {
    expect(given(allot({ rules: [rule("best", 1, { places: 2 })], maxPerProposal: 5 }))).toEqual([
      "best: park",
      "best: desk",
    ]);
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
    expect(allot({ rules: [rule("best", 1, { prizeId: null })] }).awards).toMatchObject([
      { proposalId: "park", prizeId: null },
    ]);
  });
  it("of a mention gives nothing by itself, and lacks nothing", () => {
    expect(allot({ rules: [rule("jury", 1, { kind: "MENTION" })] })).toMatchObject({
      awards: [],
      shortages: [],
    });
  });
});

describe("a person's decision", () => {
  it("comes first, with its reason, and takes one of the rule's places", () => {
    const answer = allot({
      rules: [rule("best", 1, { places: 2 })],
      overrides: [{ ruleId: "best", proposalId: "bus", reason: "Unanimous." }],
    });
    expect(given(answer)).toEqual(["best: bus", "best: park"]);
    expect(answer.awards[0]).toMatchObject({ ground: "override", reason: "Unanimous.", rank: 4 });
  });
  it("is not bound by the minimum score", () => {
    expect(
      given(
        allot({
          rules: [rule("best", 1)],
          minimumScore: 95,
          overrides: [{ ruleId: "best", proposalId: "bus", reason: "!" }],
        }),
      ),
    ).toEqual(["best: bus"]);
  });
  it("is the only way to a mention, which does not count towards the limit of awards", () => {
    const rules = [rule("jury", 1, { kind: "MENTION", prizeId: null }), rule("best", 2)];
    expect(
      given(allot({ rules, overrides: [{ ruleId: "jury", proposalId: "park", reason: "Bold." }] })),
    ).toEqual(["jury: park", "best: park"]);
  });
  it("for a later rule is made before an earlier rule gives anything", () => {
    const rules = [rule("best", 1), rule("second", 2)];
    expect(
      given(
        allot({ rules, overrides: [{ ruleId: "second", proposalId: "park", reason: "It fits." }] }),
      ),
    ).toEqual(["best: desk", "second: park"]);
  });
  it.each([
    [
      "beyond the places of its rule",
      [
        { ruleId: "best", proposalId: "park" },
        { ruleId: "best", proposalId: "desk" },
      ],
      { kind: "places", ruleId: "best", proposalId: "desk" },
    ],
    [
      "about a proposal that is not ranked",
      [{ ruleId: "best", proposalId: "excluded" }],
      { kind: "not-ranked", ruleId: "best", proposalId: "excluded" },
    ],
    [
      "about a rule that does not exist",
      [{ ruleId: "gone", proposalId: "park" }],
      { kind: "unknown-rule", ruleId: "gone", proposalId: "park" },
    ],
  ])("%s is reported and not carried out", (_, overrides, shortage) => {
    const answer = allot({
      rules: [rule("best", 1)],
      overrides: overrides.map((one) => ({ ...one, reason: "?" })),
    });
    expect(answer.shortages).toEqual([shortage]);
  });
  it("does not make stock out of nothing", () => {
    const answer = allot({
      rules: [rule("best", 1)],
      prizes: [{ id: "bicycle", quantity: 0 }],
      overrides: [{ ruleId: "best", proposalId: "park", reason: "!" }],
    });
    expect(answer).toMatchObject({ awards: [], leftovers: [{ quantity: 0 }] });
    expect(answer.shortages).toContainEqual({ kind: "stock", ruleId: "best", missing: 1 });
  });
});

describe("a shared rank at the last place", () => {
  const shared = [
    candidate("park", 1, 90),
    candidate("bus", 2, 80),
    candidate("desk", 2, 80),
    candidate("creche", 4, 70),
  ];
  const rules = [rule("best", 1, { places: 2 })];

  it("wins for all who share it while the stock allows", () => {
    const answer = allot({ ranking: shared, rules, prizes: [{ id: "bicycle", quantity: 3 }] });
    expect(given(answer)).toEqual(["best: park", "best: bus", "best: desk"]);
    expect(answer.shortages).toEqual([]);
  });
  it("wins for none of them where the stock does not, until a person decides", () => {
    const answer = allot({ ranking: shared, rules });
    expect(given(answer)).toEqual(["best: park"]);
    expect(answer.shortages).toEqual([
      { kind: "tie", ruleId: "best", proposalIds: ["bus", "desk"], places: 1 },
    ]);
    const decided = allot({
      ranking: shared,
      rules,
      overrides: [{ ruleId: "best", proposalId: "desk", reason: "Cheaper." }],
    });
    expect(given(decided)).toEqual(["best: desk", "best: park"]);
    expect(decided.shortages).toEqual([]);
  });
  it("inside the places is no matter", () => {
    expect(
      given(
        allot({
          ranking: shared,
          rules: [rule("best", 1, { places: 3 })],
          prizes: [{ id: "bicycle", quantity: 9 }],
        }),
      ),
    ).toHaveLength(3);
  });
});

describe("a sponsor's theme", () => {
  const theme = rule("theme", 1, { kind: "THEME", categoryKey: "environment" });
  const chosen = (proposalId: string) => [
    { ruleId: "theme", proposalId, reason: "It saves most." },
  ];
  it("is won by decision only", () => {
    expect(allot({ rules: [theme] })).toMatchObject({ awards: [], shortages: [] });
    expect(given(allot({ rules: [theme], overrides: chosen("bus") }))).toEqual(["theme: bus"]);
  });
  it("within a category is not won from outside of it", () => {
    const answer = allot({ rules: [theme], overrides: chosen("desk") });
    expect(answer).toMatchObject({
      awards: [],
      shortages: [{ kind: "category", ruleId: "theme", proposalId: "desk" }],
    });
    expect(
      given(allot({ rules: [{ ...theme, categoryKey: null }], overrides: chosen("desk") })),
    ).toEqual(["theme: desk"]);
  });
  it("counts towards the limit of prizes, as a mention does not", () => {
    expect(given(allot({ rules: [theme, rule("best", 2)], overrides: chosen("park") }))).toEqual([
      "theme: park",
      "best: desk",
    ]);
  });
});

describe("prizes that the rules leave", () => {
  const rules = [rule("best", 1)];
  const three = [{ id: "bicycle", quantity: 3 }];
  it("stay, unless the edition says otherwise", () => {
    expect(allot({ rules, prizes: three }).leftovers).toEqual([
      { prizeId: "bicycle", quantity: 2 },
    ]);
  });
  it("go to the next in rank who hold none, one each, and say so", () => {
    const answer = allot({ rules, prizes: three, leftovers: "next" });
    expect(answer.awards.map(({ proposalId, ground }) => `${proposalId} ${ground}`)).toEqual([
      "park rule",
      "desk leftover",
      "creche leftover",
    ]);
    expect(answer).toMatchObject({ leftovers: [{ quantity: 0 }], shortages: [] });
  });
  it("of a category go on by overall rank", () => {
    expect(
      given(
        allot({
          rules: [rule("green", 1, { kind: "CATEGORY", categoryKey: "welfare", places: 2 })],
          leftovers: "next",
        }),
      ),
    ).toEqual(["green: creche", "green: park"]);
  });
  it("do not go below the minimum score", () => {
    expect(given(allot({ rules, prizes: three, leftovers: "next", minimumScore: 75 }))).toEqual([
      "best: park",
      "best: desk",
    ]);
  });
  it("of a mention or a theme stay: they are the jury's to give", () => {
    expect(
      allot({ rules: [rule("jury", 1, { kind: "MENTION" })], leftovers: "next" }).awards,
    ).toEqual([]);
  });
  it("wait while a tie over the same prize is open, and while those who come next tie for them", () => {
    const tied = [
      candidate("park", 1, 90, "environment"),
      candidate("bus", 1, 90, "environment"),
      candidate("desk", 3, 80),
    ];
    const green = rule("green", 1, { kind: "CATEGORY", categoryKey: "environment" });
    const one = [{ id: "bicycle", quantity: 1 }];
    expect(allot({ ranking: tied, rules: [green], prizes: one, leftovers: "next" })).toMatchObject({
      awards: [],
      shortages: [{ kind: "tie" }],
    });
    const next = [candidate("park", 1, 90), candidate("bus", 2, 80), candidate("desk", 2, 80)];
    expect(allot({ ranking: next, rules, leftovers: "next" }).shortages).toEqual([
      { kind: "tie", ruleId: "best", proposalIds: ["bus", "desk"], places: 1 },
    ]);
  });
});

describe("one bicycle, three people", () => {
  const team = [{ ...candidate("park", 1, 90), members: 3 }, candidate("desk", 2, 80)];
  const bicycles = (quantity: number, share?: "TEAM" | "MEMBER") => [
    { id: "bicycle", quantity, share },
  ];
  const rules = [rule("best", 1, { places: 2 })];
  it("goes to the team as one, where the prize does not say otherwise", () => {
    expect(allot({ ranking: team, rules, prizes: bicycles(2) })).toMatchObject({
      leftovers: [{ quantity: 0 }],
      shortages: [],
    });
  });
  it("goes to each of them where the prize says so", () => {
    const answer = allot({ ranking: team, rules, prizes: bicycles(4, "MEMBER") });
    expect(
      answer.awards.map(({ proposalId, quantity = 1 }) => `${proposalId} ${quantity}`),
    ).toEqual(["park 3", "desk 1"]);
    expect(answer).toMatchObject({ leftovers: [{ quantity: 0 }], shortages: [] });
  });
  it("goes to some of them while stock lasts, and says how many are missing", () => {
    const answer = allot({
      ranking: team,
      rules: [rule("best", 1)],
      prizes: bicycles(2, "MEMBER"),
    });
    expect(answer).toMatchObject({
      awards: [{ proposalId: "park", quantity: 2 }],
      leftovers: [{ quantity: 0 }],
      shortages: [{ kind: "team", ruleId: "best", proposalId: "park", missing: 1 }],
    });
  });
  it("goes to nobody of two teams that share a rank when there are not enough for both", () => {
    const tied = [
      { ...candidate("park", 1, 90), members: 3 },
      { ...candidate("desk", 1, 90), members: 2 },
    ];
    expect(allot({ ranking: tied, rules, prizes: bicycles(4, "MEMBER") })).toMatchObject({
      awards: [],
      shortages: [{ kind: "tie" }],
    });
    expect(allot({ ranking: tied, rules, prizes: bicycles(5, "MEMBER") }).awards).toHaveLength(2);
  });
});

describe("a rule that can never be met is named", () => {
  const facts = (changes: Partial<AwardFaultFacts>): AwardFaultFacts => ({
    rules: [],
    prizes: [{ id: "bicycle", quantity: 2, sponsorId: "shop", validUntil: null }],
    categories: ["environment"],
    admitted: null,
    closes: "2027-05-29",
    maxPerProposal: 1,
    ...changes,
  });
  const one = (
    id: string,
    position: number,
    changes: Partial<AwardRule> & { sponsorId?: string } = {},
  ) => ({ ...rule(id, position, changes), sponsorId: changes.sponsorId ?? null });
  const faults = (changes: Partial<AwardFaultFacts>) =>
    awardFaults(facts(changes)).map(({ ruleId, key }) => `${ruleId}: ${key}`);
  it.each<[string, Partial<AwardFaultFacts>, string[]]>([
    ["not when all is there", { rules: [one("a", 1, { places: 2 })] }, []],
    [
      "when it would give more than there are",
      { rules: [one("a", 1, { places: 3 })] },
      ["a: stock"],
    ],
    [
      "when those before it take what it would give",
      { rules: [one("b", 2), one("a", 1, { places: 2 })] },
      ["b: stock"],
    ],
    [
      "when its category is not there",
      { rules: [one("a", 1, { kind: "CATEGORY", categoryKey: "cooking" })] },
      ["a: category-gone"],
    ],
    [
      "when its category has too few proposals",
      {
        rules: [one("a", 1, { kind: "CATEGORY", categoryKey: "environment", places: 2 })],
        admitted: [["environment"], []],
      },
      ["a: category-few"],
    ],
    [
      "when there are fewer proposals than places",
      { rules: [one("a", 1, { places: 2 })], admitted: [[]] },
      ["a: few"],
    ],
    [
      "when the rules together give more places than proposals can take",
      { rules: [one("a", 1), one("b", 2)], admitted: [[]] },
      ["b: few"],
    ],
    [
      "not when a proposal may take two",
      { rules: [one("a", 1), one("b", 2)], admitted: [[]], maxPerProposal: 2 },
      [],
    ],
    [
      "not for mentions, which need not be given",
      { rules: [one("a", 1, { kind: "MENTION", places: 5, prizeId: null })], admitted: [[]] },
      [],
    ],
    [
      "when a theme's prize is another sponsor's",
      { rules: [one("a", 1, { kind: "THEME", sponsorId: "bank" })] },
      ["a: foreign-prize"],
    ],
    [
      "when the prize is not valid any more as deposits close",
      {
        rules: [one("a", 1)],
        prizes: [{ id: "bicycle", quantity: 1, sponsorId: "shop", validUntil: "2027-05-29" }],
      },
      ["a: expired"],
    ],
  ])("%s", (_, changes, expected) => expect(faults(changes)).toEqual(expected));

  it("a rule without a fault of stock never lacks stock, whoever wins, where one goes to a team", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const prizes = input.prizes.map(({ id, quantity }) => ({
          id,
          quantity,
          sponsorId: "s",
          validUntil: null,
        }));
        const named = awardFaults({
          rules: input.rules.map((each) => ({ ...each, sponsorId: null })),
          prizes,
          categories: ["a", "b"],
          admitted: null,
          closes: null,
          maxPerProposal: 1,
        });
        fc.pre(named.every(({ key }) => key !== "stock"));
        const { shortages } = allotAwards({ ...input, prizes, ranking: distinct(input.ranking) });
        expect(shortages.filter(({ kind }) => kind === "stock")).toEqual([]);
      }),
    );
  });
});

const distinct = (ranking: readonly AwardCandidate[]) =>
  [...ranking].sort((a, b) => a.rank - b.rank).map((each, at) => ({ ...each, rank: at + 1 }));

describe("the budget", () => {
  const prize = (quantity: number, promised: number, value: number | null) => ({
    quantity,
    promised,
    value,
  });
  it("is what is given in money and in kind, less what the prizes are worth", () => {
    const { lines, total, over } = budget(
      [
        {
          name: "Cicli Po",
          money: 0,
          inKind: null,
          prizes: [prize(2, 1, 45_000), prize(20, 0, null)],
        },
        { name: "Banca", money: 50_000, inKind: 10_000, prizes: [prize(10, 10, 5_000)] },
        { name: "Negozio", money: 0, inKind: 10_000, prizes: [prize(1, 3, 12_000)] },
      ],
      150_000,
    );
    expect(lines).toEqual([
      {
        name: "Cicli Po",
        money: 0,
        inKind: 90_000,
        stock: 90_000,
        promised: 45_000,
        left: 0,
        unvalued: 1,
      },
      {
        name: "Banca",
        money: 50_000,
        inKind: 10_000,
        stock: 50_000,
        promised: 50_000,
        left: 10_000,
        unvalued: 0,
      },
      {
        name: "Negozio",
        money: 0,
        inKind: 10_000,
        stock: 12_000,
        promised: 12_000,
        left: -2_000,
        unvalued: 0,
      },
    ]);
    expect(total).toEqual({
      money: 50_000,
      inKind: 110_000,
      stock: 152_000,
      promised: 107_000,
      left: 8_000,
      unvalued: 1,
    });
    expect(over).toBe(2_000);
  });
});

const anyInput: fc.Arbitrary<AwardInput> = fc.record({
  ranking: fc
    .array(
      fc.record({
        score: fc.integer({ min: 0, max: 4 }),
        categories: fc.subarray(["a", "b"]),
        members: fc.integer({ min: 1, max: 3 }),
      }),
      { maxLength: 8 },
    )
    .map((list) => {
      const means = list.map(({ score }) => score);
      return list.map(({ score, categories, members }, at) => ({
        proposalId: `p${at}`,
        score,
        categories,
        members,
        rank: 1 + means.filter((other) => other > score).length,
      }));
    }),
  rules: fc
    .array(
      fc.record({
        kind: fc.constantFrom<AwardKind>("OVERALL", "CATEGORY", "MENTION", "THEME"),
        categoryKey: fc.constantFrom("a", "b"),
        places: fc.integer({ min: 0, max: 4 }),
        prizeId: fc.constantFrom("x", "y", null),
        position: fc.integer({ min: 0, max: 9 }),
      }),
      { maxLength: 5 },
    )
    .map((list) => list.map((one, at) => ({ ...one, id: `r${at}` }))),
  prizes: fc
    .tuple(
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 4 }),
      fc.constantFrom("TEAM" as const, "MEMBER" as const),
    )
    .map(([x, y, share]) => [
      { id: "x", quantity: x },
      { id: "y", quantity: y, share },
    ]),
  leftovers: fc.constantFrom(undefined, "stay" as const, "next" as const),
  overrides: fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 8 })), {
      selector: String,
      maxLength: 4,
    })
    .map((list) =>
      list.map(([r, p]) => ({ ruleId: `r${r}`, proposalId: `p${p}`, reason: "because" })),
    ),
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
          expect(left).toBe(
            quantity -
              awards
                .filter(({ prizeId }) => prizeId === id)
                .reduce((sum, award) => sum + (award.quantity ?? 1), 0),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
  it("gives by rule only to the qualified, to nobody above the limit, and never past a better ranked one who qualified", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { awards, shortages } = allotAwards(input);
        const held = (proposalId: string) =>
          awards.filter(
            (award) =>
              award.proposalId === proposalId &&
              input.rules.find(({ id }) => id === award.ruleId)?.kind !== "MENTION",
          );
        for (const award of awards.filter(({ ground }) => ground === "rule")) {
          const winner = input.ranking.find(({ proposalId }) => proposalId === award.proposalId);
          const by = input.rules.find(({ id }) => id === award.ruleId);
          expect(winner?.score).toBeGreaterThanOrEqual(input.minimumScore ?? 0);
          if (by?.kind === "CATEGORY") expect(winner?.categories).toContain(by.categoryKey);
          const before = input.ranking.filter(
            ({ rank, score, categories }) =>
              rank <= award.rank &&
              score >= (input.minimumScore ?? 0) &&
              (by?.kind !== "CATEGORY" || categories.includes(by.categoryKey ?? "")),
          );
          for (const better of before) expect(held(better.proposalId).length).toBeGreaterThan(0);
          expect(
            shortages.filter(
              (one) =>
                one.kind === "tie" &&
                one.proposalIds.includes(award.proposalId) &&
                one.ruleId === award.ruleId,
            ),
          ).toEqual([]);
        }
        for (const { proposalId } of awards) {
          const byRule = held(proposalId).filter(({ ground }) => ground !== "override").length;
          const byHand = held(proposalId).length - byRule;
          expect(byRule).toBeLessThanOrEqual(Math.max(0, (input.maxPerProposal ?? 1) - byHand));
        }
      }),
      { numRuns: 500 },
    );
  });
});
