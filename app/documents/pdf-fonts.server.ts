import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create, type Font } from "fontkit";

// Titillium Web, the face of Italian public sites (SIL Open Font License 1.1, which lets documents
// embed it), in the subsets it is delivered in. A PDF embeds of each only the letters it uses.

export type Weight = "400" | "600";
type Face = { name: string; bytes: Buffer; font: Font };

const subsets = ["latin", "latin-ext"] as const;
const loaded = new Map<Weight, Face[]>();

/** The faces of a weight, in the order in which a letter is looked for. */
export function facesOf(weight: Weight): Face[] {
  const known = loaded.get(weight);
  if (known) return known;
  const { resolve } = createRequire(import.meta.url);
  const faces = subsets.map((subset) => {
    const bytes = readFileSync(
      resolve(`@fontsource/titillium-web/files/titillium-web-${subset}-${weight}-normal.woff`),
    );
    const font = create(bytes);
    if ("fonts" in font) throw new Error("One face is one file.");
    return { name: `${subset}-${weight}`, bytes, font };
  });
  loaded.set(weight, faces);
  return faces;
}

/** Words in one face. */
export type Run = { face: string; text: string };

/**
 * Words cut into runs that their face can show. A letter that no face has is written as its code,
 * so that nothing is lost silently.
 */
export function runsOf(words: string, weight: Weight): Run[] {
  const runs: Run[] = [];
  const add = (face: string, text: string) => {
    const last = runs.at(-1);
    if (last?.face === face) last.text += text;
    else runs.push({ face, text });
  };
  const faces = facesOf(weight);
  for (const letter of words.normalize("NFC")) {
    const code = letter.codePointAt(0)!;
    const face = code < 0x20 ? faces[0] : faces.find(({ font }) => font.hasGlyphForCodePoint(code));
    add(
      (face ?? faces[0]!).name,
      face ? letter : `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`,
    );
  }
  return runs;
}
