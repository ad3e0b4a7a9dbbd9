import { PDFDict, PDFName, type PDFObject, PDFRawStream } from "@cantoo/pdf-lib";
import { colourSpace, group } from "./colours.ts";
import { cleanContent } from "./content.ts";
import { characterMap, glyphName, simpleEncoding, writtenFont } from "./fonts.ts";
import { fn } from "./functions.ts";
import { image } from "./images.ts";
import { textOf } from "./streams.ts";
import { dict, either, type Keep, list, named, oneOrMore, plain, type Walk } from "./walk.ts";

// What a page, a form, a pattern or a drawn font may use, and what holds contents of its own.

const subtype = (object: PDFDict, walk: Walk) =>
  walk.source.lookup(object.get(PDFName.of("Subtype")));
const inner: Keep = (object, walk) => resources(object, walk);

/** A stream of content with its resources, and these entries beside. */
function painted(entries: Record<string, Keep>): Keep {
  const beside = dict({ ...entries, Resources: inner });
  return async (object, walk) => {
    if (!(object instanceof PDFRawStream)) return undefined;
    const kept = await beside(object, walk);
    if (!kept) return undefined;
    const own = walk.source.lookup(object.dict.get(PDFName.of("Resources")));
    const { bytes, pictures } = await cleanContent(
      textOf(object, walk),
      own instanceof PDFDict ? own : undefined,
      walk,
    );
    addPictures(kept, pictures, walk);
    return walk.stream(kept, bytes);
  };
}

const form = painted({
  Type: plain,
  Subtype: plain,
  FormType: plain,
  BBox: plain,
  Matrix: plain,
  Group: group,
});
const xObject: Keep = async (object, walk) => {
  if (!(object instanceof PDFRawStream)) return undefined;
  const kind = subtype(object.dict, walk);
  if (kind === PDFName.of("Image")) return image(object, walk);
  return kind === PDFName.of("Form") ? form(object, walk) : undefined;
};

const mesh = dict({
  ShadingType: plain,
  ColorSpace: colourSpace,
  Background: plain,
  BBox: plain,
  AntiAlias: plain,
  Coords: plain,
  Domain: plain,
  Extend: plain,
  Matrix: plain,
  Function: oneOrMore(fn),
  BitsPerCoordinate: plain,
  BitsPerComponent: plain,
  BitsPerFlag: plain,
  Decode: plain,
  VerticesPerRow: plain,
});
const shading: Keep = async (object, walk) => {
  const kept = await mesh(object, walk);
  return kept && object instanceof PDFRawStream ? walk.stream(kept, textOf(object, walk)) : kept;
};

const softMask = dict({ Type: plain, S: plain, G: form, BC: plain, TR: fn });
const graphicsState = dict({
  Type: plain,
  LW: plain,
  LC: plain,
  LJ: plain,
  ML: plain,
  D: plain,
  RI: plain,
  OP: plain,
  op: plain,
  OPM: plain,
  FL: plain,
  SM: plain,
  SA: plain,
  BM: plain,
  CA: plain,
  ca: plain,
  AIS: plain,
  TK: plain,
  SMask: either(plain, softMask),
  Font: list(either(plain, (object, walk) => font(object, walk))),
});

const tiling = painted({
  Type: plain,
  PatternType: plain,
  PaintType: plain,
  TilingType: plain,
  BBox: plain,
  XStep: plain,
  YStep: plain,
  Matrix: plain,
});
const shaded = dict({
  Type: plain,
  PatternType: plain,
  Shading: shading,
  Matrix: plain,
  ExtGState: graphicsState,
});
const pattern: Keep = (object, walk) =>
  object instanceof PDFRawStream ? tiling(object, walk) : shaded(object, walk);

const font: Keep = (object, walk) =>
  object instanceof PDFDict && subtype(object, walk) === PDFName.of("Type3")
    ? drawnFont(object, walk)
    : writtenFont(object, walk);

/** Everything that contents may name. */
export const resources: Keep = dict({
  ExtGState: named("ExtGState", graphicsState),
  ColorSpace: named("ColorSpace", colourSpace),
  Pattern: named("Pattern", pattern),
  Shading: named("Shading", shading),
  XObject: named("XObject", xObject),
  Font: named("Font", font),
});

/** A font whose glyphs are painted: each is cleaned like a page. */
async function drawnFont(object: PDFDict, walk: Walk): Promise<PDFObject | undefined> {
  const own = walk.source.lookup(object.get(PDFName.of("Resources")));
  const procedures = walk.source.lookup(object.get(PDFName.of("CharProcs")));
  const kept = await dict({
    Type: plain,
    Subtype: plain,
    FontBBox: plain,
    FontMatrix: plain,
    FirstChar: plain,
    LastChar: plain,
    Widths: plain,
    Encoding: simpleEncoding,
    ToUnicode: characterMap,
    Resources: (inner, on) => resources(inner, on),
    FontDescriptor: dict({ Type: plain, Flags: plain, FontBBox: plain, ItalicAngle: plain }),
  })(object, walk);
  if (!kept || !(procedures instanceof PDFDict)) return undefined;
  const glyphs = PDFDict.withContext(walk.target);
  for (const [name, given] of procedures.entries()) {
    const stream = walk.source.lookup(given);
    if (!(stream instanceof PDFRawStream) || !(await glyphName(name, walk))) continue;
    const { bytes, pictures } = await cleanContent(
      textOf(stream, walk),
      own instanceof PDFDict ? own : undefined,
      walk,
    );
    addPictures(kept, pictures, walk);
    glyphs.set(name, walk.target.register(walk.stream(PDFDict.withContext(walk.target), bytes)));
  }
  kept.set(PDFName.of("CharProcs"), glyphs);
  return kept;
}

/** Adds what stood inside a content to the resources beside it. */
export function addPictures(owner: PDFDict, pictures: Map<string, PDFObject>, walk: Walk): void {
  if (pictures.size === 0) return;
  const found = walk.target.lookup(owner.get(PDFName.of("Resources")));
  const all = found instanceof PDFDict ? found : PDFDict.withContext(walk.target);
  if (found !== all) owner.set(PDFName.of("Resources"), all);
  const known = walk.target.lookup(all.get(PDFName.of("XObject")));
  const painted = known instanceof PDFDict ? known : PDFDict.withContext(walk.target);
  if (known !== painted) all.set(PDFName.of("XObject"), painted);
  for (const [name, picture] of pictures) painted.set(PDFName.of(name), picture);
}
