import { Tokens } from "./tokens.ts";

// Font programs name their makers. What no reader needs for drawing is blanked where it stands, so
// that no offset moves.

const drawing = new Set(
  `glyf loca head hhea hmtx maxp cvt\u0020 fpgm prep cmap post OS/2 CFF\u0020 CFF2 vhea vmtx VORG GSUB GPOS GDEF kern gasp EBDT EBLC CBDT CBLC COLR CPAL sbix`.split(
    /\s(?=\S)/,
  ),
);

/** A TrueType or OpenType font: tables that do not draw become empty, and so do the dates. */
export function bareSfnt(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const start of fontStarts(bytes, view)) {
    const count = start + 12 <= bytes.length ? view.getUint16(start + 4) : 0;
    for (let i = 0; i < count && start + 28 + i * 16 <= bytes.length; i += 1) {
      const at = start + 12 + i * 16;
      const tag = Buffer.from(bytes.subarray(at, at + 4)).toString("latin1");
      const [from, length] = [view.getUint32(at + 8), view.getUint32(at + 12)];
      if (!drawing.has(tag)) bytes.fill(0, from, from + length);
      if (tag === "head") bytes.fill(0, from + 20, from + 36); // made and changed
      if (tag === "CFF ") bareCff(bytes, from);
    }
  }
}

function fontStarts(bytes: Uint8Array, view: DataView): number[] {
  if (Buffer.from(bytes.subarray(0, 4)).toString("latin1") !== "ttcf" || bytes.length < 16)
    return [0];
  return Array.from({ length: Math.min(16, view.getUint32(8)) }, (_, i) =>
    16 + i * 4 <= bytes.length ? view.getUint32(12 + i * 4) : 0,
  );
}

type Entry = { from: number; to: number };
/**
 * Version, notice, names, weight, copyright, PostScript and base font name: operators of a CFF
 * dictionary, 12 as 1200.
 */
const telling = new Set([0, 1, 2, 3, 4, 1200, 1221, 1222, 1238]);
const standardStrings = 391;
const fontArray = 1236;

/** A CFF font that begins at `start`: its name and every string that tells who made it. */
export function bareCff(bytes: Uint8Array, start: number): void {
  const names = index(bytes, start + (bytes[start + 2] ?? 4));
  const tops = index(bytes, names.end);
  const strings = index(bytes, tops.end);
  for (const { from, to } of names.entries) bytes.fill(0x46, from, to);
  const dictionaries = tops.entries.flatMap((entry) => {
    const [parts] = operators(bytes, entry).filter(({ operator }) => operator === fontArray);
    return [entry, ...(parts ? index(bytes, start + (parts.operands[0] ?? 0)).entries : [])];
  });
  for (const { operator, operands } of dictionaries.flatMap((entry) => operators(bytes, entry))) {
    const string = strings.entries[(operands[0] ?? 0) - standardStrings];
    if (telling.has(operator) && string) bytes.fill(0x20, string.from, string.to);
  }
}

/** An INDEX of CFF: where its entries stand, and where it ends. */
function index(bytes: Uint8Array, at: number): { entries: Entry[]; end: number } {
  const count = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  if (count === 0) return { entries: [], end: at + 2 };
  const size = bytes[at + 2] ?? 1;
  const offset = (i: number) =>
    Array.from({ length: size }, (_, j) => bytes[at + 3 + i * size + j] ?? 0).reduce(
      (sum, byte) => sum * 256 + byte,
      0,
    );
  const base = at + 2 + (count + 1) * size;
  const entries = Array.from({ length: count }, (_, i) => ({
    from: base + offset(i),
    to: base + offset(i + 1),
  }));
  return { entries, end: base + offset(count) };
}

/** The operators of a CFF dictionary with their whole-number operands. */
function operators(
  bytes: Uint8Array,
  { from, to }: Entry,
): { operator: number; operands: number[] }[] {
  const found: { operator: number; operands: number[] }[] = [];
  let operands: number[] = [];
  const byte = (at: number) => bytes[at] ?? 0;
  for (let at = from; at < Math.min(to, bytes.length);) {
    const b = byte(at);
    if (b <= 21) {
      found.push({ operator: b === 12 ? 1200 + byte(at + 1) : b, operands });
      operands = [];
      at += b === 12 ? 2 : 1;
    } else if (b === 28) {
      operands.push((byte(at + 1) << 8) | byte(at + 2));
      at += 3;
    } else if (b === 29) {
      operands.push(
        (byte(at + 1) << 24) | (byte(at + 2) << 16) | (byte(at + 3) << 8) | byte(at + 4),
      );
      at += 5;
    } else if (b === 30) {
      while (at < to && (byte(at + 1) & 15) !== 15 && byte(at + 1) >> 4 !== 15) at += 1;
      at += 2;
      operands.push(0);
    } else if (b < 247) {
      operands.push(b - 139);
      at += 1;
    } else {
      operands.push(
        b < 251 ? (b - 247) * 256 + byte(at + 1) + 108 : -(b - 251) * 256 - byte(at + 1) - 108,
      );
      at += 2;
    }
  }
  return found;
}

/** What readers know a Type 1 font by. */
const type1Mark = /^%!(?:PS-AdobeFont-1\.[01]|FontType1-1\.[01])/;

/** A Type 1 font: comments and every telling string in its readable part. */
export function bareType1(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString("latin1");
  const end = text.indexOf("eexec");
  const readable = end < 0 ? text : text.slice(0, end);
  const blank = (from: number, to: number) => bytes.fill(0x20, from, to);
  for (const { index: at, 0: comment } of readable.matchAll(/%[^\r\n]*/g))
    blank(at + (type1Mark.exec(comment)?.[0].length ?? 1), at + comment.length);
  for (const { index: at, 0: all } of readable.matchAll(
    /\/(?:version|Notice|Copyright|FullName|FamilyName|Weight)\s*(?=\()/g,
  )) {
    const from = at + all.length;
    const string = new Tokens(readable, from).next();
    if (string) blank(from + 1, from + string.raw.length - 1);
  }
  for (const { index: at, 0: all, 1: before = "" } of readable.matchAll(
    /(\/FontName\s*\/)[^\s/]+/g,
  ))
    bytes.fill(0x46, at + before.length, at + all.length);
}
