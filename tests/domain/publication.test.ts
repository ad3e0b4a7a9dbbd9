import { describe, expect, it } from "vitest";
import { heirs, namesOf, type OpenedFacts } from "#app/domain/publication.ts";
import { resultRows } from "#app/domain/open-data.ts";
import { published2014 } from "#prisma/demo/edition-2014.ts";

const entry = (envelopeId: string, publicNo: number) => ({ envelopeId, publicNo });
const opened = (envelopeId: string, name: string, answer: OpenedFacts["answer"], valid = true): OpenedFacts => ({ envelopeId, valid, name: valid ? name : null, answer });
const yes = { named: true, prizeAccepted: true };
const no = { named: false, prizeAccepted: true };

describe("reserves step in for void proposals, in their order", () => {
  const openList = [entry("a", 1), entry("b", 2)];
  const reserves = [entry("c", 3), entry("d", 4)];
  for (const [says, invalid, heirsOf] of [
    ["nobody is void", [], []],
    ["the first is void", ["a"], [[1, 3]]],
    ["both are void", ["a", "b"], [[1, 3], [2, 4]]],
    ["a reserve is void too", ["a", "c"], [[1, 3], [3, 4]]],
    ["the reserves do not suffice", ["a", "b", "c", "d"], [[1, 3], [2, 4], [3, null], [4, null]]],
  ] as const) {
    it(says, () => expect([...heirs({ openList, reserves }, new Set(invalid))]).toEqual(heirsOf));
  }
});

describe("a team is named only if everybody in it was opened, is valid and agreed", () => {
  for (const [says, envelopes, names] of [
    ["both agreed", [opened("a", "Ada Negri", yes), opened("b", "Bea Conti", yes)], ["Ada Negri", "Bea Conti"]],
    ["one said no", [opened("a", "Ada Negri", yes), opened("b", "Bea Conti", no)], null],
    ["one stayed silent", [opened("a", "Ada Negri", yes), opened("b", "Bea Conti", null)], null],
    ["one is not open yet", [opened("a", "Ada Negri", yes)], null],
    ["one is not valid", [opened("a", "Ada Negri", yes), opened("b", "Bea Conti", yes, false)], null],
    ["nobody is behind it", [], null],
  ] as const) {
    it(says, () => expect(namesOf(says === "nobody is behind it" ? [] : ["a", "b"], envelopes)).toEqual(names));
  }
});

it("open data of an edition without a ranking still lists its winners", () => {
  expect(resultRows(published2014, "en").map(({ rank, title, names }) => ({ rank, title, names }))).toEqual(
    published2014.winners.map(({ texts }) => ({ rank: "", title: texts.en!.title, names: "" })),
  );
});
