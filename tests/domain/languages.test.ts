import { describe, expect, test } from "vitest";
import { refusalCodes } from "#app/domain/refusal.ts";
import { phases } from "#app/domain/phase.ts";
import { invalidReasons } from "#app/domain/opening/opening.ts";
import en from "#app/i18n/en/index.ts";
import it from "#app/i18n/it/index.ts";

type Words = { [key: string]: string | Words };

function flat(words: Words, path = ""): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === "string"
        ? [[path + key, value] as const]
        : [...flat(value, `${path}${key}.`)],
    ),
  );
}

const [italian, english] = [flat(it), flat(en)];

/** What a message needs to be filled with; ICU's own words are left out. */
const gaps = (message: string) =>
  new Set(
    [
      ...message.matchAll(/(?<!(?:=\d+|\b(?:zero|one|two|few|many|other))\s*)\{\s*(\w+)\s*[,}]/g),
    ].map(([, name]) => name),
  );

describe("both languages", () => {
  test("have the same words", () => {
    expect([...english.keys()].sort()).toEqual([...italian.keys()].sort());
  });

  test("fill them with the same values", () => {
    const different = [...italian]
      .filter(
        ([key, text]) =>
          [...gaps(text)].sort().join() !== [...gaps(english.get(key) ?? "")].sort().join(),
      )
      .map(([key]) => key);
    expect(different).toEqual([]);
  });

  test("leave none empty", () => {
    expect([...italian, ...english].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  test("have a word for every refusal, phase and void envelope", () => {
    const wanted = [
      ...refusalCodes.map((code) => `refusal.${code}`),
      ...phases.map((phase) => `phase.${phase}`),
      ...invalidReasons.map((reason) => `opening.reasons.${reason}`),
    ];
    expect(wanted.filter((key) => !italian.has(key))).toEqual([]);
  });
});
