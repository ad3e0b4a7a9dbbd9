import { describe, expect, it } from "vitest";
import { rankProposals } from "#app/domain/ranking/ranking.ts";
import { methodNamed, readScoresFile } from "#app/domain/ranking/scores-file.ts";

const score = (juror: string, proposal: string, criterion: string, value: number) => ({
  juror,
  proposal,
  criterion,
  value,
});
const file = {
  criteria: [
    { id: "value", weight: 0.6, min: 1, max: 5 },
    { id: "cost", weight: 0.4, min: 0, max: 10 },
  ],
  scores: [
    score("ada", "park", "value", 4),
    score("ada", "park", "cost", 2.5),
    score("bruno", "park", "value", 5),
    score("bruno", "park", "cost", 10),
  ],
};
const messages = (changes: object) => {
  const result = readScoresFile({ ...file, ...changes });
  return result.ok ? [] : result.messages;
};
const ranked = (json: unknown) => {
  const result = readScoresFile(json);
  if (!result.ok) throw new Error(result.messages.join("\n"));
  return { input: result.input, ranking: rankProposals(result.input) };
};

describe("a file of scores", () => {
  it("is ranked on 0 to 100 whatever its scales, weights and decimals", () => {
    const { ranking } = ranked(file);
    expect(ranking.rows).toMatchObject([
      { proposalId: "park", rank: 1, sheets: 2, score: (0.6 * 75 + 0.4 * 25 + 100) / 2 },
    ]);
    expect(ranking.by).toMatchObject({ asked: "mean", applied: "mean", shortfall: null });
  });
  it("may name things by numbers, and begin a scale below zero", () => {
    const { ranking } = ranked({
      criteria: [{ id: 1, weight: 1, min: -2, max: 2 }],
      scores: [{ juror: 1, proposal: 7, criterion: 1, value: -1 }],
    });
    expect(ranking.rows).toMatchObject([{ proposalId: "7", score: 25 }]);
  });
  it("counts no sheet that lacks a criterion, and names it", () => {
    const { input, ranking } = ranked({
      ...file,
      scores: [...file.scores, score("carla", "park", "value", 1)],
    });
    expect(input.leftOut).toEqual([{ juror: "carla", proposal: "park", missing: ["cost"] }]);
    expect(ranking.rows).toMatchObject([{ sheets: 2 }]);
  });
  it("gives method and ladder by any obvious spelling", () => {
    for (const [word, method] of [
      ["Trimmed mean", "trimmed-mean"],
      ["trimmedMean", "trimmed-mean"],
      ["Z_SCORE", "z-score"],
      ["zscore", "z-score"],
      ["juror bias", "additive"],
      ["none", "mean"],
      ["MEDIAN", "median"],
    ] as const) {
      expect(methodNamed(word)).toBe(method);
    }
    expect(
      ranked({ ...file, method: "z", ladder: ["Heaviest criterion", "shared"] }).input,
    ).toMatchObject({ method: "z-score", ladder: ["heaviest", "shared"] });
  });

  it.each([
    [
      "no criteria at all",
      { criteria: undefined },
      ["criteria: Invalid input: expected array, received undefined"],
    ],
    [
      "a value that is no number",
      { scores: [...file.scores, { ...file.scores[0], juror: "x", value: "4" }] },
      ["scores[4].value: Invalid input: expected number, received string"],
    ],
    [
      "a value off its scale",
      { scores: [score("ada", "park", "value", 0.5)] },
      ["scores[0].value: must be from 1 to 5"],
    ],
    [
      "a criterion that is not there",
      { scores: [score("ada", "park", "price", 1)] },
      ["scores[0].criterion: there is no criterion price"],
    ],
    [
      "two scores for one thing",
      { scores: [...file.scores, file.scores[1]] },
      ["scores[4]: ada already scored park on cost in scores[1]"],
    ],
    [
      "an upside-down scale",
      { criteria: [{ id: "value", weight: 1, min: 5, max: 1 }] },
      ["criteria[0].max: must be more than min, 5", "scores[0].value: must be from 5 to 1"],
    ],
    [
      "the same criterion twice",
      { criteria: [...file.criteria, file.criteria[0]] },
      ["criteria[2].id: value is already criteria[0]"],
    ],
    [
      "a negative weight",
      { criteria: [{ ...file.criteria[0], weight: -1 }, file.criteria[1]] },
      ["criteria[0].weight: at least 0"],
    ],
    [
      "an unknown method",
      { method: "borda" },
      ["method: borda is none of mean, median, trimmed-mean, z-score, additive"],
    ],
    [
      "an unknown rung",
      { ladder: ["heaviest", "luck"] },
      ["ladder[1]: luck is none of heaviest, next, median, vote, shared"],
    ],
    [
      "a vote on nothing",
      { votes: [{ proposal: "desk", position: 1 }] },
      ["votes[0].proposal: there is no proposal desk"],
    ],
  ])("with %s says at which field", (_what, changes, said) => {
    expect(messages(changes).slice(0, said.length)).toEqual(said);
  });
});
