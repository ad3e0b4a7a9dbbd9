import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DeliveryFacts,
  draftInput,
  isComplete,
  whyNotDeliver,
  missingCriteria,
  sheetInput,
  sheetTotal,
} from "#app/domain/scoring/scoring.ts";

const criteria = [
  { key: "value", weight: 50, maxScore: 5 },
  { key: "feasibility", weight: 30, maxScore: 5 },
  { key: "novelty", weight: 20, maxScore: 10 },
];
const scores = { value: 4, feasibility: 3, novelty: 5 };

describe("a score sheet's total", () => {
  it("weighs each score as a share of its maximum", () => {
    expect(sheetTotal(scores, criteria)).toBe(68); // 50 · 4/5 + 30 · 3/5 + 20 · 5/10
  });
  it("is 0 with nothing but zeros and 100 with nothing but maxima, whatever the weights add up to", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 10 })), {
          minLength: 1,
          maxLength: 6,
        }),
        (list) => {
          const any = list.map(([weight, maxScore], at) => ({ key: `c${at}`, weight, maxScore }));
          expect(sheetTotal(Object.fromEntries(any.map(({ key }) => [key, 0])), any)).toBe(0);
          expect(
            sheetTotal(Object.fromEntries(any.map(({ key, maxScore }) => [key, maxScore])), any),
          ).toBe(100);
        },
      ),
    );
  });
  it("does not exist while a score is missing or off its scale", () => {
    expect(sheetTotal({ value: 4, feasibility: 3 }, criteria)).toBeNull();
    expect(sheetTotal({ ...scores, value: 6 }, criteria)).toBeNull();
    expect(sheetTotal({ ...scores, value: 2.5 }, criteria)).toBeNull();
    expect(sheetTotal({}, [])).toBeNull();
  });
});

describe("a score sheet", () => {
  it("is complete when every criterion has a score, 0 included", () => {
    expect(isComplete({ ...scores, value: 0 }, criteria)).toBe(true);
    expect(missingCriteria({ feasibility: 0 }, criteria)).toEqual(["value", "novelty"]);
  });
  it("is read from a form, with numbers as text", () => {
    expect(
      sheetInput(criteria).parse({
        scores: { value: "4", feasibility: "3", novelty: "5" },
        commentJury: "Solid.",
      }),
    ).toEqual({
      scores,
      commentProposer: "",
      commentJury: "Solid.",
    });
  });
  it.each([
    ["", "required"],
    [undefined, "required"],
    ["6", "too-big?max=5"],
    ["-1", "too-small?min=0"],
    ["2.5", "format"],
    [2.5, "format"],
    ["four", "format"],
  ])("with the score %j names the field and says: %s", (value, message) => {
    const { error } = sheetInput(criteria).safeParse({ scores: { ...scores, value } });
    expect(error?.issues.map(({ path, message: said }) => [path.join("."), said])).toEqual([
      ["scores.value", message],
    ]);
  });
  it("limits its comments", () => {
    const { error } = sheetInput(criteria).safeParse({ scores, commentProposer: "x".repeat(4001) });
    expect(error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
      ["commentProposer", "too-long?max=4000"],
    ]);
  });
  it("may lack scores while it is a draft, but not have wrong ones", () => {
    expect(draftInput(criteria).parse({ scores: { value: "", novelty: "5" } }).scores).toEqual({
      novelty: 5,
    });
    expect(draftInput(criteria).parse({})).toEqual({
      scores: {},
      commentProposer: "",
      commentJury: "",
    });
    expect(draftInput(criteria).safeParse({ scores: { value: 9 } }).success).toBe(false);
  });
});

describe("delivering a score sheet", () => {
  const facts: DeliveryFacts = {
    phase: "scoring",
    assigned: true,
    recused: false,
    inConflict: false,
    confirmed: false,
    scores,
    criteria,
    reason: "",
  };
  it.each<[string, Partial<DeliveryFacts>, object | null]>([
    ["an assigned juror with a complete sheet may", {}, null],
    ["somebody not assigned may not", { assigned: false }, { code: "not-assigned" }],
    ["a juror who recused may not", { recused: true }, { code: "recused" }],
    ["a juror with a conflict may not", { inConflict: true }, { code: "conflict" }],
    ["nobody may before scoring", { phase: "screening" }, { code: "wrong-phase" }],
    [
      "nobody may once the ranking is frozen",
      { phase: "frozen", reason: "typo" },
      { code: "wrong-phase" },
    ],
    [
      "a juror who confirmed and closed may not while scoring goes on",
      { confirmed: true },
      { code: "already-confirmed" },
    ],
    [
      "an incomplete sheet may not be delivered",
      { scores: { value: 4 } },
      { code: "incomplete", field: "scores.feasibility" },
    ],
    [
      "in deliberation a sheet is revised with a reason",
      { phase: "deliberation", confirmed: true, reason: "We discussed the cost." },
      null,
    ],
    [
      "in deliberation no sheet is revised without a reason",
      { phase: "deliberation", confirmed: true, reason: " " },
      { code: "invalid", field: "reason" },
    ],
  ])("%s", (_, changes, answer) => {
    expect(whyNotDeliver({ ...facts, ...changes })).toEqual(answer);
  });
});
