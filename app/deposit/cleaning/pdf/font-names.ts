import { PDFArray, PDFDict, PDFName, type PDFObject } from "@cantoo/pdf-lib";
import { numberIn } from "./streams.ts";
import type { Walk } from "./walk.ts";

// A font somebody made is called as they like. Fonts that come with the document need no name; of
// the others only those are named that everybody has.

const style = /Bold|Italic|Oblique|Regular|Roman|Light|Medium|Semi|Narrow|Black|PS|MT|[-,]/g;
const bare = (name: string) => name.replace(style, "");
const families = new Set(
  `Helvetica Courier Times Symbol ZapfDingbats Arial Calibri Cambria CambriaMath Candara Consolas Constantia Corbel CourierNew Garamond Georgia Impact
  LucidaConsole LucidaSansUnicode PalatinoLinotype SegoeUI Tahoma TimesNewRoman TrebuchetMS Verdana Wingdings Webdings LiberationSans LiberationSerif
  LiberationMono DejaVuSans DejaVuSerif DejaVuSansMono Carlito Caladea OpenSans Roboto NotoSans NotoSerif TitilliumWeb`
    .split(/\s+/)
    .map(bare),
);
const plainName = (name: string) => name.replace(/^[A-Z]{6}\+/, "").replaceAll(" ", "");

/** What this font, or the one that lends it its glyphs, is called in the new document. */
export function fontNameOf(fontDict: PDFDict, walk: Walk): PDFName {
  const descendants = walk.source.lookup(fontDict.get(PDFName.of("DescendantFonts")));
  const lender =
    descendants instanceof PDFArray ? walk.source.lookup(descendants.get(0)) : fontDict;
  const found =
    lender instanceof PDFDict
      ? walk.source.lookup(lender.get(PDFName.of("FontDescriptor")))
      : undefined;
  const given = walk.source.lookup(fontDict.get(PDFName.of("BaseFont")));
  return nameFor(given, found instanceof PDFDict ? found : undefined, walk);
}

/** The same for the descriptor of a font. */
export function nameInDescriptor(descriptor: PDFDict, walk: Walk): PDFName {
  return nameFor(walk.source.lookup(descriptor.get(PDFName.of("FontName"))), descriptor, walk);
}

function nameFor(
  given: PDFObject | undefined,
  descriptor: PDFDict | undefined,
  walk: Walk,
): PDFName {
  const name = given instanceof PDFName ? given.decodeText() : "";
  const embedded =
    descriptor !== undefined &&
    ["FontFile", "FontFile2", "FontFile3"].some((key) => descriptor.has(PDFName.of(key)));
  if (embedded) return PDFName.of(`EMBEDD+${walk.names.of("Font", `program ${plainName(name)}`)}`);
  if (families.has(bare(plainName(name)))) return PDFName.of(plainName(name));
  return PDFName.of(alike(name, descriptor ? (numberIn(walk, descriptor, "Flags") ?? 0) : 0));
}

/** One of the fourteen fonts every reader has, by what name and flags say of its looks. */
function alike(name: string, flags: number): string {
  const bold = /bold|black|heavy/i.test(name) || (flags & 0x40000) !== 0;
  const italic = /italic|oblique/i.test(name) || (flags & 0x40) !== 0;
  if (/mono|courier|consol/i.test(name) || flags & 1)
    return `Courier${suffix(bold, italic, "Oblique")}`;
  if (/times|roman|serif|book/i.test(name) || flags & 2)
    return `Times${suffix(bold, italic, "Italic") || "-Roman"}`;
  return `Helvetica${suffix(bold, italic, "Oblique")}`;
}

function suffix(bold: boolean, italic: boolean, slanted: string): string {
  return bold || italic ? `-${bold ? "Bold" : ""}${italic ? slanted : ""}` : "";
}
