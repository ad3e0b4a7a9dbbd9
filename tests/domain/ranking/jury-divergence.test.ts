import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jurorDifferences, proposalRanges } from "#app/domain/ranking/jury-divergence.ts";

const totals = (points: Record<string, Record<string, number>>) =>
  Object.entries(points).flatMap(([jurorId, own]) =>
    Object.entries(own).map(([proposalId, total]) => ({ jurorId, proposalId, total })),
  );

describe("how far jurors are apart", () => {
  it("is the mean difference from the others on the same proposals", () => {
    const found = jurorDifferences(
      totals({
        a: { p: 80, q: 60, r: 40 },
        b: { p: 60, q: 40, r: 20 },
        c: { p: 60, q: 40, r: 20, s: 100 },
      }),
    );
    expect(found).toEqual([
      { jurorId: "a", difference: 20, shared: 3 },
      { jurorId: "b", difference: -10, shared: 3 },
      { jurorId: "c", difference: -10, shared: 3 },
    ]);
  });

  it("says nothing of a juror with fewer than three proposals in common", () => {
    expect(jurorDifferences(totals({ a: { p: 80, q: 60 }, b: { p: 60, q: 40 } }))).toEqual([]);
  });

  it("moves by a juror's constant generosity, and does not depend on the level of the proposals", () => {
    const full = fc.array(
      fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 4, maxLength: 4 }),
      { minLength: 3, maxLength: 5 },
    );
    fc.assert(
      fc.property(
        full,
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 4, maxLength: 4 }),
        (points, generosity, level) => {
          const of = (change: (value: number, juror: number, proposal: number) => number) =>
            new Map(
              jurorDifferences(
                points.flatMap((own, juror) =>
                  own.map((value, proposal) => ({
                    jurorId: String(juror),
                    proposalId: String(proposal),
                    total: change(value, juror, proposal),
                  })),
                ),
              ).map(({ jurorId, difference }) => [jurorId, difference]),
            );
          const before = of((value) => value);
          expect(
            of((value, juror) => value + (juror === 0 ? generosity : 0)).get("0")!,
          ).toBeCloseTo(before.get("0")! + generosity, 9);
          const lifted = of((value, _, proposal) => value + level[proposal]!);
          for (const [juror, difference] of before)
            expect(lifted.get(juror)!).toBeCloseTo(difference, 9);
        },
      ),
    );
  });
});

describe("how far the sheets of a proposal are apart", () => {
  it("is the distance from the lowest to the highest, the farthest first, without those that have one", () => {
    expect(proposalRanges(totals({ a: { p: 80, q: 60, r: 1 }, b: { p: 70, q: 0 } }))).toEqual([
      { proposalId: "q", sheets: 2, range: 60 },
      { proposalId: "p", sheets: 2, range: 10 },
    ]);
  });
});
