import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  agreementOn,
  type CodedUnit,
  kendallW,
  krippendorffAlpha,
} from "#app/domain/statistics/agreement.ts";
import { compareEditions } from "#app/domain/publication/comparison.ts";
import { type Phase, phases } from "#app/domain/phase.ts";
import { statisticRows } from "#app/domain/publication/open-data.ts";
import { type Published, publishedSchema } from "#app/domain/publication/publication.ts";
import type { Guess } from "#app/domain/scoring/sheet.ts";
import {
  depositPeriods,
  shownTotal,
  suppressSmall,
  turnout,
} from "#app/domain/statistics/privacy.ts";
import {
  type StatisticsFacts,
  statisticsOf,
  statisticsVisibility,
} from "#app/domain/statistics/view.ts";
import {
  awarded,
  declaredBesideComputed,
  definitionKey,
  figures,
  participants,
  perCategory,
  scoreHistogram,
  submissions,
  teamSizes,
} from "#app/domain/statistics/statistics.ts";

// The published figures of 2014 (URBACT case study), as rows: 71 proposals over seven categories,
// 63 alone, 5 in two, 3 in three.
const categories2014 = {
  "service-quality": 19,
  "new-services": 7,
  environment: 7,
  organisation: 16,
  welfare: 5,
  informatics: 3,
  efficiency: 14,
};
const proposals2014 = Object.entries(categories2014).flatMap(([key, count]) =>
  Array.from({ length: count }, () => ({ categories: [key, "environment"] })),
);
const sizes2014 = [
  ...Array<number>(63).fill(1),
  ...Array<number>(5).fill(2),
  ...Array<number>(3).fill(3),
];

describe("the figures of 2014", () => {
  it("come out exactly as they were published", () => {
    expect(submissions(proposals2014)).toBe(71);
    expect(
      Object.fromEntries(
        perCategory(proposals2014, Object.keys(categories2014)).map(({ key, count }) => [
          key,
          count,
        ]),
      ),
    ).toEqual(categories2014);
    expect(teamSizes(sizes2014)).toEqual([
      { key: 1, count: 63 },
      { key: 2, count: 5 },
      { key: 3, count: 3 },
    ]);
  });
  it("say where declared and computed ones disagree: 111 participants beside 82 in the teams", () => {
    const computed = {
      proposals: submissions(proposals2014),
      participants: participants(teamSizes(sizes2014)),
    };
    expect(
      declaredBesideComputed({ participants: 111, proposals: 71, awarded: 10 }, computed),
    ).toEqual([
      { figure: "participants", declared: 111, computed: 82, disagree: true },
      { figure: "proposals", declared: 71, computed: 71, disagree: false },
      { figure: "awarded", declared: 10, computed: null, disagree: false },
    ]);
  });
});

describe("a figure", () => {
  it("has one written definition", () => {
    expect(new Set(figures.map(definitionKey)).size).toBe(figures.length);
    expect(definitionKey("participants")).toBe("participants.definition");
  });
  it("by category counts each proposal once, by its first, and shows empty categories", () => {
    expect(perCategory([{ categories: ["b", "a"] }, { categories: ["b"] }], ["a", "b"])).toEqual([
      { key: "a", count: 0 },
      { key: "b", count: 2 },
    ]);
    expect(() => perCategory([{ categories: ["x"] }], ["a"])).toThrow("x");
    expect(() => perCategory([{ categories: [] }], ["a"])).toThrow();
  });
  it("of awarded proposals counts one with two awards once", () => {
    expect(awarded([{ proposalId: "park" }, { proposalId: "park" }, { proposalId: "bus" }])).toBe(
      2,
    );
  });
  it("of scores puts a limit into the bin it begins, and 100 into the last", () => {
    const bins = scoreHistogram([0, 9.99, 10, 90, 100]).filter(({ count }) => count > 0);
    expect(bins).toEqual([
      { from: 0, to: 10, count: 2 },
      { from: 10, to: 20, count: 1 },
      { from: 90, to: 100, count: 2 },
    ]);
    expect(scoreHistogram([])).toHaveLength(10);
  });
});

const _ = null;
/**
 * Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), its data "C", also in
 * `kripp.alpha` of the R package irr. Rows are units.
 */
const twelveUnits: CodedUnit[] = [
  [1, 1, _, 1],
  [2, 2, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3],
  [2, 2, 2, 2],
  [1, 2, 3, 4],
  [4, 4, 4, 4],
  [1, 1, 2, 1],
  [2, 2, 2, 2],
  [_, 5, 5, 5],
  [_, _, 1, 1],
  [_, _, 3, _],
];
/** Three coders on fifteen units, the worked example of Wikipedia's article on the coefficient. */
const fifteenUnits: CodedUnit[] = [
  [_, 1, _],
  [_, _, _],
  [_, 2, 2],
  [_, 1, 1],
  [_, 3, 3],
  [3, 3, 4],
  [4, 4, 4],
  [1, 3, _],
  [2, _, 2],
  [1, _, 1],
  [1, _, 1],
  [3, _, 3],
  [3, _, 3],
  [_, _, _],
  [3, _, 4],
];

describe("Krippendorff's alpha", () => {
  it.each([
    ["four coders on twelve units", twelveUnits, 0.849],
    ["three coders on fifteen units", fifteenUnits, 0.811],
  ])("is as published for %s", (_name, units, alpha) => {
    expect(krippendorffAlpha(units)).toBeCloseTo(alpha, 3);
  });
  it.each([
    ["nominal", 0.743],
    ["ordinal", 0.815],
    ["interval", 0.849],
  ] as const)("is as published for the %s level", (level, alpha) => {
    // Krippendorff (2011), sections C and D: the same twelve units by each metric
    expect(krippendorffAlpha(twelveUnits, level)).toBeCloseTo(alpha, 3);
  });
  it("is as published for nominal data of two observers", () => {
    // Krippendorff (2011), section B: twelve articles in five categories, 0.692
    const [first, second] = [
      "a a b b d c c c e d d a".split(" "),
      "b a b b b c c c e d d d".split(" "),
    ];
    expect(
      krippendorffAlpha(
        first.map((value, at) => [value, second[at]!].map((letter) => letter.charCodeAt(0))),
        "nominal",
      ),
    ).toBeCloseTo(0.692, 3);
  });
  it("comes out by hand: units 1 1, 2 3 and 3 3", () => {
    // observed: one unit differs by 1, both ways: 2 in all. expected: squared differences of 1 1 2
    // 3 3 3, both ways, over 6-1: 2·(2·1+6·4+3·1)/5
    expect(
      krippendorffAlpha([
        [1, 1],
        [2, 3],
        [3, 3],
      ]),
    ).toBeCloseTo(1 - 2 / (58 / 5), 12);
  });
  it("is 1 in full agreement", () => {
    expect(
      krippendorffAlpha([
        [1, 1],
        [5, 5, _],
      ]),
    ).toBe(1);
  });
  it("is not defined where nothing can be compared or nothing varies", () => {
    expect(krippendorffAlpha([])).toBeNull();
    expect(
      krippendorffAlpha([
        [1, _],
        [_, 4],
      ]),
    ).toBeNull();
    expect(
      krippendorffAlpha([
        [2, 2],
        [2, 2],
      ]),
    ).toBeNull();
  });
  it("does not depend on the order of jurors or units, nor on the scale", () => {
    const unit = fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { freq: 3 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        fc.array(unit, { maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        (units, scale) => {
          const alpha = krippendorffAlpha(units);
          const other = krippendorffAlpha(
            [...units]
              .reverse()
              .map((values) =>
                [...values].reverse().map((value) => (value === null ? null : 7 + scale * value)),
              ),
          );
          if (alpha === null) expect(other).toBeNull();
          else expect(other).toBeCloseTo(alpha, 9);
        },
      ),
    );
  });
});

/**
 * Three raters on twenty subjects, one to six: `anxiety` of the R package irr, as the examples of
 * DescTools::KendallW print it.
 */
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
    expect(
      kendallW([
        [1, 1, 2, 3],
        [3, 2, 3, 1],
        [2, 3, 1, 2],
      ]),
    ).toBeCloseTo(1 / 16, 12);
  });
  it("is as published for four papers before six judges", () => {
    // M. V. Wickerhauser, Washington University, Example R programs 17: W = 0.6
    expect(
      kendallW([
        [4, 3, 4, 3, 4, 4],
        [3, 4, 3, 4, 2, 2],
        [2, 2, 1, 1, 1, 3],
        [1, 1, 2, 2, 3, 1],
      ]),
    ).toBeCloseTo(0.6, 12);
  });
  it("is 1 when all rank alike, ties included, and 0 when rankings cancel out", () => {
    expect(
      kendallW([
        [1, 10],
        [2, 20],
        [2, 20],
        [3, 90],
      ]),
    ).toBe(1);
    expect(
      kendallW([
        [1, 3],
        [2, 2],
        [3, 1],
      ]),
    ).toBe(0);
  });
  it("rests on what every juror valued, and is not defined where that is too little or nothing differs", () => {
    expect(
      kendallW([
        [1, 1],
        [2, 2],
        [_, 3],
      ]),
    ).toBe(1);
    expect(
      kendallW([
        [1, 1],
        [2, _],
        [_, 3],
      ]),
    ).toBeNull();
    expect(kendallW([[1], [2]])).toBeNull();
    expect(
      kendallW([
        [4, 4],
        [4, 4],
      ]),
    ).toBeNull();
  });
  it("does not depend on the order of jurors or units, nor on the scale", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 2, max: 5 })
          .chain((jurors) =>
            fc.array(
              fc.array(fc.integer({ min: 0, max: 4 }), { minLength: jurors, maxLength: jurors }),
              { minLength: 2, maxLength: 8 },
            ),
          ),
        (units) => {
          const w = kendallW(units);
          const other = kendallW(
            [...units]
              .reverse()
              .map((values) => [...values].reverse().map((value) => value ** 3 + 1)),
          );
          if (w === null) expect(other).toBeNull();
          else {
            expect(other).toBeCloseTo(w, 9);
            expect(w >= -1e-9 && w <= 1 + 1e-9).toBe(true);
          }
        },
      ),
    );
  });
});

describe("the agreement of a jury", () => {
  it("is found from single values, whatever their order", () => {
    const values = twelveUnits.flatMap((unit, proposal) =>
      unit.flatMap((value, juror) =>
        value === null ? [] : [{ juror: `j${juror}`, proposal, value }],
      ),
    );
    const agreement = agreementOn(values);
    expect(agreement).toMatchObject({
      interval: krippendorffAlpha(twelveUnits),
      ordinal: krippendorffAlpha(twelveUnits, "ordinal"),
      common: 8,
    });
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
        counts.forEach((count, at) =>
          expect(answer[at] === null || (answer[at] === count && count >= 5)).toBe(true),
        );
        if (hidden.length > 0 && hidden.length < counts.length) {
          expect(hidden.length).toBeGreaterThan(1);
          expect(hidden.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(5);
        }
      }),
    );
  });
});

describe("deposits over time", () => {
  it("are periods of a week and five deposits or more", () => {
    const days = [
      { day: "2014-04-15", count: 3 },
      { day: "2014-04-20", count: 2 },
      { day: "2014-04-21", count: 9 },
      { day: "2014-04-28", count: 6 },
    ];
    expect(depositPeriods(days)).toEqual([
      { from: "2014-04-15", to: "2014-04-21", count: 14 },
      { from: "2014-04-22", to: "2014-04-28", count: 6 },
    ]);
  });
  it("go on for as many days as it takes to be 5, empty ones included", () => {
    const days = [
      { day: "2014-04-15", count: 3 },
      { day: "2014-04-30", count: 2 },
      { day: "2014-05-15", count: 6 },
    ];
    expect(depositPeriods(days)).toEqual([
      { from: "2014-04-15", to: "2014-04-30", count: 5 },
      { from: "2014-05-01", to: "2014-05-15", count: 6 },
    ]);
  });
  it("at the end join the last period", () => {
    const days = [
      { day: "2014-05-29", count: 1 },
      { day: "2014-05-12", count: 7 },
    ];
    expect(depositPeriods(days)).toEqual([{ from: "2014-05-12", to: "2014-05-29", count: 8 }]);
  });
  it("are one period where there are fewer than 5 in all, and none where there is no day", () => {
    expect(
      depositPeriods([
        { day: "2014-12-29", count: 2 },
        { day: "2015-01-07", count: 1 },
      ]),
    ).toEqual([{ from: "2014-12-29", to: "2015-01-07", count: 3 }]);
    expect(depositPeriods([])).toEqual([]);
  });
  it("are all there after merging, in periods of 5 or more that follow one another", () => {
    fc.assert(
      fc.property(someDays, (days) => {
        const periods = depositPeriods(days);
        expect(periods.reduce((sum, { count }) => sum + count, 0)).toBe(
          days.reduce((sum, { count }) => sum + count, 0),
        );
        if (periods.length > 1)
          expect(Math.min(...periods.map(({ count }) => count))).toBeGreaterThanOrEqual(5);
        periods
          .slice(1)
          .forEach(({ from }, at) =>
            expect(Date.parse(from) - Date.parse(periods[at]?.to ?? "")).toBe(86_400_000),
          );
      }),
    );
  });
});

/** Six weeks with at most six deposits a day. */
const someDays = fc.uniqueArray(
  fc.record({
    day: fc.integer({ min: 0, max: 44 }).map((at) => isoDay(at)),
    count: fc.integer({ min: 0, max: 6 }),
  }),
  { selector: (one) => one.day },
);

function isoDay(at: number): string {
  return new Date(Date.UTC(2014, 3, 15 + at)).toISOString().slice(0, 10);
}

describe("the total that everybody sees until closing", () => {
  const days = [
    { day: "2014-04-15", count: 3 },
    { day: "2014-04-16", count: 4 },
    { day: "2014-04-17", count: 4 },
    { day: "2014-04-18", count: 2 },
  ];
  it("waits until five came and five more followed", () => {
    expect([1, 2, 3, 4].map((nights) => shownTotal(days.slice(0, nights)))).toEqual([
      null,
      null,
      null,
      { day: "2014-04-16", count: 7 },
    ]);
    expect(shownTotal([])).toBeNull();
  });
});

/** A moment up to which somebody knows how many deposits there were. */
type Known = { at: string; count: number };
type Days = { day: string; count: number }[];

/**
 * What a visitor can note down over an edition's life: the total of every night, then every
 * published table, and 0 before the first day.
 */
function published(
  days: Days,
  totalOf: typeof shownTotal = shownTotal,
  periodsOf: typeof depositPeriods = depositPeriods,
): Known[] {
  const sorted = [...days].sort((a, b) => a.day.localeCompare(b.day));
  const nights = sorted
    .map((_, at) => totalOf(sorted.slice(0, at + 1)))
    .flatMap((total) => (total ? [{ at: total.day, count: total.count }] : []));
  let sum = 0;
  const tables = periodsOf(days).map(({ to, count }) => ({ at: to, count: (sum += count) }));
  return [{ at: "", count: 0 }, ...nights, ...tables];
}

/**
 * Subtracts every pair; gives the cells of fewer than five deposits that come out, where there are
 * five or more in all.
 */
function cellsFound(known: Known[]): number[] {
  const all = Math.max(...known.map(({ count }) => count));
  const differences = known.flatMap((a) => known.map((b) => Math.abs(a.count - b.count)));
  return all < 5 ? [] : differences.filter((difference) => difference > 0 && difference < 5);
}

describe("two publications", () => {
  it("never reveal by their difference a cell that one of them suppressed", () => {
    fc.assert(
      fc.property(someDays, (days) => {
        expect(cellsFound(published(days))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it("control: the exact total of every midnight would, and so would periods of their own beside these totals", () => {
    const days = [7, 1, 6, 2, 2, 2, 9].map((count, at) => ({ day: isoDay(at), count }));
    const exact: typeof shownTotal = (until) => ({
      day: until.at(-1)?.day ?? "",
      count: until.reduce((sum, { count }) => sum + count, 0),
    });
    expect(cellsFound(published(days, exact))).toContain(1);
    const byThree: typeof depositPeriods = (all) =>
      [all.slice(0, 2), all.slice(2)].map((some) => ({
        from: some[0]?.day ?? "",
        to: some.at(-1)?.day ?? "",
        count: some.reduce((sum, { count }) => sum + count, 0),
      }));
    expect(cellsFound(published(days, shownTotal, byThree))).toContain(1);
  });

  it("and a comparison of two editions, or the open data, holds no period or cell that the publications do not", () => {
    const rows = statisticRows(edition(71), "en");
    expect(
      rows.filter(({ figure }) => figure === "depositsPerDay").map(({ value }) => value),
    ).toEqual(edition(71).statistics.depositPeriods.map(({ count }) => count));
    const numbers = new Set(numbersIn([edition(71).statistics, edition(24).statistics]));
    const compared = compareEditions(edition(71), edition(24));
    const shown = [
      ...compared.figures.flatMap(({ values }) => values.map(({ value }) => value)),
      ...compared.tables.flatMap(({ rows: some }) =>
        some.flatMap(({ values }) => values.flatMap((cell) => cell?.count ?? [])),
      ),
    ];
    expect(shown.filter((value) => value !== 0 && !numbers.has(value))).toEqual([]);
  });
});

describe("the share of employees who voted", () => {
  it("is of those who could take part at closing, and is there only after a vote", () => {
    expect(turnout({ cast: 25 }, { eligible: 50 })).toEqual({ cast: 25, share: 0.5 });
    expect([turnout(null, { eligible: 50 }), turnout({ cast: 25 }, null)]).toEqual([null, null]);
  });
  it("tells nothing of fewer than five people, whether they voted or not, nor a count that was kept back", () => {
    expect(turnout({ cast: null }, { eligible: 50 })).toBeNull();
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (cast, eligible) => {
        const shown = turnout({ cast }, { eligible });
        if (cast < 5 || eligible - cast < 5) expect(shown).toBeNull();
        else expect(shown).toEqual({ cast, share: cast / eligible });
      }),
    );
  });
  it("stands in the open data where it is shown, and nowhere else", () => {
    const rows = (cast: number | null) =>
      statisticRows(voted(cast), "en").filter(({ figure }) => figure === "turnout");
    expect(rows(30)).toMatchObject([{ value: 0.5, status: "computed" }]);
    expect([rows(null), rows(57)]).toEqual([[], []]);
  });
  it("is compared between two editions that both show it", () => {
    const shares = (one: number | null, two: number | null) =>
      compareEditions(voted(one), voted(two))
        .figures.filter(({ figure }) => figure === "turnout")
        .map(({ values }) => values.map(({ value }) => value));
    expect(shares(30, 15)).toEqual([[0.5, 0.25]]);
    expect([shares(30, null), shares(57, 30)]).toEqual([[], []]);
  });
});

function voted(cast: number | null) {
  return {
    ...edition(71),
    vote: { issued: 30, cast, votes: [] },
    statistics: {
      ...edition(71).statistics,
      totals: { eligible: 60, activated: 40, issued: 80, spent: 71 },
    },
  };
}

const seenBy = (phase: Phase, audience: "public" | "organiser") =>
  statisticsOf(facts(24), statisticsVisibility(phase, audience));

describe("what is seen of the statistics on the way", () => {
  it("is nothing, then one total, and for visitors nothing more before the publication", () => {
    expect(phases.map((phase) => statisticsVisibility(phase, "public"))).toEqual([
      "nothing",
      "nothing",
      "total",
      "nothing",
      "nothing",
      "nothing",
      "nothing",
      "nothing",
      "published",
      "published",
    ]);
  });
  it("for organisers counts from closing on, and no score before the deliberation", () => {
    expect(phases.map((phase) => statisticsVisibility(phase, "organiser"))).toEqual([
      "nothing",
      "nothing",
      "total",
      "counts",
      "counts",
      "scores",
      "scores",
      "scores",
      "published",
      "published",
    ]);
    expect(seenBy("open", "organiser")).toBeNull();
    for (const phase of ["screening", "scoring"] as const)
      expect(seenBy(phase, "organiser")).toMatchObject({
        submissions: 24,
        scores: [],
        agreement: null,
        awarded: null,
        blindness: null,
      });
    expect(seenBy("deliberation", "organiser")).toMatchObject({ awarded: 2, blindness: null });
  });
  it("does not depend on a score where no score may be seen", () => {
    const others = {
      ...facts(24),
      means: [1, 2, 3],
      totalsPerProposal: [[1, 100]],
      winning: [9],
      guesses: Array<Guess>(9).fill("YES"),
    };
    expect(statisticsOf(others, "counts")).toEqual(statisticsOf(facts(24), "counts"));
    expect(statisticsOf(others, "scores")).not.toEqual(statisticsOf(facts(24), "scores"));
  });
  it("is made by the same functions as what is published: every figure that organisers see is the published one", () => {
    const final = seenBy("published", "public")!;
    for (const phase of phases) {
      const seen = seenBy(phase, "organiser");
      for (const [figure, value] of Object.entries(seen ?? {}))
        if (value !== null && !(Array.isArray(value) && value.length === 0))
          expect([figure, value]).toEqual([figure, final[figure as keyof typeof final]]);
    }
  });
});

/** An edition of so many proposals, which had two winners and hardly any deposits in a day. */
function facts(count: number): StatisticsFacts {
  const proposals = Array.from({ length: count }, (_, at) => ({
    categories: [at % 3 ? "green" : "blue"],
    people: at % 5 === 0 ? 2 : 1,
  }));
  return {
    proposals,
    categoryKeys: ["green", "blue"],
    deposits: proposals.map((_, at) => ({ day: isoDay(at), count: 1 })),
    totals: { eligible: 900, activated: 300, issued: 600, spent: count },
    means: proposals.map((_, at) => 40 + at / 2),
    totalsPerProposal: proposals.map((_, at) => [at, at + 3]),
    winning: [3, 4, 3],
    guesses: ["NO", "NO", "YES", "NO", "PERHAPS"],
  };
}

function edition(count: number): Published {
  return publishedSchema.parse({
    v: 1,
    edition: {
      code: `e${count}`,
      names: {},
      timeZone: "Europe/Rome",
      opensAt: null,
      closesAt: null,
    },
    categories: [{ key: "green", name: { en: "Green" }, colour: "#000" }],
    seal: null,
    publishedDepth: 0,
    ranked: 0,
    ranking: [],
    awards: [],
    winners: [],
    sponsors: [],
    jury: [],
    declared:
      count === 24
        ? {
            source: { en: "a study" },
            figures: { participants: 40, proposals: 24, employees: 900 },
            alternatives: { awarded: [2, 3] },
          }
        : null,
    statistics: statisticsOf(facts(count), "published"),
  });
}

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe("two editions side by side", () => {
  it("show the figures that both have, say where each comes from and where a source says otherwise", () => {
    const { figures: compared, tables } = compareEditions(edition(71), edition(24));
    expect(compared.map(({ figure }) => figure)).toEqual([
      "submissions",
      "participants",
      "awarded",
      "agreement",
      "eligible",
    ]);
    expect(compared.find(({ figure }) => figure === "participants")).toEqual({
      figure: "participants",
      differs: false,
      values: [
        { value: 86, origin: "computed", other: null, alternatives: [] },
        { value: 29, origin: "computed", other: 40, alternatives: [] },
      ],
    });
    expect(compared.find(({ figure }) => figure === "awarded")?.values[1].alternatives).toEqual([
      2, 3,
    ]);
    expect(tables.map(({ figure, rows }) => [figure, rows.map(({ key }) => key)])).toEqual([
      ["perCategory", ["green"]],
      ["teamSizes", ["1", "2"]],
    ]);
  });
  it("says that a figure is not the same measure where one is declared and the other computed", () => {
    const declared = edition(24);
    const without = {
      ...declared,
      statistics: { ...declared.statistics, awarded: null },
      declared: { ...declared.declared!, figures: { awarded: 10 } },
    };
    const awards = compareEditions(edition(71), without).figures.find(
      ({ figure }) => figure === "awarded",
    )!;
    expect([awards.differs, awards.values.map(({ value, origin }) => [value, origin])]).toEqual([
      true,
      [
        [2, "computed"],
        [10, "declared"],
      ],
    ]);
  });
  it("leaves out what only one of them has", () => {
    const one = edition(71);
    expect(
      compareEditions(
        { ...one, statistics: { ...one.statistics, agreement: null } },
        edition(24),
      ).figures.map(({ figure }) => figure),
    ).not.toContain("agreement");
  });
});
