import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asJurorsRead, hidingSchema, withHidden } from "#app/domain/screening/hidden-passage.ts";
import { content } from "#tests/factories/content.ts";

const hidden = "[nascosto dall'organizzazione]";

describe("a hidden passage", () => {
  it("leaves nothing of its letters, and not even their number", () => {
    expect(withHidden("Parla Mario Rossi, con garbo.", [{ start: 6, end: 17 }], "it")).toBe(
      `Parla ${hidden}, con garbo.`,
    );
    expect(withHidden("Parla Ada, con garbo.", [{ start: 6, end: 9 }], "it")).toBe(
      `Parla ${hidden}, con garbo.`,
    );
  });

  it("is one with those it touches, in whatever order they were hidden", () => {
    expect(
      withHidden(
        "abcdefgh",
        [
          { start: 4, end: 6 },
          { start: 1, end: 3 },
          { start: 2, end: 4 },
        ],
        "en",
      ),
    ).toBe("a[hidden by the organisers]gh");
  });

  it("takes a character whole, also one of two units or with an accent of its own", () => {
    expect(withHidden("x😀y", [{ start: 2, end: 3 }], "en")).toBe("x[hidden by the organisers]y");
    expect(withHidden("perche\u0301 no", [{ start: 0, end: 6 }], "it")).toBe(`${hidden} no`);
  });

  it("stands in the proposal's language, and only in its own field", () => {
    const words = content({ locale: "en", title: "By Mario", summary: "By Mario" });
    expect(asJurorsRead(words, [{ field: "title", start: 3, end: 8 }])).toEqual({
      ...words,
      title: "By [hidden by the organisers]",
    });
  });

  it("whatever is hidden, what is shown is the rest of the text", () => {
    const passages = fc.array(fc.record({ start: fc.nat(60), end: fc.nat(60) }), { maxLength: 6 });
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."abcdefghilmnopqrstuvz ".split("")), maxLength: 50 }),
        passages,
        (text, all) => {
          const rest = [...text]
            .map((letter, at) =>
              all.some(({ start, end }) => start < end && at >= start && at < end) ? "|" : letter,
            )
            .join("")
            .replace(/\|+/g, hidden);
          expect(withHidden(text, all, "it")).toBe(rest);
        },
      ),
    );
  });

  it("needs words and a reason", () => {
    const issues = (input: object) =>
      hidingSchema
        .safeParse(input)
        .error?.issues.map(({ path, message }) => [path.join("."), message]);
    expect(issues({ field: "title", start: "3", end: "3", reason: "x" })).toEqual([
      ["end", "nothing-selected"],
    ]);
    expect(issues({ field: "title", start: "3", end: "8", reason: " " })).toEqual([
      ["reason", "required"],
    ]);
    expect(issues({ field: "locale", start: "3", end: "8", reason: "x" })?.[0]?.[0]).toBe("field");
    expect(issues({ field: "title", start: "3", end: "8", reason: "x" })).toBeUndefined();
  });
});
