import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankIntervals } from "#app/domain/ranking/interval.ts";
import { type MethodSheet, unbiased } from "#app/domain/ranking/jurors.ts";
import { type RankingMethod, rankingMethods, scoreBy } from "#app/domain/ranking/method.ts";

const full = 100;
/** `points[juror][proposal]`; null where there is no sheet. */
const sheetsOf = (points: readonly (readonly (number | null)[])[]): MethodSheet[] =>
  points.flatMap((own, juror) =>
    own.flatMap((each, at) =>
      each === null ? [] : [{ jurorId: `j${juror + 1}`, publicNo: at + 1, points: each }],
    ),
  );
const _ = null;
const percents = (method: RankingMethod, sheets: readonly MethodSheet[]) =>
  [...scoreBy(method, sheets, full).scores]
    .sort(([a], [b]) => a - b)
    .map(([, { percent }]) => percent);
const onOne = (values: readonly number[]) => sheetsOf(values.map((value) => [value]));

describe("a published example", () => {
  it("of the mean and the trimmed mean: R's own for mean(x, trim = 0.10), which drops one of twelve at each end", () => {
    // R Core Team, help page base::mean: x <- c(0:10, 50); c(mean(x), mean(x, trim = 0.10)) gives
    // 8.75 5.50
    const sheets = onOne([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50]);
    expect(percents("mean", sheets)).toEqual([8.75]);
    expect(percents("trimmed-mean", sheets)).toEqual([5.5]);
  });

  it("of the trimmed mean: twelve values, 10 % off each end", () => {
    // tidypython.com, Calculate Trimmed Means in R, example 1: mean(x, trim = 0.1) is 36.7
    expect(percents("trimmed-mean", onOne([4, 5, 8, 44, 32, 22, 45, 3, 8, 99, 100, 120]))).toEqual([
      36.7,
    ]);
  });

  it("of the median: R's own for median", () => {
    // R Core Team, help page stats::median: median(1:4) is 2.5, median(c(1:3, 100, 1000)) is 3
    expect(percents("median", onOne([1, 2, 3, 4]))).toEqual([2.5]);
    expect(percents("median", onOne([1, 2, 3, 100, 1000]))).toEqual([3]);
  });

  it("of the z-score: the eight grades whose mean is 5 and standard deviation 2", () => {
    // Wikipedia, Standard deviation, 'Population standard deviation of grades of eight students': 2
    // 4 4 4 5 5 7 9
    const grades = [2, 4, 4, 4, 5, 5, 7, 9];
    const zScores = [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2];
    expect(percents("z-score", sheetsOf([grades]))).toEqual(grades);
    // a second juror who gives 40 more has the same z-scores: both are mapped to the mean 25 and
    // deviation √(2² + 20²) of all
    const both = percents("z-score", sheetsOf([grades, grades.map((grade) => grade + 40)]));
    both.forEach((percent, at) =>
      expect(percent).toBeCloseTo(25 + Math.sqrt(404) * zScores[at]!, 6),
    );
  });

  it("of the additive model: the balanced incomplete block design of catalysts in batches", () => {
    // D. C. Montgomery, Design and Analysis of Experiments (5th ed. 2001), section 4-4: reaction
    // times of four catalysts in four batches of three; adjusted totals Q = -9/3, -7/3, -4/3, 20/3,
    // effects 3Q/8 = -9/8, -7/8, -4/8, 20/8 around 72.5
    const batches = [
      [73, _, 73, 75],
      [74, 75, 75, _],
      [_, 67, 68, 72],
      [71, 72, _, 75],
    ];
    expect(percents("additive", sheetsOf(batches))).toEqual([71.375, 71.625, 72, 75]);
  });
});

describe("a method below its minimum of data is not applied, and says why:", () => {
  const short = (method: RankingMethod, points: (number | null)[][]) => {
    const sheets = sheetsOf(points);
    const { applied, shortfall } = scoreBy(method, sheets, full);
    expect(applied).toBe("mean");
    expect(percents(method, sheets)).toEqual(percents("mean", sheets));
    return shortfall;
  };
  it("the median with fewer than three sheets on a proposal", () => {
    expect(
      short("median", [
        [1, 2],
        [2, 3],
        [9, _],
      ]),
    ).toEqual({ need: "sheets", least: 3, count: 1 });
  });
  it("the trimmed mean with fewer than five", () => {
    expect(
      short("trimmed-mean", [
        [1, 2],
        [2, 3],
        [9, 9],
        [4, 4],
      ]),
    ).toEqual({ need: "sheets", least: 5, count: 2 });
  });
  it("the z-score with fewer than three sheets of a juror", () => {
    expect(
      short("z-score", [
        [1, 2, 3],
        [2, 3, _],
      ]),
    ).toEqual({ need: "juror-sheets", least: 3, count: 1 });
  });
  it("the z-score with a juror to whom all proposals are alike", () => {
    expect(
      short("z-score", [
        [1, 2, 3],
        [4, 4, 4],
        [5, 5, 5],
      ]),
    ).toEqual({ need: "spread", least: 2, count: 2 });
  });
  it("the additive model when no sheet connects two groups of jurors", () => {
    expect(
      short("additive", [
        [1, 2, _, _],
        [2, 3, _, _],
        [_, _, 4, 5],
        [_, _, 4, 6],
      ]),
    ).toEqual({ need: "connected", least: 1, count: 2 });
  });
  it("the additive model when merits and biases leave nothing to fit", () => {
    expect(
      short("additive", [
        [1, 2, _],
        [_, 2, 3],
      ]),
    ).toEqual({ need: "surplus", least: 5, count: 4 });
  });
});

/**
 * Jurors and proposals with enough sheets for every method: everybody scores everything, some
 * totals differing.
 */
const complete = fc
  .tuple(fc.integer({ min: 5, max: 7 }), fc.integer({ min: 3, max: 6 }))
  .chain(([jurors, proposals]) =>
    fc.array(
      fc
        .array(fc.integer({ min: 0, max: 100 }), { minLength: proposals, maxLength: proposals })
        .filter((own) => new Set(own).size > 1),
      { minLength: jurors, maxLength: jurors },
    ),
  );
/** Not everybody scores everything. */
const incomplete = complete.chain((points) =>
  fc
    .array(fc.boolean(), {
      minLength: points.length * points[0]!.length,
      maxLength: points.length * points[0]!.length,
    })
    .map((kept) =>
      points.map((own, juror) =>
        own.map((each, at) => (kept[juror * own.length + at] ? each : null)),
      ),
    ),
);

describe.each([...rankingMethods])("by %s", (method) => {
  it("neither the order of the sheets nor the names of jurors change anything, to the last bit", () => {
    fc.assert(
      fc.property(
        incomplete,
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }),
        (points, names) => {
          const sheets = sheetsOf(points);
          const other = [...sheets].reverse().map((sheet) => ({
            ...sheet,
            jurorId: `juror ${names[Number(sheet.jurorId.slice(1)) - 1]}`,
          }));
          expect(scoreBy(method, other, full).scores).toEqual(scoreBy(method, sheets, full).scores);
        },
      ),
    );
  });
  it("other numbers of the proposals move their scores along", () => {
    fc.assert(
      fc.property(incomplete, (points) => {
        const mirrored = percents(
          method,
          sheetsOf(points.map((own) => [...own].reverse())),
        ).reverse();
        expect(mirrored).toEqual(percents(method, sheetsOf(points)));
      }),
    );
  });
  it("another scale stretches the scores along, and a higher one lifts them", () => {
    fc.assert(
      fc.property(
        incomplete,
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 1, max: 50 }),
        (points, factor, shift) => {
          const before = percents(method, sheetsOf(points));
          const scaled = percents(
            method,
            sheetsOf(
              points.map((own) =>
                own.map((each) => (each === null ? null : factor * each + shift)),
              ),
            ),
          );
          scaled.forEach((percent, at) =>
            expect(percent).toBeCloseTo(factor * before[at]! + shift, 4),
          );
        },
      ),
    );
  });
  // a far better sheet widens its juror's spread, which shrinks all of that juror's z-scores
  if (method !== "z-score")
    it("a better sheet never lowers its proposal", () => {
      fc.assert(
        fc.property(
          complete,
          fc.nat(),
          fc.nat(),
          fc.integer({ min: 1, max: 50 }),
          (points, j, p, more) => {
            const [juror, proposal] = [j % points.length, p % points[0]!.length];
            const raised = points.map((own, row) =>
              own.map((each, at) => (row === juror && at === proposal ? each + more : each)),
            );
            expect(percents(method, sheetsOf(raised))[proposal]!).toBeGreaterThanOrEqual(
              percents(method, sheetsOf(points))[proposal]!,
            );
          },
        ),
      );
    });
});

describe("the additive model", () => {
  const design = [
    [1, 1, 0, 0, 1],
    [0, 1, 1, 0, 1],
    [0, 0, 1, 1, 1],
    [1, 0, 0, 1, 1],
  ];
  it("finds merits and biases where scores are nothing but their sum", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 20, max: 80 }), { minLength: 5, maxLength: 5 }),
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 4, maxLength: 4 }),
        (merits, biases) => {
          const mean = biases.reduce((a, b) => a + b, 0) / 4;
          const found = percents(
            "additive",
            sheetsOf(
              design.map((own, juror) =>
                own.map((scored, at) => (scored ? merits[at]! + biases[juror]! : null)),
              ),
            ),
          );
          found.forEach((percent, at) => expect(percent).toBeCloseTo(merits[at]! + mean, 6));
        },
      ),
    );
  });
  it("takes a constant bias from a juror: all proposals move by the same", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 20, maxLength: 20 }),
        fc.nat({ max: 3 }),
        fc.integer({ min: 1, max: 40 }),
        (values, juror, bias) => {
          const points = (more: number) =>
            design.map((own, row) =>
              own.map((scored, at) =>
                scored ? values[row * 5 + at]! + (row === juror ? more : 0) : null,
              ),
            );
          const [before, after] = [
            percents("additive", sheetsOf(points(0))),
            percents("additive", sheetsOf(points(bias))),
          ];
          after.forEach((percent, at) => expect(percent - before[at]!).toBeCloseTo(bias / 4, 5));
        },
      ),
    );
  });
  it("leaves deviations that neither a merit nor a bias could lessen", () => {
    fc.assert(
      fc.property(incomplete, (points) => {
        const sheets = sheetsOf(points);
        const result = scoreBy("additive", sheets, full);
        if (result.applied !== "additive") return;
        const left = result.adjusted.map((sheet) => ({
          ...sheet,
          points: sheet.points - result.scores.get(sheet.publicNo)!.percent,
        }));
        for (const key of ["jurorId", "publicNo"] as const) {
          for (const of of new Set(left.map((sheet) => sheet[key]))) {
            expect(
              left.filter((sheet) => sheet[key] === of).reduce((sum, each) => sum + each.points, 0),
            ).toBeCloseTo(0, 4);
          }
        }
      }),
    );
  });
  it("is the mean where everybody scored everything", () => {
    fc.assert(
      fc.property(complete, (points) => {
        const [additive, mean] = [
          percents("additive", sheetsOf(points)),
          percents("mean", sheetsOf(points)),
        ];
        additive.forEach((percent, at) => expect(percent).toBeCloseTo(mean[at]!, 6));
      }),
    );
  });
  it("is solved for 200 jurors and 1,000 proposals", () => {
    const sheets = Array.from({ length: 1000 }, (__, no) =>
      [0, 1, 2].map((k) => ({
        jurorId: `j${(no * 7 + k * 67) % 200}`,
        publicNo: no + 1,
        points: (no * 37 + k * 11) % 101,
      })),
    ).flat();
    expect(unbiased(sheets).every(({ points }) => Number.isFinite(points))).toBe(true);
  });
});

describe("scores that are rounded", () => {
  it("tie where they are equal to a millionth, however the arithmetic came there", () => {
    // the middle juror's thirds: proposals 1 and 2 mirror each other, and their sums run in another
    // order
    const result = scoreBy(
      "z-score",
      sheetsOf([
        [10, 30, 20],
        [30, 10, 20],
        [1, 1, 4],
        [7, 7, 4],
      ]),
      full,
    );
    expect(result.applied).toBe("z-score");
    expect(result.scores.get(1)).toEqual(result.scores.get(2));
  });
  it("keep all sheets' mean and deviation when they are z-scores", () => {
    fc.assert(
      fc.property(complete, (points) => {
        const before = sheetsOf(points).map((sheet) => sheet.points);
        const after = scoreBy("z-score", sheetsOf(points), full).adjusted.map(
          (sheet) => sheet.points,
        );
        const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
        expect(mean(after)).toBeCloseTo(mean(before), 8);
        expect(mean(after.map((each) => each ** 2))).toBeCloseTo(
          mean(before.map((each) => each ** 2)),
          6,
        );
      }),
    );
  });
});

describe("a rank interval", () => {
  const intervals = (points: (number | null)[][], options = {}) =>
    rankIntervals(scoreBy("mean", sheetsOf(points), full), options);
  it("is the same for the same seed, and another for another", () => {
    const points = [
      [50, 55, 60, 40],
      [60, 50, 55, 45],
      [40, 60, 50, 55],
    ];
    expect(intervals(points, { seed: 7 })).toEqual(intervals(points, { seed: 7 }));
    const narrow = (seed: number) => [...intervals(points, { seed, rounds: 15 })!.values()];
    expect(
      new Set([1, 2, 3, 4, 5].map((seed) => JSON.stringify(narrow(seed)))).size,
    ).toBeGreaterThan(1);
  });
  it("is the rank alone where jurors agree in everything", () => {
    expect([
      ...intervals([
        [50, 40, 60],
        [50, 40, 60],
      ])!.values(),
    ]).toEqual([
      { from: 2, to: 2 },
      { from: 3, to: 3 },
      { from: 1, to: 1 },
    ]);
  });
  it("spans all ranks where jurors agree in nothing", () => {
    expect([
      ...intervals([
        [0, 100],
        [100, 0],
        [0, 100],
        [100, 0],
      ])!.values(),
    ]).toEqual([
      { from: 1, to: 2 },
      { from: 1, to: 2 },
    ]);
  });
  it("is not known where every proposal has one sheet", () => {
    expect(
      intervals([
        [50, _],
        [_, 40],
      ]),
    ).toBeNull();
  });
  it("holds the rank, within those there are, and grows with the level", () => {
    fc.assert(
      fc.property(incomplete, fc.constantFrom(...rankingMethods), (points, method) => {
        const result = scoreBy(method, sheetsOf(points), full);
        const [narrow, wide] = [
          rankIntervals(result, { rounds: 60, level: 0.5 }),
          rankIntervals(result, { rounds: 60, level: 0.95 }),
        ];
        const ranks = [...result.scores].map(
          ([no, { percent }]) =>
            [
              no,
              1 +
                [...result.scores.values()].filter((other) => other.percent > percent + 1e-9)
                  .length,
            ] as const,
        );
        for (const [no, rank] of ranks) {
          const [some, more] = [narrow?.get(no), wide?.get(no)];
          if (!some || !more) continue;
          expect(
            more.from >= 1 &&
              more.from <= some.from &&
              some.from <= rank &&
              rank <= some.to &&
              some.to <= more.to &&
              more.to <= ranks.length,
          ).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
