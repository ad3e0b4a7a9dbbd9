import { describe, expect, it } from "vitest";
import { successors, namesOf, type OpenedFacts } from "#app/domain/publication/publication.ts";
import { resultRows } from "#app/domain/publication/open-data.ts";
import { published2014 } from "#prisma/demo/edition-2014.ts";

const opened = (
  envelopeId: string,
  name: string,
  answer: Partial<OpenedFacts["answer"]>,
  why: OpenedFacts["why"] = null,
): OpenedFacts => ({
  envelopeId,
  why,
  name: why ? null : name,
  answer: answer && { named: false, prizeAccepted: true, notMine: false, ...answer },
});
const yes = { named: true };
const no = { named: false };

describe("an award of a void proposal passes to the reserve that was called for it", () => {
  for (const [says, voided, called, heirsOf] of [
    ["nobody is void", [], [], []],
    ["one is void", [1], [[1, 3]], [[1, 3]]],
    [
      "a reserve is void too",
      [1, 3],
      [
        [1, 3],
        [3, 4],
      ],
      [
        [1, 3],
        [3, 4],
      ],
    ],
    [
      "the reserves do not suffice",
      [1, 2],
      [[1, 3]],
      [
        [1, 3],
        [2, null],
      ],
    ],
  ] as const) {
    it(says, () =>
      expect([
        ...successors(
          voided,
          called.map(([from, to]) => ({ voided: from, reserve: to })),
        ),
      ]).toEqual(heirsOf),
    );
  }
});

describe("a team is named only if everybody in it was opened and all who are valid agreed", () => {
  for (const [says, envelopes, names] of [
    [
      "both agreed",
      [opened("a", "Ada Negri", yes), opened("b", "Bea Conti", yes)],
      ["Ada Negri", "Bea Conti"],
    ],
    ["one said no", [opened("a", "Ada Negri", yes), opened("b", "Bea Conti", no)], null],
    ["one stayed silent", [opened("a", "Ada Negri", yes), opened("b", "Bea Conti", null)], null],
    [
      "one says it is not theirs",
      [opened("a", "Ada Negri", yes), opened("b", "Bea Conti", { notMine: true })],
      null,
    ],
    ["one is not open yet", [opened("a", "Ada Negri", yes)], null],
    [
      "one is the same person again",
      [opened("a", "Ada Negri", yes), opened("b", "", null, "duplicate-member")],
      ["Ada Negri"],
    ],
    [
      "one is not valid",
      [opened("a", "Ada Negri", yes), opened("b", "", null, "altered")],
      ["Ada Negri"],
    ],
    [
      "nobody is valid",
      [opened("a", "", null, "altered"), opened("b", "", null, "disowned")],
      null,
    ],
    ["nobody is behind it", [], null],
  ] as const) {
    it(says, () =>
      expect(namesOf(says === "nobody is behind it" ? [] : ["a", "b"], envelopes)).toEqual(names),
    );
  }
});

it("open data of an edition without a ranking still lists its winners", () => {
  expect(
    resultRows(published2014, "en").map(({ rank, title, names }) => ({ rank, title, names })),
  ).toEqual(
    published2014.winners.map(({ texts }) => ({ rank: "", title: texts.en!.title, names: "" })),
  );
});
