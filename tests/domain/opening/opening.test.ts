import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  combinations,
  type InvalidReason,
  type Opened,
  settle,
  whyProposalVoid,
  whyVoid,
} from "#app/domain/opening/opening.ts";

let made = 0;
const envelope = (
  publicNo: number,
  slot: number,
  given: { sub?: string; why?: InvalidReason; settled?: boolean } = {},
): Opened => ({
  envelopeId: `e${(made += 1)}`,
  publicNo,
  slot,
  why: given.why ?? null,
  sub: given.why ? null : (given.sub ?? `person-${made}`),
  settled: given.settled ?? false,
});
const judged = (envelopes: Opened[], order: number[], limit = 1) => {
  const verdicts = settle(envelopes, order, limit);
  return envelopes.map(({ envelopeId }) => verdicts.get(envelopeId));
};

describe("an envelope by itself", () => {
  test.each([
    [{ onStaffList: true, holdsRole: false }, null],
    [{ onStaffList: false, holdsRole: false }, "not-on-staff-list"],
    [{ onStaffList: true, holdsRole: true }, "holds-role"],
  ] as const)("%o: %s", (facts, why) => expect(whyVoid(facts)).toBe(why));

  test("quorums are all ways to choose", () => {
    expect(combinations([1, 2, 3], 2)).toEqual([
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
    expect(combinations([1, 2, 3, 4, 5], 3)).toHaveLength(10);
    expect(combinations([1, 2], 3)).toEqual([]);
    expect(combinations([1, 2], 0)).toEqual([[]]);
  });
});

describe("a proposal with several envelopes", () => {
  test("stands while one envelope is valid; what cannot be authenticated names nobody", () => {
    expect(judged([envelope(1, 1, { why: "altered" }), envelope(1, 2)], [1])).toEqual([
      "altered",
      null,
    ]);
    expect(
      judged(
        [envelope(1, 1, { why: "altered" }), envelope(1, 2, { why: "foreign-certificate" })],
        [1],
      ),
    ).toEqual(["altered", "foreign-certificate"]);
  });

  test.each(["holds-role", "not-on-staff-list"] as const)(
    "is void whole when one of its people is excluded: %s",
    (why) => {
      expect(
        judged([envelope(1, 1), envelope(1, 2, { why }), envelope(1, 3, { why: "altered" })], [1]),
      ).toEqual(["proposal-void", why, "altered"]);
    },
  );

  test("names the same person once, and is not void for it", () => {
    expect(
      judged(
        [
          envelope(1, 2, { sub: "ada" }),
          envelope(1, 1, { sub: "ada" }),
          envelope(1, 3, { sub: "bea" }),
        ],
        [1],
      ),
    ).toEqual(["duplicate-member", null, null]);
  });

  test.each([
    [["altered", "altered"], "altered"],
    [["altered", null], null],
    [["proposal-void", "holds-role"], "holds-role"],
    [["duplicate-member", "disowned"], "disowned"],
    [[null, "disowned"], null],
  ] as const)("%o: void for %s", (reasons, why) =>
    expect(whyProposalVoid(reasons.map((each) => ({ why: each })))).toBe(why),
  );
});

describe("the limit per person", () => {
  test("keeps the better ranked proposal, whichever was opened first", () => {
    const [worse, better] = [envelope(7, 1, { sub: "ada" }), envelope(3, 1, { sub: "ada" })];
    expect(judged([worse, better], [3, 7])).toEqual(["too-many-proposals", null]);
    expect(judged([better, worse], [3, 7])).toEqual([null, "too-many-proposals"]);
  });

  test("voids the surplus proposal of a team whole", () => {
    expect(
      judged(
        [
          envelope(1, 1, { sub: "ada" }),
          envelope(2, 1, { sub: "bea" }),
          envelope(2, 2, { sub: "ada" }),
        ],
        [1, 2],
      ),
    ).toEqual([null, "proposal-void", "too-many-proposals"]);
  });

  test("does not count a proposal that is void", () => {
    expect(
      judged(
        [
          envelope(1, 1, { sub: "ada" }),
          envelope(1, 2, { why: "holds-role" }),
          envelope(2, 1, { sub: "ada" }),
        ],
        [1, 2],
      ),
    ).toEqual(["proposal-void", "holds-role", null]);
  });

  test("leaves what was settled, also when a better one of the same person is opened later", () => {
    const settled = envelope(5, 1, { sub: "ada", settled: true });
    expect(judged([settled, envelope(1, 1, { sub: "ada" })], [1, 5])).toEqual([
      undefined,
      "too-many-proposals",
    ]);
  });
});

describe("for any envelopes", () => {
  const anyOpened = fc
    .array(
      fc.record({
        publicNo: fc.integer({ min: 1, max: 6 }),
        sub: fc.constantFrom("ada", "bea", "carlo", "dino"),
        why: fc.option(
          fc.constantFrom<InvalidReason>(
            "altered",
            "wrong-holder",
            "holds-role",
            "not-on-staff-list",
          ),
          { freq: 3 },
        ),
      }),
      { maxLength: 14 },
    )
    .map((rows) =>
      rows.map(({ publicNo, sub, why }, at): Opened => ({
        envelopeId: String(at),
        publicNo,
        slot: at,
        why,
        sub: why ? null : sub,
        settled: false,
      })),
    );
  const anyOrder = fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 6 });
  const after = (opened: Opened[], order: number[], limit: number) => {
    const verdicts = settle(opened, order, limit);
    return opened.map((each) => ({ ...each, why: verdicts.get(each.envelopeId) ?? null }));
  };

  test("the order in which they were opened changes nothing", () => {
    fc.assert(
      fc.property(
        anyOpened,
        anyOrder,
        fc.integer({ min: 1, max: 3 }),
        fc.infiniteStream(fc.nat()),
        (opened, order, limit, random) => {
          const shuffled = [...opened]
            .map((each) => ({ each, key: random.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ each }) => each);
          expect(new Map([...settle(shuffled, order, limit)].sort())).toEqual(
            new Map([...settle(opened, order, limit)].sort()),
          );
        },
      ),
    );
  });

  test("nobody stands in more proposals than the limit, or twice in one, or beside somebody excluded", () => {
    fc.assert(
      fc.property(anyOpened, anyOrder, fc.integer({ min: 1, max: 3 }), (opened, order, limit) => {
        const named = after(opened, order, limit).filter(({ why }) => why === null);
        for (const sub of new Set(named.map((each) => each.sub)))
          expect(named.filter((each) => each.sub === sub).length).toBeLessThanOrEqual(limit);
        expect(new Set(named.map(({ publicNo, sub }) => `${publicNo} ${sub}`)).size).toBe(
          named.length,
        );
        const excluded = opened
          .filter(({ why }) => why === "holds-role" || why === "not-on-staff-list")
          .map(({ publicNo }) => publicNo);
        expect(named.filter(({ publicNo }) => excluded.includes(publicNo))).toEqual([]);
      }),
    );
  });

  test("judging what is settled once more changes nothing", () => {
    fc.assert(
      fc.property(anyOpened, anyOrder, (opened, order) => {
        const settled = after(opened, order, 2).map((each) => ({ ...each, settled: true }));
        expect([...settle(settled, order, 2)]).toEqual([]);
      }),
    );
  });

  test("a reason told by the envelope itself stays", () => {
    fc.assert(
      fc.property(anyOpened, anyOrder, (opened, order) => {
        for (const [at, { why }] of after(opened, order, 2).entries())
          if (opened[at]!.why) expect(why).toBe(opened[at]!.why);
      }),
    );
  });
});
