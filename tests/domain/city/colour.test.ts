import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { citySchema } from "#app/domain/city/city.ts";
import {
  carriesWhite,
  contrast,
  ownColour,
  paletteOf,
  styleSheetOf,
} from "#app/domain/city/colour.ts";

const colours = fc
  .tuple(...[0, 1, 2].map(() => fc.integer({ min: 0, max: 255 })))
  .map((parts) => `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`);
const darkPaper = "#161c23";

describe("a city's colour", () => {
  test("contrast is counted as WCAG defines it", () => {
    expect(contrast("#000000", "#ffffff")).toBe(21);
    // the grey known to fail by a hair
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.478, 3);
    expect(contrast("#767676", "#ffffff")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(ownColour, "#ffffff")).toBeCloseTo(contrast("#ffffff", ownColour));
  });

  test("leaves words readable on every ground that pages put them on, in light and in dark", () => {
    fc.assert(
      fc.property(colours.filter(carriesWhite), (colour) => {
        const { shades, light, dark } = paletteOf(colour);
        for (const shade of shades.slice(6))
          expect(contrast(shade, "#ffffff")).toBeGreaterThanOrEqual(4.5); // buttons, header
        for (const ground of ["#ffffff", "#f8f9fa", light.tint])
          expect(contrast(light.accent, ground)).toBeGreaterThanOrEqual(4.5);
        for (const ground of ["#ffffff", light.tint, light["tint-line"]])
          expect(contrast(light["accent-ink"], ground)).toBeGreaterThanOrEqual(4.5);
        for (const ground of [darkPaper, "#1d252e", dark.tint, dark["tint-line"]]) {
          expect(contrast(dark.accent, ground)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(dark["accent-ink"], ground)).toBeGreaterThanOrEqual(4.5);
          expect(contrast("#e8edf2", ground)).toBeGreaterThanOrEqual(4.5); // --ink
        }
        expect(contrast(dark.chart, darkPaper)).toBeGreaterThanOrEqual(3);
      }),
      { numRuns: 500 },
    );
  });

  test("on which white cannot be read, or no colour at all, is refused at its field", () => {
    const wrong = (colour: string) =>
      citySchema
        .safeParse({ colour })
        .error?.issues.map(({ path, message }) => [path.join("."), message]);
    expect(wrong("#ffd400")).toEqual([["colour", "colour-pale"]]);
    expect(wrong("blue")).toEqual([["colour", "colour"]]);
    expect(wrong("#0066cc;}body{display:none")).toEqual([["colour", "colour"]]);
    expect(wrong(" #8A1538 ")).toBeUndefined();
  });

  test("becomes a style sheet that says nothing but colours", () => {
    expect(
      styleSheetOf("#8a1538").replace(/(--[a-z0-9-]+: (#[0-9a-f]{6}|rgba\([\d., ]+\)); ?)+/g, "…"),
    ).toBe(
      ":root:root:root { …}\n@media screen and (prefers-color-scheme: dark) { :root:root:root { …} }\n",
    );
  });
});
