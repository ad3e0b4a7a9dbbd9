import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countedSheets,
  type DeliveredSheet,
  rankProposals,
  type RankingInput,
} from "#app/domain/ranking/ranking.ts";
import { type TieRung, tieRungs } from "#app/domain/ranking/tie.ts";
import { sheetTotal } from "#app/domain/scoring/scoring.ts";

const criteria = [
  { key: "value", weight: 50, maxScore: 5 },
  { key: "feasibility", weight: 30, maxScore: 5 },
  { key: "novelty", weight: 20, maxScore: 5 },
];
const sheet = (
  proposalId: string,
  jurorId: string,
  value: number,
  feasibility: number,
  novelty: number,
  version = 1,
): DeliveredSheet => ({
  proposalId,
  jurorId,
  version,
  scores: { value, feasibility, novelty },
});
const rank = (sheets: DeliveredSheet[], changes: Partial<RankingInput> = {}) => {
  const ids = [...new Set(sheets.map(({ proposalId }) => proposalId))].sort();
  return rankProposals({
    proposals: ids.map((id, at) => ({ id, publicNo: at + 1 })),
    sheets,
    criteria,
    recusals: [],
    ladder: [...tieRungs],
    votes: [],
    ...changes,
  });
};
const order = ({ rows }: ReturnType<typeof rank>) =>
  rows.map(({ proposalId, rank: place }) => `${place} ${proposalId}`);

describe("a ranking row", () => {
  it("tells mean, median and the mean of each criterion over the counted sheets", () => {
    const { rows } = rank([
      sheet("park", "ada", 5, 3, 2),
      sheet("park", "bruno", 3, 3, 2),
      sheet("park", "carla", 1, 3, 2),
    ]);
    expect(rows).toEqual([
      {
        proposalId: "park",
        publicNo: 1,
        rank: 1,
        score: 56,
        mean: 56,
        median: 56,
        sheets: 3,
        later: 0,
        perCriterion: [
          { key: "value", mean: 3 },
          { key: "feasibility", mean: 3 },
          { key: "novelty", mean: 2 },
        ],
        tiedWith: [],
        sharesWith: [],
      },
    ]);
  });
  it("has the middle of the two middle totals as median of an even number of sheets", () => {
    const { rows } = rank([
      sheet("park", "ada", 5, 5, 5),
      sheet("park", "bruno", 0, 0, 0),
      sheet("park", "carla", 5, 0, 0),
      sheet("park", "dario", 0, 5, 0),
    ]);
    expect(rows[0]).toMatchObject({ median: 40, mean: 45 });
  });
});

describe("the sheets that count", () => {
  it("are the latest version of each juror on each proposal", () => {
    expect(
      rank([sheet("park", "ada", 5, 5, 5, 2), sheet("park", "ada", 0, 0, 0, 1)]).rows[0],
    ).toMatchObject({ mean: 100, sheets: 1 });
  });
  it("are without those of a juror who recused, in any version", () => {
    const sheets = [
      sheet("park", "ada", 5, 5, 5),
      sheet("park", "bruno", 0, 0, 0),
      sheet("park", "bruno", 1, 1, 1, 2),
    ];
    expect(countedSheets({ sheets, recusals: [["park", "bruno"]] })).toEqual([sheets[0]]);
  });
  it("leave a proposal unranked when there is none", () => {
    const ranking = rank([sheet("park", "ada", 5, 5, 5), sheet("desk", "ada", 5, 5, 5)], {
      recusals: [["desk", "ada"]],
    });
    expect(ranking.unranked).toEqual(["desk"]);
    expect(order(ranking)).toEqual(["1 park"]);
  });
});

describe("a tie", () => {
  it("is told apart by the heaviest criterion first", () => {
    const ranking = rank([sheet("a", "ada", 2, 5, 0), sheet("b", "ada", 5, 0, 0)]); // both 50
    expect(order(ranking)).toEqual(["1 b", "2 a"]);
    expect(ranking.resolvedTies).toEqual([
      { rung: "heaviest", criterionKey: "value", proposalIds: ["a", "b"], into: [["b"], ["a"]] },
    ]);
    expect(ranking.rows[0]).toMatchObject({ tiedWith: ["a"], sharesWith: [] });
  });
  it("is told apart by the next criteria in turn when the heaviest does not", () => {
    const ranking = rank([sheet("a", "ada", 3, 0, 3), sheet("b", "ada", 3, 2, 0)]); // both 42
    expect(ranking.resolvedTies).toEqual([
      { rung: "next", criterionKey: "feasibility", proposalIds: ["a", "b"], into: [["b"], ["a"]] },
    ]);
  });
  it("is told apart by the median when all criteria have the same mean", () => {
    const a = [
      sheet("a", "ada", 0, 0, 0),
      sheet("a", "bruno", 3, 3, 3),
      sheet("a", "carla", 3, 3, 3),
    ];
    const b = [
      sheet("b", "ada", 2, 2, 2),
      sheet("b", "bruno", 2, 2, 2),
      sheet("b", "carla", 2, 2, 2),
    ];
    const ranking = rank([...a, ...b]);
    expect(order(ranking)).toEqual(["1 a", "2 b"]);
    expect(ranking.resolvedTies).toMatchObject([{ rung: "median" }]);
  });
  it("is told apart by nothing but the ladder", () => {
    expect(
      order(rank([sheet("a", "ada", 2, 5, 0), sheet("b", "ada", 5, 0, 0)], { ladder: ["shared"] })),
    ).toEqual(["1 a", "1 b"]);
  });

  const same = (...ids: string[]) => ids.map((id) => sheet(id, "ada", 3, 3, 3));
  it("that waits for the jury's vote stays open", () => {
    const ranking = rank([sheet("top", "ada", 5, 5, 5), ...same("a", "b")]);
    expect(ranking.openTies).toEqual([{ rank: 2, proposalIds: ["a", "b"] }]);
    expect(order(ranking)).toEqual(["1 top", "2 a", "2 b"]);
  });
  it("is told apart by the vote, the lower position first", () => {
    const ranking = rank(same("a", "b"), {
      votes: [
        { proposalId: "a", position: 2 },
        { proposalId: "b", position: 1 },
      ],
    });
    expect(order(ranking)).toEqual(["1 b", "2 a"]);
    expect(ranking).toMatchObject({ openTies: [], resolvedTies: [{ rung: "vote" }] });
  });
  it("is not told apart by a vote on some of the tied only", () => {
    const ranking = rank(same("a", "b", "c"), {
      votes: [
        { proposalId: "a", position: 1 },
        { proposalId: "b", position: 2 },
      ],
    });
    expect(ranking.openTies).toEqual([{ rank: 1, proposalIds: ["a", "b", "c"] }]);
  });
  it("needs no vote where ranks are shared before one", () => {
    expect(rank(same("a", "b"), { ladder: ["heaviest", "shared", "vote"] }).openTies).toEqual([]);
  });
  it("that is shared lets the next rank count everybody before it", () => {
    const ranking = rank(
      [sheet("top", "ada", 5, 5, 5), ...same("a", "b"), sheet("last", "ada", 0, 0, 0)],
      { ladder: ["shared"] },
    );
    expect(order(ranking)).toEqual(["1 top", "2 a", "2 b", "4 last"]);
    expect(ranking.rows[1]).toMatchObject({ tiedWith: ["b"], sharesWith: ["b"] });
  });
  it("is exact: 3 sheets and 6 sheets with the same mean tie, though their decimals do not end", () => {
    const thirds = [1, 0, 0].map((value, at) => sheet("a", `j${at}`, value, 0, 0));
    const sixths = [1, 1, 0, 0, 0, 0].map((value, at) => sheet("b", `j${at}`, value, 0, 0));
    expect(
      rank([...thirds, ...sixths], { ladder: ["shared"] }).rows.map(({ rank: place }) => place),
    ).toEqual([1, 1]);
  });
});

const anySheets = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 5 }),
    ),
    { maxLength: 25 },
  )
  .map((list) => [
    ...new Map(
      list.map(([p, j, version, a, b, c]) => [
        `${p} ${j} ${version}`,
        sheet(`p${p}`, `j${j}`, a, b, c, version),
      ]),
    ).values(),
  ]);
const anyLadder = fc.shuffledSubarray<TieRung>([...tieRungs]);
const anyVotes = fc
  .uniqueArray(fc.integer({ min: 1, max: 6 }))
  .map((ids) => ids.map((id, at) => ({ proposalId: `p${id}`, position: at + 1 })));

describe("any ranking", () => {
  it("is the same whatever the order of its input", () => {
    fc.assert(
      fc.property(anySheets, anyLadder, anyVotes, fc.integer(), (sheets, ladder, votes, seed) => {
        const shuffled = [...sheets].sort((a, b) => hash(seed, a) - hash(seed, b));
        const proposals = [1, 2, 3, 4, 5, 6].map((no) => ({ id: `p${no}`, publicNo: no }));
        const one = rank(sheets, { proposals, ladder, votes });
        expect(
          rank(shuffled, {
            proposals: [...proposals].reverse(),
            ladder,
            votes: [...votes].reverse(),
          }),
        ).toEqual(one);
      }),
    );
  });
  it("never puts a lesser mean above a greater one, and counts ranks from 1 by those before", () => {
    fc.assert(
      fc.property(anySheets, anyLadder, anyVotes, (sheets, ladder, votes) => {
        const { rows } = rank(sheets, { ladder, votes });
        rows.forEach((row, at) => {
          expect(row.mean).toBeLessThanOrEqual((rows[at - 1]?.mean ?? 100) + 1e-9);
          expect(row.rank).toBe(1 + rows.filter((other) => other.rank < row.rank).length);
          expect(row.sharesWith.length).toBe(
            rows.filter((other) => other.rank === row.rank).length - 1,
          );
        });
      }),
    );
  });
  it("gives a proposal the mean of its sheets' totals", () => {
    fc.assert(
      fc.property(anySheets, (sheets) => {
        for (const { proposalId, mean } of rank(sheets).rows) {
          const totals = countedSheets({ sheets, recusals: [] })
            .filter((one) => one.proposalId === proposalId)
            .map((one) => sheetTotal(one.scores, criteria) ?? NaN);
          expect(mean).toBeCloseTo(totals.reduce((a, b) => a + b, 0) / totals.length, 9);
        }
      }),
    );
  });
});

function hash(seed: number, { proposalId, jurorId, version }: DeliveredSheet): number {
  return [...`${proposalId}${jurorId}${version}`].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0) + seed) % 1009,
    7,
  );
}
