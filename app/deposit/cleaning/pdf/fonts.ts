import {
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
} from "@cantoo/pdf-lib";
import { cleanCharacterMap } from "./character-map.ts";
import { fontNameOf, nameInDescriptor } from "./font-names.ts";
import { bareCff, bareSfnt, bareType1 } from "./font-programs.ts";
import { numberIn, textOf } from "./streams.ts";
import { dict, either, type Keep, list, plain, type Walk } from "./walk.ts";

// Fonts: what is needed to draw and to read. Names of people stand in a font's own tables and are
// blanked there.

/** A glyph's name, or a number between such names in an encoding's differences. */
export const glyphName: Keep = async (object, walk) =>
  object instanceof PDFName && /^[A-Za-z0-9._-]{1,40}$/.test(object.decodeText())
    ? object
    : plain(object, walk);
const encodingEntries = dict({ Type: plain, BaseEncoding: plain, Differences: list(glyphName) });
const predefinedMap: Keep = async (object) =>
  object instanceof PDFName && /^[A-Za-z0-9-]{1,40}$/.test(object.decodeText())
    ? object
    : undefined;
/** Which text the codes of a font stand for. */
export const characterMap: Keep = async (object, walk) => {
  if (!(object instanceof PDFRawStream)) return undefined;
  const kept = PDFDict.withContext(walk.target);
  return walk.stream(kept, cleanCharacterMap(textOf(object, walk)));
};
/** Which glyphs the codes of a font of at most 256 stand for. */
export const simpleEncoding: Keep = async (object, walk) =>
  object instanceof PDFName ? plain(object, walk) : encodingEntries(object, walk);
const ofComposite = either(characterMap, predefinedMap);

const orderings = new Set(["Identity", "Japan1", "GB1", "CNS1", "Korea1", "KR", "UCS"]);

/** The character collection; one that Adobe did not define is none. */
const collection: Keep = async (object, walk) => {
  if (!(object instanceof PDFDict)) return undefined;
  const ordering = walk.source.lookup(object.get(PDFName.of("Ordering")));
  const text =
    ordering && "asString" in ordering && typeof ordering.asString === "function"
      ? String(ordering.asString())
      : "";
  const kept = PDFDict.withContext(walk.target);
  const hex = (value: string) => PDFHexString.of(Buffer.from(value, "latin1").toString("hex"));
  kept.set(PDFName.of("Registry"), hex("Adobe"));
  kept.set(PDFName.of("Ordering"), hex(orderings.has(text) ? text : "Identity"));
  kept.set(PDFName.of("Supplement"), PDFNumber.of(numberIn(walk, object, "Supplement") ?? 0));
  return kept;
};

function program(key: "FontFile" | "FontFile2" | "FontFile3"): Keep {
  return async (object, walk) => {
    if (!(object instanceof PDFRawStream)) return undefined;
    const kept = await dict({ Subtype: plain, Length1: plain, Length2: plain, Length3: plain })(
      object,
      walk,
    );
    const bytes = textOf(object, walk).slice();
    if (key === "FontFile") bareType1(bytes);
    else if (isSfnt(bytes)) bareSfnt(bytes);
    else bareCff(bytes, 0);
    return kept && walk.stream(kept, bytes);
  };
}

function isSfnt(bytes: Uint8Array): boolean {
  const tag = Buffer.from(bytes.subarray(0, 4)).toString("latin1");
  return tag === "\0\x01\0\0" || tag === "OTTO" || tag === "true" || tag === "ttcf";
}

const descriptorEntries = dict({
  Type: plain,
  Flags: plain,
  FontBBox: plain,
  ItalicAngle: plain,
  Ascent: plain,
  Descent: plain,
  Leading: plain,
  CapHeight: plain,
  XHeight: plain,
  StemV: plain,
  StemH: plain,
  AvgWidth: plain,
  MaxWidth: plain,
  MissingWidth: plain,
  FontWeight: plain,
  FontStretch: plain,
  FontFile: program("FontFile"),
  FontFile2: program("FontFile2"),
  FontFile3: program("FontFile3"),
});
const descriptor: Keep = async (object, walk) => {
  const kept = await descriptorEntries(object, walk);
  if (kept && object instanceof PDFDict)
    kept.set(PDFName.of("FontName"), nameInDescriptor(object, walk));
  return kept;
};
const mapping: Keep = async (object, walk) =>
  object instanceof PDFRawStream
    ? walk.stream(PDFDict.withContext(walk.target), textOf(object, walk))
    : plain(object, walk);

const descendant: Keep = async (object, walk) =>
  withFontName(object, walk, {
    Type: plain,
    Subtype: plain,
    CIDSystemInfo: collection,
    FontDescriptor: descriptor,
    DW: plain,
    W: plain,
    DW2: plain,
    W2: plain,
    CIDToGIDMap: mapping,
  });

/** A font of outlines, its own or one that every reader has. */
export const writtenFont: Keep = async (object, walk) => {
  if (!(object instanceof PDFDict)) return undefined;
  const composite = walk.source.lookup(object.get(PDFName.of("Subtype"))) === PDFName.of("Type0");
  return withFontName(object, walk, {
    Type: plain,
    Subtype: plain,
    FirstChar: plain,
    LastChar: plain,
    Widths: plain,
    FontDescriptor: descriptor,
    ToUnicode: either(characterMap, predefinedMap),
    Encoding: composite ? ofComposite : simpleEncoding,
    DescendantFonts: list(descendant),
  });
};

async function withFontName(
  object: PDFObject,
  walk: Walk,
  entries: Record<string, Keep>,
): Promise<PDFDict | undefined> {
  const kept = await dict(entries)(object, walk);
  if (kept && object instanceof PDFDict) kept.set(PDFName.of("BaseFont"), fontNameOf(object, walk));
  return kept;
}
