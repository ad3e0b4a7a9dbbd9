import { PDFArray, PDFBool, PDFDict, PDFName, type PDFObject, PDFRawStream } from "@cantoo/pdf-lib";
import sharp from "sharp";
import { bareJpeg } from "../image.ts";
import { limits } from "../limits.ts";
import { NotCleanable } from "../not-cleanable.ts";
import { colourSpace, componentsOf } from "./colours.ts";
import { faxTiff } from "./fax.ts";
import { numberIn, predictionOf, unpacked, type Unpacked, unpredicted } from "./streams.ts";
import { dict, type Keep, plain, type Walk } from "./walk.ts";

// Pictures in a document: JPEGs are decoded and encoded again, all others become plain rows of
// pixels, exactly as many as the picture has.

const mask: Keep = async (object, walk) =>
  object instanceof PDFArray ? plain(object, walk) : image(object, walk);
const entries = dict({
  Type: plain,
  Subtype: plain,
  Width: plain,
  Height: plain,
  ColorSpace: colourSpace,
  BitsPerComponent: plain,
  ImageMask: plain,
  Decode: plain,
  Interpolate: plain,
  Intent: plain,
  SMask: async (object, walk) => image(object, walk),
  Mask: mask,
  Matte: plain,
});

export const image: Keep = async (object, walk) => {
  if (!(object instanceof PDFRawStream)) return undefined;
  const size = {
    width: numberIn(walk, object.dict, "Width") ?? 0,
    height: numberIn(walk, object.dict, "Height") ?? 0,
  };
  walk.budget.paint(size.width * size.height);
  const content = unpacked(object, walk);
  const kept = await entries(object, walk);
  if (!kept) return undefined;
  kept.set(PDFName.of("Type"), PDFName.of("XObject"));
  kept.set(PDFName.of("Subtype"), PDFName.of("Image"));
  if (content.codec === "DCTDecode") return photograph(kept, content, walk);
  if (content.codec === "CCITTFaxDecode")
    return walk.stream(kept, await faxRows(content, size, walk));
  const row = Math.ceil((size.width * bitsPerPixel(object.dict, walk)) / 8);
  if (content.codec === "predictor")
    return predicted(kept, content, { row, height: size.height }, walk);
  return walk.stream(kept, content.bytes.subarray(0, row * size.height));
};

function bitsPerPixel(from: PDFDict, walk: Walk): number {
  if (walk.source.lookup(from.get(PDFName.of("ImageMask"))) === PDFBool.True) return 1;
  return (
    (numberIn(walk, from, "BitsPerComponent") ?? 8) *
    componentsOf(from.get(PDFName.of("ColorSpace")), walk)
  );
}

/**
 * Rows as differences stay so, since they pack far better; unless they are not the picture's own
 * rows.
 */
async function predicted(
  kept: PDFDict,
  { bytes, parameters }: Unpacked,
  { row, height }: { row: number; height: number },
  walk: Walk,
): Promise<PDFObject> {
  const how = predictionOf(parameters!, walk);
  if (how.predictor < 10 || how.row !== row)
    return walk.stream(kept, unpredicted(bytes, parameters!, walk).subarray(0, row * height));
  const stream = walk.stream(kept, bytes.subarray(0, (row + 1) * height));
  const rows = await dict({
    Predictor: plain,
    Colors: plain,
    BitsPerComponent: plain,
    Columns: plain,
  })(parameters!, walk);
  if (rows) kept.set(PDFName.of("DecodeParms"), rows);
  return stream;
}

/**
 * A JPEG without its segments first, so that its own profile and orientation are not applied: in a
 * document they never are. Then encoded again; four colours stay as they were, since how they are
 * meant stands outside of them.
 */
async function photograph(
  kept: PDFDict,
  { bytes, parameters }: Unpacked,
  walk: Walk,
): Promise<PDFObject> {
  const transform = parameters && numberIn(walk, parameters, "ColorTransform");
  kept.set(PDFName.of("Filter"), PDFName.of("DCTDecode"));
  return PDFRawStream.of(kept, await encodedAnew(bareJpeg(bytes, transform ?? undefined)));
}

async function encodedAnew(bare: Uint8Array): Promise<Uint8Array> {
  try {
    const picture = sharp(bare, { limitInputPixels: limits.pixels, failOn: "truncated" });
    const { channels, chromaSubsampling = "4:2:0" } = await picture.metadata();
    if (channels === 4) {
      await picture.stats(); // it must be readable
      return bare;
    }
    const space = channels === 1 ? "b-w" : "srgb";
    const { data, info } = await picture
      .toColourspace(space)
      .raw()
      .toBuffer({ resolveWithObject: true });
    return await sharp(data, {
      raw: { width: info.width, height: info.height, channels: info.channels },
    })
      .toColourspace(space)
      .jpeg({
        quality: 88,
        chromaSubsampling: chromaSubsampling.startsWith("4:4:4") ? "4:4:4" : "4:2:0",
      })
      .toBuffer();
  } catch {
    throw new NotCleanable("file-broken");
  }
}

/** A facsimile as plain rows of one bit. */
async function faxRows(
  { bytes, parameters }: Unpacked,
  size: { width: number; height: number },
  walk: Walk,
): Promise<Uint8Array> {
  const of = (key: string) => (parameters ? numberIn(walk, parameters, key) : null);
  const is = (key: string) =>
    parameters !== null && walk.source.lookup(parameters.get(PDFName.of(key))) === PDFBool.True;
  if (is("EncodedByteAlign") || (of("Columns") ?? 1728) !== size.width)
    throw new NotCleanable("file-image-format");
  try {
    const { data, info } = await sharp(faxTiff(bytes, { ...size, k: of("K") ?? 0 }), {
      limitInputPixels: limits.pixels,
    })
      .toColourspace("b-w")
      .raw()
      .toBuffer({ resolveWithObject: true });
    return packed(data, { ...size, channels: info.channels }, is("BlackIs1"));
  } catch {
    throw new NotCleanable("file-image-format");
  }
}

/** One bit for each pixel: white is 1 unless black is. */
function packed(
  grey: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: number },
  blackIs1: boolean,
): Uint8Array {
  const row = Math.ceil(width / 8);
  const bits = new Uint8Array(row * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const white = grey[(y * width + x) * channels]! > 127;
      if (white !== blackIs1) bits[y * row + (x >> 3)]! |= 128 >> (x & 7);
    }
  }
  return bits;
}
