import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreementOn, type CodedUnit, kendallW, krippendorffAlpha } from "#app/domain/statistics-agreement.ts";
import { depositPeriods, suppressSmall } from "#app/domain/statistics-privacy.ts";
import { awarded, declaredBesideComputed, definitionKey, figures, participants, perCategory, scoreHistogram, submissions, teamSizes } from "#app/domain/statistics.ts";

// The published figures of 2014 (URBACT case study), as rows: 71 proposals over seven categories, 63 alone, 5 in two, 3 in three.
const categories2014 = { "service-quality": 19, "new-services": 7, environment: 7, organisation: 16, welfare: 5, informatics: 3, efficiency: 14 };
const proposals2014 = Object.entries(categories2014).flatMap(([key, count]) => Array.from({ length: count }, () => ({ categories: [key, "environment"] })));
const sizes2014 = [...Array<number>(63).fill(1), ...Array<number>(5).fill(2), ...Array<number>(3).fill(3)];

describe("the figures of 2014", () => {
  it("come out exactly as they were published", () => {
    expect(submissions(proposals2014)).toBe(71);
    expect(Object.fromEntries(perCategory(proposals2014, Object.keys(categories2014)).map(({ key, count }) => [key, count]))).toEqual(categories2014);
    expect(teamSizes(sizes2014)).toEqual([{ key: 1, count: 63 }, { key: 2, count: 5 }, { key: 3, count: 3 }]);
  });
  it("say where declared and computed ones disagree: 111 participants beside 82 in the teams", () => {
    const computed = { proposals: submissions(proposals2014), participants: participants(teamSizes(sizes2014)) };
    expect(declaredBesideComputed({ participants: 111, proposals: 71, awarded: 10 }, computed)).toEqual([
      { figure: "participants", declared: 111, computed: 82, disagree: true },
      { figure: "proposals", declared: 71, computed: 71, disagree: false },
      { figure: "awarded", declared: 10, computed: null, disagree: false },
    ]);
  });
});

describe("a figure", () => {
  it("has one written definition", () => {
    expect(new Set(figures.map(definitionKey)).size).toBe(figures.length);
    expect(definitionKey("participants")).toBe("statistics.participants.definition");
  });
  it("by category counts each proposal once, by its first, and shows empty categories", () => {
    expect(perCategory([{ categories: ["b", "a"] }, { categories: ["b"] }], ["a", "b"])).toEqual([{ key: "a", count: 0 }, { key: "b", count: 2 }]);
    expect(() => perCategory([{ categories: ["x"] }], ["a"])).toThrow("x");
    expect(() => perCategory([{ categories: [] }], ["a"])).toThrow();
  });
  it("of awarded proposals counts one with two awards once", () => {
    expect(awarded([{ proposalId: "park" }, { proposalId: "park" }, { proposalId: "bus" }])).toBe(2);
  });
  it("of scores puts a limit into the bin it begins, and 100 into the last", () => {
    const bins = scoreHistogram([0, 9.99, 10, 90, 100]).filter(({ count }) => count > 0);
    expect(bins).toEqual([{ from: 0, to: 10, count: 2 }, { from: 10, to: 20, count: 1 }, { from: 90, to: 100, count: 2 }]);
    expect(scoreHistogram([])).toHaveLength(10);
  });
});

const _ = null;
/** Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), its data "C", also in `kripp.alpha` of the R package irr. Rows are units. */
const twelveUnits: CodedUnit[] = [
  [1, 1, _, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
  [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [_, 5, 5, 5], [_, _, 1, 1], [_, _, 3, _],
];
/** Three coders on fifteen units, the worked example of Wikipedia's article on the coefficient. */
const fifteenUnits: CodedUnit[] = [
  [_, 1, _], [_, _, _], [_, 2, 2], [_, 1, 1], [_, 3, 3], [3, 3, 4], [4, 4, 4], [1, 3, _], [2, _, 2], [1, _, 1], [1, _, 1], [3, _, 3], [3, _, 3], [_, _, _], [3, _, 4],
];

describe("Krippendorff's alpha", () => {
  it.each([["four coders on twelve units", twelveUnits, 0.849], ["three coders on fifteen units", fifteenUnits, 0.811]])("is as published for %s", (_name, units, alpha) => {
    expect(krippendorffAlpha(units)).toBeCloseTo(alpha, 3);
  });
  it.each([["nominal", 0.743], ["ordinal", 0.815], ["interval", 0.849]] as const)("is as published for the %s level", (level, alpha) => {
    // Krippendorff (2011), sections C and D: the same twelve units by each metric
    expect(krippendorffAlpha(twelveUnits, level)).toBeCloseTo(alpha, 3);
  });
  it("is as published for nominal data of two observers", () => {
    // Krippendorff (2011), section B: twelve articles in five categories, 0.692
    const [first, second] = ["a a b b d c c c e d d a".split(" "), "b a b b b c c c e d d d".split(" ")];
    expect(krippendorffAlpha(first.map((value, at) => [value, second[at]!].map((letter) => letter.charCodeAt(0))), "nominal")).toBeCloseTo(0.692, 3);
  });
  it("comes out by hand: units 1 1, 2 3 and 3 3", () => {
    // observed: one unit differs by 1, both ways: 2 in all. expected: squared differences of 1 1 2 3 3 3, both ways, over 6-1: 2·(2·1+6·4+3·1)/5
    expect(krippendorffAlpha([[1, 1], [2, 3], [3, 3]])).toBeCloseTo(1 - 2 / (58 / 5), 12);
  });
  it("is 1 in full agreement", () => {
    expect(krippendorffAlpha([[1, 1], [5, 5, _]])).toBe(1);
  });
  it("is not defined where nothing can be compared or nothing varies", () => {
    expect(krippendorffAlpha([])).toBeNull();
    expect(krippendorffAlpha([[1, _], [_, 4]])).toBeNull();
    expect(krippendorffAlpha([[2, 2], [2, 2]])).toBeNull();
  });
  it("does not depend on the order of jurors or units, nor on the scale", () => {
    const unit = fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { freq: 3 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (units, scale) => {
        const alpha = krippendorffAlpha(units);
        const other = krippendorffAlpha([...units].reverse().map((values) => [...values].reverse().map((value) => (value === null ? null : 7 + scale * value))));
        if (alpha === null) expect(other).toBeNull();
        else expect(other).toBeCloseTo(alpha, 9);
      }),
    );
  });
});

/** Three raters on twenty subjects, one to six: `anxiety` of the R package irr, as the examples of DescTools::KendallW print it. */
const anxiety: CodedUnit[] = [
  [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
  [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
  [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
].reduce<number[][]>((units, rater) => rater.map((value, at) => [...(units[at] ?? []), value]), []);

describe("Kendall's W", () => {
  it("is as published, with ties: irr's kendall(anxiety, TRUE) gives Wt = 0.54 and chi² = 30.8 on 19 degrees of freedom", () => {
    expect(kendallW(anxiety)).toBeCloseTo(0.54, 2);
    expect(kendallW(anxiety)! * 3 * 19).toBeCloseTo(30.8, 1);
  });
  it("is as published, without ties: three competitors before four judges", () => {
    // ProofWiki, Kendall's Coefficient of Concordance, Arbitrary Example 1: 1/16
    expect(kendallW([[1, 1, 2, 3], [3, 2, 3, 1], [2, 3, 1, 2]])).toBeCloseTo(1 / 16, 12);
  });
  it("is as published for four papers before six judges", () => {
    // M. V. Wickerhauser, Washington University, Example R programs 17: W = 0.6
    expect(kendallW([[4, 3, 4, 3, 4, 4], [3, 4, 3, 4, 2, 2], [2, 2, 1, 1, 1, 3], [1, 1, 2, 2, 3, 1]])).toBeCloseTo(0.6, 12);
  });
  it("is 1 when all rank alike, ties included, and 0 when rankings cancel out", () => {
    expect(kendallW([[1, 10], [2, 20], [2, 20], [3, 90]])).toBe(1);
    expect(kendallW([[1, 3], [2, 2], [3, 1]])).toBe(0);
  });
  it("rests on what every juror valued, and is not defined where that is too little or nothing differs", () => {
    expect(kendallW([[1, 1], [2, 2], [_, 3]])).toBe(1);
    expect(kendallW([[1, 1], [2, _], [_, 3]])).toBeNull();
    expect(kendallW([[1], [2]])).toBeNull();
    expect(kendallW([[4, 4], [4, 4]])).toBeNull();
  });
  it("does not depend on the order of jurors or units, nor on the scale", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }).chain((jurors) => fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: jurors, maxLength: jurors }), { minLength: 2, maxLength: 8 })), (units) => {
        const w = kendallW(units);
        const other = kendallW([...units].reverse().map((values) => [...values].reverse().map((value) => value ** 3 + 1)));
        if (w === null) expect(other).toBeNull();
        else {
          expect(other).toBeCloseTo(w, 9);
          expect(w >= -1e-9 && w <= 1 + 1e-9).toBe(true);
        }
      }),
    );
  });
});

describe("the agreement of a jury", () => {
  it("is found from single values, whatever their order", () => {
    const values = twelveUnits.flatMap((unit, proposal) => unit.flatMap((value, juror) => (value === null ? [] : [{ juror: `j${juror}`, proposal, value }])));
    const agreement = agreementOn(values);
    expect(agreement).toMatchObject({ interval: krippendorffAlpha(twelveUnits), ordinal: krippendorffAlpha(twelveUnits, "ordinal"), common: 8 });
    expect(agreementOn([...values].reverse()).nominal).toBeCloseTo(agreement.nominal!, 12);
  });
});

describe("small cells", () => {
  const cells = (...counts: number[]) => counts.map((count, at) => ({ key: `unit ${at}`, count }));
  const shown = (...counts: number[]) => suppressSmall(cells(...counts)).map(({ count }) => count);
  it("are not shown, and neither is one more cell from which one could be worked out", () => {
    expect(shown(20, 3, 9, 7)).toEqual([20, _, _, 7]);
  });
  it("protect one another where there are several", () => {
    expect(shown(4, 20, 3, 9)).toEqual([_, 20, _, 9]);
  });
  it("that are all 0 need one more, or the rest would give them away", () => {
    expect(shown(0, 0, 8, 9)).toEqual([_, _, _, 9]);
  });
  it("leave a figure without any as it is", () => {
    expect(shown(5, 6)).toEqual([5, 6]);
    expect(shown()).toEqual([]);
  });
  it("never leave exactly one hidden beside others, nor fewer than 5 hidden in sum while anything is shown", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 8 }), (counts) => {
        const answer = shown(...counts);
        const hidden = counts.filter((_count, at) => answer[at] === null);
        counts.forEach((count, at) => expect(answer[at] === null || (answer[at] === count && count >= 5)).toBe(true));
        if (hidden.length > 0 && hidden.length < counts.length) {
          expect(hidden.length).toBeGreaterThan(1);
          expect(hidden.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(5);
        }
      }),
    );
  });
});

describe("deposits over time", () => {
  it("are merged into weeks from Monday to Sunday", () => {
    const days = [{ day: "2014-04-15", count: 3 }, { day: "2014-04-20", count: 2 }, { day: "2014-04-21", count: 9 }];
    expect(depositPeriods(days)).toEqual([{ from: "2014-04-14", to: "2014-04-20", count: 5 }, { from: "2014-04-21", to: "2014-04-27", count: 9 }]);
  });
  it("go on for as many weeks as it takes to be 5, empty ones included", () => {
    const days = [{ day: "2014-04-15", count: 3 }, { day: "2014-04-30", count: 2 }, { day: "2014-05-05", count: 6 }];
    expect(depositPeriods(days)).toEqual([{ from: "2014-04-14", to: "2014-05-04", count: 5 }, { from: "2014-05-05", to: "2014-05-11", count: 6 }]);
  });
  it("at the end join the last period", () => {
    const days = [{ day: "2014-05-29", count: 1 }, { day: "2014-05-12", count: 7 }];
    expect(depositPeriods(days)).toEqual([{ from: "2014-05-12", to: "2014-06-01", count: 8 }]);
  });
  it("are one period where there are fewer than 5 in all, and none where there is no day", () => {
    expect(depositPeriods([{ day: "2014-12-29", count: 2 }, { day: "2015-01-07", count: 1 }])).toEqual([{ from: "2014-12-29", to: "2015-01-11", count: 3 }]);
    expect(depositPeriods([])).toEqual([]);
  });
  it("are all there after merging, in periods of 5 or more that follow one another", () => {
    const start = Date.UTC(2014, 3, 15);
    const day = fc.integer({ min: 0, max: 44 }).map((at) => new Date(start + at * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ day, count: fc.integer({ min: 0, max: 6 }) }), { selector: (one) => one.day }), (days) => {
        const periods = depositPeriods(days);
        expect(periods.reduce((sum, { count }) => sum + count, 0)).toBe(days.reduce((sum, { count }) => sum + count, 0));
        if (periods.length > 1) expect(Math.min(...periods.map(({ count }) => count))).toBeGreaterThanOrEqual(5);
        periods.slice(1).forEach(({ from }, at) => expect(Date.parse(from) - Date.parse(periods[at]?.to ?? "")).toBe(86_400_000));
      }),
    );
  });
});
