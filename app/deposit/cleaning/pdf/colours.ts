import {
  PDFArray,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from "@cantoo/pdf-lib";
import { fn } from "./functions.ts";
import { textOf } from "./streams.ts";
import { dict, type Keep, plain, type Walk } from "./walk.ts";

// Colour spaces. Profiles tell the camera, the scanner or the maker: a space with a profile becomes
// the device's own.

const calibrated = dict({
  WhitePoint: plain,
  BlackPoint: plain,
  Gamma: plain,
  Matrix: plain,
  Range: plain,
});
const devices: Record<number, string> = { 1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK" };
const inks = new Set(["None", "All", "Cyan", "Magenta", "Yellow", "Black"]);

export const colourSpace: Keep = async (object, walk) => {
  if (!(object instanceof PDFArray)) return plain(object, walk);
  const [kind = ""] = parts(object, walk).map((part) =>
    part instanceof PDFName ? part.decodeText() : "",
  );
  const at = (i: number) => (i < object.size() ? object.get(i) : undefined);
  switch (kind) {
    case "ICCBased":
      return PDFName.of(devices[componentsOf(object, walk)] ?? "DeviceRGB");
    case "CalGray":
    case "CalRGB":
    case "Lab":
      return arrayOf(walk, PDFName.of(kind), await walk.keep(calibrated, at(1)));
    case "Indexed":
      return arrayOf(
        walk,
        PDFName.of(kind),
        await walk.keep(colourSpace, at(1)),
        await walk.keep(plain, at(2)),
        lookup(object, walk),
      );
    case "Separation":
      return arrayOf(
        walk,
        PDFName.of(kind),
        inkName(at(1), walk, 1),
        await walk.keep(colourSpace, at(2)),
        await walk.keep(fn, at(3)),
      );
    case "DeviceN":
      return arrayOf(
        walk,
        PDFName.of(kind),
        inkNames(at(1), walk),
        await walk.keep(colourSpace, at(2)),
        await walk.keep(fn, at(3)),
      );
    case "Pattern":
      return at(1)
        ? arrayOf(walk, PDFName.of(kind), await walk.keep(colourSpace, at(1)))
        : PDFName.of(kind);
    default:
      return plain(parts(object, walk)[0] ?? object, walk);
  }
};

/** How many numbers make a colour in a space of the source. */
export function componentsOf(object: PDFObject | undefined, walk: Walk): number {
  const space = walk.source.lookup(object);
  const [kind, second] = space instanceof PDFArray ? parts(space, walk) : [space];
  const name = kind instanceof PDFName ? kind.decodeText() : "";
  if (name === "DeviceRGB" || name === "CalRGB" || name === "Lab") return 3;
  if (name === "DeviceCMYK") return 4;
  if (name === "DeviceN") return second instanceof PDFArray ? second.size() : 1;
  if (name !== "ICCBased" || !(second instanceof PDFRawStream)) return 1;
  const count = walk.source.lookup(second.dict.get(PDFName.of("N")));
  return count instanceof PDFNumber ? count.asNumber() : 3;
}

function parts(array: PDFArray, walk: Walk): (PDFObject | undefined)[] {
  return array.asArray().map((part) => walk.source.lookup(part));
}

function arrayOf(walk: Walk, ...items: (PDFObject | undefined)[]): PDFArray | undefined {
  const array = PDFArray.withContext(walk.target);
  for (const item of items) {
    if (!item) return undefined;
    array.push(item);
  }
  return array;
}

/** The table of an indexed space, as long as it has colours and no longer. */
function lookup(array: PDFArray, walk: Walk): PDFObject | undefined {
  const [, base, highest, table] = parts(array, walk);
  const bytes =
    table instanceof PDFString || table instanceof PDFHexString
      ? table.asBytes()
      : table instanceof PDFRawStream
        ? textOf(table, walk)
        : null;
  if (!bytes || !(highest instanceof PDFNumber)) return undefined;
  const colours = bytes.subarray(
    0,
    (Math.min(255, highest.asNumber()) + 1) * componentsOf(base, walk),
  );
  return PDFHexString.of(Buffer.from(colours).toString("hex"));
}

function inkName(object: PDFObject | undefined, walk: Walk, place: number): PDFName {
  const name = walk.source.lookup(object);
  const known = name instanceof PDFName && inks.has(name.decodeText());
  return known ? name : PDFName.of(`Spot${place}`);
}

function inkNames(object: PDFObject | undefined, walk: Walk): PDFArray | undefined {
  const names = walk.source.lookup(object);
  if (!(names instanceof PDFArray)) return undefined;
  return arrayOf(walk, ...names.asArray().map((name, i) => inkName(name, walk, i + 1)));
}

export const group: Keep = dict({ Type: plain, S: plain, CS: colourSpace, I: plain, K: plain });
