// The city's colour, and every shade that pages make of it, so that words stay readable on all of
// them (WCAG 2.1, 1.4.3).

type Rgb = readonly [red: number, green: number, blue: number];

/** The colour of the Italian public design conventions, when a city chose none. */
export const ownColour = "#0066cc";

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
/** `--paper` and `--soft` of tokens.css in dark */
const darkPaper: Rgb = [0x16, 0x1c, 0x23];
const darkSoft = "#1d252e";

/** Contrast of two colours `#rrggbb`, 1 to 21 (WCAG 2.1, definition of contrast ratio). */
export function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(rgbOf(one)), luminance(rgbOf(other))].sort(
    (a, b) => b - a,
  ) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** White words can be read on it. */
export function carriesWhite(colour: string): boolean {
  return contrast(colour, "#ffffff") >= 4.5;
}

/**
 * What pages use of a colour: Mantine's ten shades, the lightest first, and ours by what they are
 * for, in light and in dark.
 */
export type Palette = { shades: string[]; light: Tokens; dark: Tokens };
type Tokens = {
  accent: string;
  "accent-ink": string;
  tint: string;
  "tint-line": string;
  chart: string;
};

/** The palette of a colour that carries white. */
export function paletteOf(colour: string): Palette {
  const base = rgbOf(colour);
  const lighter = [0.9, 0.8, 0.6, 0.42, 0.25, 0.12].map((share) =>
    hexOf(mixed(base, white, share)),
  );
  const darker = [0.15, 0.28, 0.42].map((share) => hexOf(mixed(base, black, share)));
  const shades = [...lighter, colour, ...darker];
  const [tint, tintLine] = [
    hexOf(mixed(base, darkPaper, 0.82)),
    hexOf(mixed(base, darkPaper, 0.68)),
  ];
  return {
    shades,
    light: {
      accent: readable(base, black, [shades[0]!], 5),
      "accent-ink": readable(base, black, [shades[1]!], 7),
      tint: shades[0]!,
      "tint-line": shades[1]!,
      chart: colour,
    },
    dark: {
      accent: readable(base, white, [tintLine, darkSoft], 4.5),
      "accent-ink": readable(base, white, [tintLine, darkSoft], 7),
      tint,
      "tint-line": tintLine,
      chart: readable(base, white, [darkSoft], 4.5),
    },
  };
}

/** The colour, drawn towards white or black until its contrast with each ground is enough. */
function readable(base: Rgb, towards: Rgb, grounds: string[], enough: number): string {
  const steps = Array.from({ length: 20 }, (_, step) => hexOf(mixed(base, towards, step / 20)));
  return (
    steps.find((step) => grounds.every((ground) => contrast(step, ground) >= enough)) ??
    hexOf(towards)
  );
}

/** The style sheet that puts a palette in the place of the product's own. */
export function styleSheetOf(colour: string): string {
  const { shades, light, dark } = paletteOf(colour);
  const veil = (share: number) => `rgba(${rgbOf(colour).join(", ")}, ${share})`;
  const veils = {
    "civic-light": veil(0.1),
    "civic-light-hover": veil(0.12),
    "civic-outline-hover": veil(0.05),
  };
  return [
    rule({
      ...named("mantine-color-civic-", Object.fromEntries(shades.entries())),
      ...named("mantine-color-", veils),
      ...named("", light),
    }),
    `@media screen and (prefers-color-scheme: dark) { ${rule(named("", dark))} }`,
    "",
  ].join("\n");
}

/** Over Mantine's own rules for a scheme, whatever the order of the sheets. */
function rule(variables: Record<string, string>): string {
  return `:root:root:root { ${Object.entries(variables)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(" ")} }`;
}

function named(prefix: string, values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = ofEach((i) =>
    colour[i] / 255 <= 0.04045
      ? colour[i] / 255 / 12.92
      : ((colour[i] / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mixed(one: Rgb, other: Rgb, share: number): Rgb {
  return ofEach((i) => Math.round(one[i] + (other[i] - one[i]) * share));
}

function rgbOf(hex: string): Rgb {
  return ofEach((i) => Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16));
}

/** Red, green and blue alike. */
function ofEach(part: (i: 0 | 1 | 2) => number): Rgb {
  return [part(0), part(1), part(2)];
}

function hexOf(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
