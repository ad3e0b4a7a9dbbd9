import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { activationFloor, isEligible, whyNoPass } from "#app/domain/passes/eligibility.ts";
import { textFields } from "#app/domain/proposal/proposal.ts";
import { proposalSchema } from "#app/domain/proposal/content.ts";
import { countWords } from "#app/domain/proposal/words.ts";
import { content } from "#tests/factories/content.ts";

describe("words are counted by one function", () => {
  test.each([
    ["", 0],
    ["una parola sola", 3],
    ["state-of-the-art", 1],
    ["dell'anno 3,5 milioni", 3],
    ["- **uno**\n- due", 2],
    ["  spazi   molti ", 2],
    ["l’apostrofo tipografico", 2],
    ["# Titolo", 1],
    ["…", 0],
  ])("%j has %i", (text, words) => {
    expect(countWords(text)).toBe(words);
  });

  test("a text and another apart from it have the words of both", () => {
    fc.assert(
      fc.property(
        fc.lorem(),
        fc.lorem(),
        (a, b) => countWords(`${a} ${b}`) === countWords(a) + countWords(b),
      ),
    );
  });
});

describe("a proposal is complete or says what is missing", () => {
  const schema = proposalSchema({
    keys: ["environment", "informatics", "welfare"],
    min: 1,
    max: 2,
  });
  const words = (n: number) => Array.from({ length: n }, () => "parola").join(" ");

  test("a complete one passes", () => {
    expect(schema.safeParse(content()).success).toBe(true);
  });

  const wrong: [string, object, string, string][] = [
    ["no title", { title: "  " }, "title", "required"],
    [
      "too many words",
      { summary: words(textFields.summary.hard + 1) },
      "summary",
      `too-many-words?max=${textFields.summary.hard}`,
    ],
    ["no category", { categories: [] }, "categories", "too-few?min=1"],
    [
      "three categories",
      { categories: ["environment", "informatics", "welfare"] },
      "categories",
      "too-many?max=2",
    ],
    ["a category of another edition", { categories: ["sport"] }, "categories", "invalid"],
    ["the same category twice", { categories: ["welfare", "welfare"] }, "categories", "invalid"],
    ["no horizon", { horizon: undefined }, "horizon", "required"],
  ];
  test.each(wrong)("%s is named at its field", (_what, change, field, message) => {
    const { error } = schema.safeParse({ ...content(), ...change });
    expect(error?.issues.map((issue) => [issue.path[0], issue.message])).toContainEqual([
      field,
      message,
    ]);
  });

  test("the hard limit itself is allowed", () => {
    expect(schema.safeParse(content({ summary: words(textFields.summary.hard) })).success).toBe(
      true,
    );
  });
});

describe("who may take part", () => {
  const person = { staffNumber: "1", active: true, director: false };
  test.each([
    [person, true],
    [{ ...person, director: true }, false],
    [{ ...person, active: false }, false],
    [{ ...person, staffNumber: null }, false],
  ])("%o: %s", (who, may) => {
    expect(isEligible(who)).toBe(may);
  });

  test("a role in the edition excludes, and is said", () => {
    expect(whyNoPass(person, { roles: ["JUROR"], gaveBack: false })).toBe("holds-role");
    expect(whyNoPass({ ...person, director: true }, { roles: ["JUROR"], gaveBack: false })).toBe(
      "not-eligible",
    );
    expect(whyNoPass(person, { roles: [], gaveBack: false })).toBeNull();
  });

  test("whoever gave back passes gets no others", () => {
    expect(whyNoPass(person, { roles: [], gaveBack: true })).toBe("passes-returned");
  });

  test.each([
    [null, 10_000, 100],
    [null, 300, 30],
    [null, 5, 1],
    [null, 0, 1],
    [null, 11, 2],
    [null, 991, 100],
    [7, 10_000, 7],
    [0, 10_000, 0],
  ])("with a floor set to %s and %i eligible it is %i", (set, eligible, floor) => {
    expect(activationFloor(set, eligible)).toBe(floor);
  });
});
