import sharp from "sharp";
import { limits } from "./limits.ts";
import { NotCleanable } from "./not-cleanable.ts";

// Pictures are decoded to bare pixels and encoded again from them, so that nothing but pixels can
// pass: no EXIF, XMP, thumbnail, profile, comment or bytes behind the end. The orientation is
// applied and the colours are brought to sRGB first.

const longestSide = 4096; // pixels

/** A picture of its pixels alone, in the same format. */
export async function cleanImage(
  kind: "png" | "jpeg",
  bytes: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const { data, info } = await pixelsOf(bytes);
  const bare = sharp(data, {
    raw: { width: info.width, height: info.height, channels: info.channels },
  });
  return new Uint8Array(
    await (
      kind === "png" ? bare.png({ compressionLevel: 9 }) : bare.jpeg({ quality: 88 })
    ).toBuffer(),
  );
}

async function pixelsOf(bytes: Uint8Array) {
  try {
    return await sharp(bytes, { limitInputPixels: limits.pixels, failOn: "truncated", pages: 1 })
      .autoOrient()
      .toColourspace("srgb")
      .resize(longestSide, longestSide, { fit: "inside", withoutEnlargement: true })
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
  } catch (error) {
    throw new NotCleanable(
      error instanceof Error && /pixel limit/i.test(error.message) ? "file-pixels" : "file-broken",
    );
  }
}

const jpegStart = 0xd8;
const jpegScan = 0xda;
const adobe = 0xee; // says whether the colours are inverted or YCbCr: needed to read them
const withoutLength = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
/** Tables, frames and scans: what decoding needs. */
const needed = (marker: number) =>
  (marker >= 0xc0 && marker <= 0xcf) || (marker >= 0xda && marker <= 0xdd);

/**
 * A JPEG without its application segments and comments, and without what follows its end; throws
 * NotCleanable when it is none. `transform` is how a document says its colours are meant, where the
 * JPEG itself does not (0: as they are).
 */
export function bareJpeg(bytes: Uint8Array, transform?: number): Uint8Array {
  if (bytes[0] !== 0xff || bytes[1] !== jpegStart) throw new NotCleanable("file-broken");
  const kept: Uint8Array[] = [Uint8Array.of(0xff, jpegStart)];
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff) throw new NotCleanable("file-broken");
    if (marker === 0xff) {
      at += 1;
      continue;
    } // fill byte
    if (marker === 0xd9) break;
    if (withoutLength(marker)) {
      at += 2;
      continue;
    }
    const end = at + 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
    if (needed(marker)) kept.push(bytes.subarray(at, end));
    if (marker === adobe && isAdobe(bytes.subarray(at, end))) transform = bytes[at + 15]!;
    at = end;
    if (marker !== jpegScan) continue;
    const next = endOfScan(bytes, at);
    kept.push(bytes.subarray(at, next));
    at = next;
  }
  const [start, ...rest] = kept;
  return new Uint8Array(
    Buffer.concat([
      start!,
      transform === undefined ? new Uint8Array() : adobeSegment(transform),
      ...rest,
      Uint8Array.of(0xff, 0xd9),
    ]),
  );
}

function isAdobe(segment: Uint8Array): boolean {
  return segment.length >= 16 && Buffer.from(segment.subarray(4, 9)).toString("latin1") === "Adobe";
}

/** An Adobe segment with nothing but its colour transform: 0 as they are, 1 YCbCr, 2 YCCK. */
function adobeSegment(transform: number): Uint8Array {
  return Uint8Array.of(
    0xff,
    adobe,
    0,
    14,
    0x41,
    0x64,
    0x6f,
    0x62,
    0x65,
    0,
    100,
    0,
    0,
    0,
    0,
    Math.min(2, Math.max(0, transform)),
  );
}

/** Where the entropy-coded bytes end: at a marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    if (
      bytes[at] === 0xff &&
      bytes[at + 1] !== 0 &&
      !(bytes[at + 1]! >= 0xd0 && bytes[at + 1]! <= 0xd7) &&
      bytes[at + 1] !== 0xff
    )
      return at;
  }
  return bytes.length;
}
