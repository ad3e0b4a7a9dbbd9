import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listedByRule, shortlist, shortlistRule } from "#app/domain/ranking/shortlist.ts";

const ranked = [
  ["park", 1, 90],
  ["bus", 2, 80],
  ["bike", 2, 80],
  ["tree", 4, 70],
  ["lamp", 5, 40],
].map(([proposalId, rank, score]) => ({
  proposalId: proposalId as string,
  rank: rank as number,
  score: score as number,
}));
const listed = (minimumScore: number, atMost: number) => [
  ...listedByRule({ minimumScore, atMost }, ranked),
];

describe("the shortlist", () => {
  it("is foreseen where a minimum or a number is set", () => {
    expect(shortlistRule({ shortlistScore: 0, shortlistSize: 0 })).toBeNull();
    expect(shortlistRule({ shortlistScore: 60, shortlistSize: 0 })).toEqual({
      minimumScore: 60,
      atMost: 0,
    });
  });

  it("holds whoever reaches the score, exactly too", () =>
    expect(listed(70, 0)).toEqual(["park", "bus", "bike", "tree"]));
  it("holds so many, with a shared rank at the edge all in", () => {
    expect(listed(0, 1)).toEqual(["park"]);
    expect(listed(0, 2)).toEqual(["park", "bus", "bike"]);
    expect(listed(0, 3)).toEqual(["park", "bus", "bike"]);
    expect(listed(0, 4)).toEqual(["park", "bus", "bike", "tree"]);
  });
  it("wants both where both are set", () => expect(listed(85, 4)).toEqual(["park"]));

  it("is changed by the jury's decisions alone", () => {
    const decisions = [
      { proposalId: "lamp", listed: true, reason: "x" },
      { proposalId: "park", listed: false, reason: "x" },
      { proposalId: "gone", listed: true, reason: "x" },
    ];
    expect([...shortlist({ minimumScore: 0, atMost: 2 }, ranked, decisions)]).toEqual([
      "bus",
      "bike",
      "lamp",
    ]);
  });

  const anyRanked = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 12 }).map((scores) =>
    scores.map((score, at) => ({
      proposalId: `p${at}`,
      score: score * 5,
      rank: 1 + scores.filter((other) => other > score).length,
    })),
  );
  const anyRule = fc.record({
    minimumScore: fc.integer({ min: 0, max: 20 }).map((score) => score * 5),
    atMost: fc.integer({ min: 0, max: 12 }),
  });

  it("never leaves out one that is as good as one it holds, and fills up to its number", () => {
    fc.assert(
      fc.property(anyRanked, anyRule, (rows, rule) => {
        const list = listedByRule(rule, rows);
        const worst = Math.min(
          ...rows.filter(({ proposalId }) => list.has(proposalId)).map(({ score }) => score),
        );
        expect(
          rows.filter(({ proposalId, score }) => !list.has(proposalId) && score >= worst),
        ).toEqual([]);
        const reaching = rows.filter(({ score }) => score >= rule.minimumScore).length;
        expect(list.size).toBeGreaterThanOrEqual(
          rule.atMost === 0 ? reaching : Math.min(reaching, rule.atMost),
        );
      }),
    );
  });

  it("grows with a better score and a greater number, and never shrinks", () => {
    fc.assert(
      fc.property(anyRanked, anyRule, fc.integer({ min: 0, max: 3 }), (rows, rule, more) => {
        const wider = listedByRule(
          {
            minimumScore: Math.max(0, rule.minimumScore - more),
            atMost: rule.atMost === 0 ? 0 : rule.atMost + more,
          },
          rows,
        );
        for (const id of listedByRule(rule, rows)) expect(wider.has(id)).toBe(true);
      }),
    );
  });
});
