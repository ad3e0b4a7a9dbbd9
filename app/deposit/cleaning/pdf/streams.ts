import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
} from "@cantoo/pdf-lib";
import { constants, inflateSync } from "node:zlib";
import { limits } from "../limits.ts";
import { NotCleanable } from "../not-cleanable.ts";
import type { Walk } from "./walk.ts";

/**
 * A stream's bytes as far as they could be unpacked. `codec` is that of a picture which remains, or
 * `predictor` when rows still stand as differences to their neighbours; with its parameters.
 */
export type Unpacked = {
  bytes: Uint8Array;
  codec: "DCTDecode" | "CCITTFaxDecode" | "predictor" | null;
  parameters: PDFDict | null;
};

const short: Record<string, string> = {
  AHx: "ASCIIHexDecode",
  A85: "ASCII85Decode",
  LZW: "LZWDecode",
  Fl: "FlateDecode",
  RL: "RunLengthDecode",
  CCF: "CCITTFaxDecode",
  DCT: "DCTDecode",
};
const general = new Set(["ASCIIHexDecode", "ASCII85Decode", "LZWDecode", "RunLengthDecode"]);

/**
 * Undoes a stream's filters up to a picture's codec; refuses codecs we cannot write again, and what
 * unpacks to too much.
 */
export function unpacked(stream: PDFRawStream, walk: Walk): Unpacked {
  const filters = listOf(walk, stream.dict.get(PDFName.of("Filter"))).map((filter) =>
    filter instanceof PDFName ? filter.decodeText() : "",
  );
  const parameters = listOf(walk, stream.dict.get(PDFName.of("DecodeParms")));
  let bytes = stream.contents;
  for (const [i, given] of filters.entries()) {
    const filter = short[given] ?? given;
    const own = parameters[i] instanceof PDFDict ? parameters[i] : null;
    if (filter === "DCTDecode" || filter === "CCITTFaxDecode")
      return { bytes, codec: filter, parameters: own };
    bytes = undone(filter, bytes, own, walk);
    if (bytes.length > limits.stream) throw new NotCleanable("file-complex");
    walk.budget.unpack(bytes.length);
    if (!own || (numberIn(walk, own, "Predictor") ?? 1) < 2) continue;
    if (i === filters.length - 1) return { bytes, codec: "predictor", parameters: own };
    bytes = unpredicted(bytes, own, walk);
  }
  return { bytes, codec: null, parameters: null };
}

/** A stream that is no picture, unpacked. */
export function textOf(stream: PDFRawStream, walk: Walk): Uint8Array {
  const { bytes, codec, parameters } = unpacked(stream, walk);
  if (codec === "predictor" && parameters) return unpredicted(bytes, parameters, walk);
  if (codec) throw new NotCleanable("file-broken");
  return bytes;
}

function undone(
  filter: string,
  bytes: Uint8Array,
  parameters: PDFDict | null,
  walk: Walk,
): Uint8Array {
  if (filter === "JPXDecode" || filter === "JBIG2Decode")
    throw new NotCleanable("file-image-format");
  if (filter === "FlateDecode") return inflated(bytes);
  if (!general.has(filter))
    throw new NotCleanable(filter === "Crypt" ? "file-encrypted" : "file-broken");
  const dict = PDFDict.withContext(walk.source);
  dict.set(PDFName.of("Filter"), PDFName.of(filter));
  if (parameters) dict.set(PDFName.of("DecodeParms"), parameters);
  return decodePDFRawStream(PDFRawStream.of(dict, bytes)).decode();
}

/** Inflates what there is: many writers cut the checksum off. */
export function inflated(bytes: Uint8Array): Uint8Array {
  try {
    return inflateSync(bytes, {
      maxOutputLength: limits.stream,
      finishFlush: constants.Z_SYNC_FLUSH,
    });
  } catch (error) {
    const tooLarge =
      error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw new NotCleanable(tooLarge ? "file-complex" : "file-broken");
  }
}

/** The rows behind a PNG or TIFF predictor (PDF 7.4.4.4). */
export function unpredicted(bytes: Uint8Array, parameters: PDFDict, walk: Walk): Uint8Array {
  const { predictor, colours, bits, row } = predictionOf(parameters, walk);
  const pixel = Math.max(1, (colours * bits) >> 3);
  if (!(row > 0)) throw new NotCleanable("file-broken");
  if (predictor >= 10) return pngRows(bytes, pixel, row);
  if (bits !== 8) throw new NotCleanable("file-image-format");
  const rows = bytes.slice();
  for (let at = 0; at < rows.length; at += 1)
    if (at % row >= colours) rows[at] = (rows[at]! + rows[at - colours]!) & 255;
  return rows;
}

/** How rows are predicted; `row` is the length of one in bytes. */
export function predictionOf(parameters: PDFDict, walk: Walk) {
  const of = (key: string, otherwise: number) => numberIn(walk, parameters, key) ?? otherwise;
  const [predictor, colours, bits, columns] = [
    of("Predictor", 1),
    of("Colors", 1),
    of("BitsPerComponent", 8),
    of("Columns", 1),
  ];
  return { predictor, colours, bits, columns, row: Math.ceil((colours * bits * columns) / 8) };
}

function pngRows(bytes: Uint8Array, pixel: number, row: number): Uint8Array {
  const count = Math.ceil(bytes.length / (row + 1));
  const rows = new Uint8Array(count * row);
  for (let y = 0; y < count; y += 1) {
    const [from, to, kind] = [y * (row + 1) + 1, y * row, bytes[y * (row + 1)]];
    for (let x = 0; x < row && from + x < bytes.length; x += 1) {
      const left = x >= pixel ? rows[to + x - pixel]! : 0;
      const up = y > 0 ? rows[to + x - row]! : 0;
      const corner = y > 0 && x >= pixel ? rows[to + x - row - pixel]! : 0;
      const guess =
        kind === 1
          ? left
          : kind === 2
            ? up
            : kind === 3
              ? (left + up) >> 1
              : kind === 4
                ? paeth(left, up, corner)
                : 0;
      rows[to + x] = (bytes[from + x]! + guess) & 255;
    }
  }
  return rows;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [
    Math.abs(guess - left),
    Math.abs(guess - up),
    Math.abs(guess - corner),
  ];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

/** The number under a key, or null. */
export function numberIn(walk: Walk, dict: PDFDict, key: string): number | null {
  const value = walk.source.lookup(dict.get(PDFName.of(key)));
  return value instanceof PDFNumber ? value.asNumber() : null;
}

function listOf(walk: Walk, object: PDFObject | undefined): (PDFObject | undefined)[] {
  const value = walk.source.lookup(object);
  if (value instanceof PDFArray) return value.asArray().map((item) => walk.source.lookup(item));
  return value ? [value] : [];
}
