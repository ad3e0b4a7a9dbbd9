import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allotAwards, type AwardRule } from "#app/domain/awards/award.ts";
import type { Phase } from "#app/domain/phase.ts";
import {
  countFaults,
  placesByVotes,
  voteCount,
  voteState,
} from "#app/domain/vote/employees-vote.ts";
import { voteDatesForm, whyNotMoveVote } from "#app/domain/vote/dates.ts";

const at = (hour: number) => new Date(Date.UTC(2027, 4, 3, hour));
const vote = {
  phase: "scoring" as Phase,
  employeesVote: true,
  voteStartsAt: at(10),
  voteEndsAt: at(12),
};

describe("the employees' vote", () => {
  it.each([
    [{}, 9, "early"],
    [{}, 10, "open"],
    [{}, 12, "over"],
    [{ phase: "screening" }, 11, "early"],
    [{ phase: "deliberation" }, 11, "open"],
    [{ phase: "frozen" }, 11, "over"],
    [{ employeesVote: false }, 11, "none"],
    [{ voteEndsAt: null }, 11, "none"],
  ] as const)("with %j at %i o'clock is %s", (change, hour, state) => {
    expect(voteState({ ...vote, ...change }, at(hour))).toBe(state);
  });

  it("is moved to a time to come while it is not over, and its start only while it has not begun", () => {
    const why = (change: object, dates: object, hour: number) =>
      whyNotMoveVote({ ...vote, keyGone: false, ...change }, dates, at(hour))?.code ?? "may";
    expect(why({}, { startsAt: at(11), endsAt: at(14) }, 9)).toBe("may");
    expect(why({}, { endsAt: at(14) }, 11)).toBe("may");
    expect(why({}, { startsAt: at(11), endsAt: at(14) }, 11)).toBe("too-late");
    expect(why({}, { endsAt: at(11) }, 11)).toBe("too-late");
    expect(why({}, { endsAt: at(14) }, 12)).toBe("too-late");
    expect(why({ keyGone: true }, { endsAt: at(14) }, 9)).toBe("too-late");
    expect(why({}, { startsAt: at(13) }, 9)).toBe("invalid");
    expect(why({ employeesVote: false }, { endsAt: at(14) }, 9)).toBe("not-found");
  });

  it("takes dates of the edition's own time: not in the hour that is skipped, not ending before it begins", () => {
    const issues = (form: object) =>
      voteDatesForm("Europe/Rome")
        .safeParse({ reason: "La verifica dura di più.", ...form })
        .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
    expect(issues({ voteEndsAt: "2027-05-03T10:00" })).toEqual([]);
    expect(issues({ voteEndsAt: "2027-03-28T02:30" })).toEqual(["voteEndsAt: skipped-hour"]);
    expect(issues({ voteStartsAt: "2027-05-04T10:00", voteEndsAt: "2027-05-03T10:00" })).toEqual([
      "voteEndsAt: ends-before",
    ]);
  });
});

describe("its count", () => {
  const count = (...counts: number[]) =>
    voteCount(
      50,
      counts.map((each, i) => ({ publicNo: i + 1, count: each })),
    );

  it("names no number below 5, and no total that would tell one", () => {
    expect(count(6, 0, 9, 5)).toEqual({
      issued: 50,
      cast: null,
      votes: [
        { publicNo: 3, count: 9 },
        { publicNo: 1, count: 6 },
        { publicNo: 4, count: 5 },
      ],
    });
    expect(count(6, 7).cast).toBe(13); // nothing is left out
    expect(count(6, 3, 2).cast).toBe(11); // two are left out, and five together
    expect(count(6, 3, 1).cast).toBeNull();
    expect(count(6, 0, 0).cast).toBeNull();
  });

  it("never lets anybody work out a number below 5, whatever was voted", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 8 }),
        (counts) => {
          const { cast, votes } = count(...counts);
          const left = counts.length - votes.length;
          const remainder =
            cast === null ? null : cast - votes.reduce((sum, each) => sum + each.count, 0);
          expect(votes.every((each) => each.count >= 5)).toBe(true);
          expect(
            remainder === null || (left === 0 && remainder === 0) || (left >= 2 && remainder >= 5),
          ).toBe(true);
          expect(
            countFaults(
              { issued: 200, cast, votes },
              counts.map((_, i) => i + 1),
            ),
          ).toEqual([]);
        },
      ),
    );
  });

  it("cannot be more than the tokens, of a proposal that is not there, or of one twice", () => {
    const votes = [{ publicNo: 1, count: 6 }];
    expect(countFaults({ issued: 5, cast: null, votes }, [1])).toEqual([0]);
    expect(countFaults({ issued: 9, cast: 5, votes }, [1])).toEqual([0]);
    expect(countFaults({ issued: 9, cast: 6, votes }, [2])).toEqual([1]);
    expect(countFaults({ issued: 20, cast: 12, votes: [...votes, ...votes] }, [1])).toEqual([1]);
    expect(countFaults({ issued: 20, cast: 12, votes: [{ publicNo: 1, count: 4 }] }, [1])).toEqual([
      1,
    ]);
  });
});

describe("the employees' award", () => {
  const ranked = ["a", "b", "c", "d"].map((proposalId, i) => ({
    proposalId,
    rank: i + 1,
    score: 90 - 10 * i,
    categories: [],
  }));
  const votes: Record<string, number> = { a: 5, b: 8, c: 8, d: 4 };
  const places = (tie: "shared" | "rank") =>
    placesByVotes(ranked, ({ proposalId }) => votes[proposalId] ?? 0, tie).map(
      ({ proposalId, rank }) => [proposalId, rank],
    );
  const rule = (
    id: string,
    kind: AwardRule["kind"],
    position: number,
    more: Partial<AwardRule> = {},
  ): AwardRule => ({ id, kind, position, categoryKey: null, places: 1, prizeId: null, ...more });
  const given = (tie: "shared" | "rank", rules: AwardRule[], more: object = {}) =>
    allotAwards({
      ranking: ranked,
      rules,
      prizes: [],
      overrides: [],
      choice: placesByVotes(ranked, ({ proposalId }) => votes[proposalId] ?? 0, tie),
      ...more,
    });

  it("goes by votes: equal ones share a place, or stand in the jury's order; fewer than 5 have none", () => {
    expect(places("shared")).toEqual([
      ["b", 1],
      ["c", 1],
      ["a", 3],
    ]);
    expect(places("rank")).toEqual([
      ["b", 1],
      ["c", 2],
      ["a", 3],
    ]);
  });

  it("has its order of precedence, and its own prize, and no minimum score", () => {
    const rules = [rule("choice", "CHOICE", 1), rule("first", "OVERALL", 2, { places: 2 })];
    expect(
      given("rank", rules, { minimumScore: 85 }).awards.map(({ ruleId, proposalId }) => [
        ruleId,
        proposalId,
      ]),
    ).toEqual([
      ["choice", "b"],
      ["first", "a"],
    ]);
    expect(
      given("rank", [{ ...rules[0]!, position: 3 }, rules[1]!]).awards.map(
        ({ ruleId, proposalId }) => [ruleId, proposalId],
      ),
    ).toEqual([
      ["first", "a"],
      ["first", "b"],
      ["choice", "c"],
    ]);
  });

  it("is shared where the prizes suffice, else the prize is given to nobody", () => {
    const rules = [rule("choice", "CHOICE", 1, { prizeId: "bike" })];
    expect(given("shared", rules, { prizes: [{ id: "bike", quantity: 2 }] }).awards).toHaveLength(
      2,
    );
    expect(given("shared", rules, { prizes: [{ id: "bike", quantity: 1 }] }).awards).toEqual([]);
  });

  it("waits while votes are not counted, and what is left of its prize is not handed on by rank", () => {
    const rules = [rule("choice", "CHOICE", 1, { prizeId: "bike" })];
    expect(
      given("shared", rules, { choice: undefined, prizes: [{ id: "bike", quantity: 2 }] }),
    ).toMatchObject({ awards: [], shortages: [] });
    expect(
      given("shared", [{ ...rules[0]!, places: 3 }], {
        prizes: [{ id: "bike", quantity: 9 }],
        leftovers: "next",
      }).awards,
    ).toHaveLength(3);
  });
});

it("proposals with as many votes stand by their number", () => {
  const all = [9, 3, 7].map((publicNo) => ({ publicNo, count: 20 }));
  expect(voteCount(100, all).votes.map(({ publicNo }) => publicNo)).toEqual([3, 7, 9]);
});
