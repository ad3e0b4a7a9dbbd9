import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEdited } from "#app/platform/edited-text.server.ts";
import { type OfflineSheet, readSheets, writeSheets } from "#app/domain/scoring/offline-sheet.ts";

const criteria = [
  { key: "impact", weight: 60, maxScore: 5 },
  { key: "cost", weight: 40, maxScore: 10 },
];
const words = {
  intro: ["Compila i punteggi e i commenti.", "== proposal 9 version 9"],
  proposal: (publicNo: number) => [`Proposta ${publicNo}`, "== end", ""],
  criterion: (key: string) => [`Criterio ${key}`, "== score impact 0-5"],
  comments: { commentProposer: "A chi propone", commentJury: "Alla giuria" },
};
const write = (sheets: OfflineSheet[]) => writeSheets("2026", sheets, criteria, words);
const read = (text: string) => {
  const edited = readEdited(Buffer.from(text));
  if (!edited.ok) throw new Error(`line ${edited.line}`);
  return readSheets(edited.text, "2026", criteria);
};
const sheet = (changes: Partial<OfflineSheet> = {}): OfflineSheet => ({
  publicNo: 1,
  version: 2,
  scores: { impact: 3, cost: 10 },
  commentProposer: "Chiara.",
  commentJury: "",
  ...changes,
});

describe("a file of score sheets", () => {
  it("reads back as what was written, whatever the comments and the words for the reader say", () => {
    const comment = fc
      .array(
        fc.oneof(
          fc.string(),
          fc.constantFrom("# titolo", "== end", " == proposal 1 version 1", "", "  # x"),
        ),
      )
      .map((lines) =>
        lines
          .join("\n")
          .replace(/[\r\0]/g, "")
          .trim(),
      );
    const scores = fc.record(
      { impact: fc.integer({ min: 0, max: 5 }), cost: fc.integer({ min: 0, max: 10 }) },
      { requiredKeys: [] },
    );
    const sheets = fc.uniqueArray(
      fc.record({
        publicNo: fc.integer({ min: 1, max: 999_999 }),
        version: fc.nat(1_000_000),
        scores,
        commentProposer: comment,
        commentJury: comment,
      }),
      { selector: ({ publicNo }) => publicNo, maxLength: 5 },
    );
    fc.assert(
      fc.property(
        sheets,
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom("", "\uFEFF"),
        (all, newline, mark) => {
          expect(read(mark + write(all).replaceAll("\n", newline))).toEqual({
            sheets: all,
            faults: [],
          });
        },
      ),
    );
  });

  it("may be filled in with blank lines and spaces around", () => {
    const text = write([sheet({ scores: {}, commentProposer: "" })])
      .replace("== score impact 0-5\n\n", "== score impact 0-5\n\n  4 \n\n")
      .replace(
        "== comment proposer\n\n",
        "== comment proposer\n\n  Bella idea.\n  E fattibile.\n\n",
      );
    expect(read(text).sheets).toEqual([
      sheet({ scores: { impact: 4 }, commentProposer: "Bella idea.\n  E fattibile." }),
    ]);
  });

  const good = write([sheet()]);
  it.each([
    ["something else", "Ciao", "Ciao", "not-a-file"],
    [
      "another edition's",
      good.replace("sheets 1 2026", "sheets 1 2025"),
      "== innova",
      "other-edition",
    ],
    ["with a word for a score", good.replace("\n3\n", "\ntre\n"), "tre", "score"],
    ["with a score beyond the scale", good.replace("\n3\n", "\n6\n"), "6", "score"],
    [
      "with an unknown criterion",
      good.replace("\n== score impact", "\n== score altro"),
      "== score altro",
      "criterion",
    ],
    [
      "with words where none belong",
      good.replace("\n== proposal 1", "\nciao\n== proposal 1"),
      "ciao",
      "unknown-line",
    ],
    [
      "with an unknown mark",
      good.replace("\n== proposal 1", "\n== capitolo\n== proposal 1"),
      "== capitolo",
      "unknown-line",
    ],
    [
      "with a proposal twice",
      good +
        write([sheet({ version: 7 })])
          .split("\n")
          .slice(1)
          .join("\n"),
      "== proposal 1 version 7",
      "twice",
    ],
    [
      "with too long a comment",
      write([sheet({ commentJury: "a".repeat(4001) })]),
      "== comment jury",
      "too-long",
    ],
  ] as const)("%s is refused with its line", (_what, text, beginning, fault) => {
    const found = read(text);
    const line = text.split("\n").findIndex((each) => each.startsWith(beginning)) + 1;
    expect(found.sheets).toEqual([]);
    expect(found.faults).toMatchObject([{ line, fault }]);
  });
});
