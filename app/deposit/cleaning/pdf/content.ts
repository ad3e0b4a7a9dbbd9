import { PDFDict, PDFName, type PDFObject, PDFObjectParser, PDFRawStream } from "@cantoo/pdf-lib";
import { image } from "./images.ts";
import { type Category, isKnown } from "./names.ts";
import { fromLatin1, latin1, type Token, Tokens } from "./tokens.ts";
import type { Walk } from "./walk.ts";

// What paints a page, a form or a glyph, written again: operators PDF defines, with operands of the
// right kind. Comments, marked content (tags, alternative texts, layers) and whatever else no
// painting needs are left out. Text stays text.

const showing = new Set(["Tj", "TJ", "'", '"']);
const painting = new Set(
  `w J j M d ri i gs q Q cm m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ ' "
  CS cs SC SCN sc scn G g RG rg K k sh Do d0 d1`.split(/\s+/),
);
/** Operators whose name operand is a resource. */
const naming: Record<string, Category> = {
  gs: "ExtGState",
  Tf: "Font",
  CS: "ColorSpace",
  cs: "ColorSpace",
  SCN: "Pattern",
  scn: "Pattern",
  sh: "Shading",
  Do: "XObject",
};

/** Painted pictures that stood inside the content, by their new names. */
export type Painted = { bytes: Uint8Array; pictures: Map<string, PDFObject> };

/**
 * Content written again; `resources` are those of the source, for the colours of pictures inside
 * it.
 */
export async function cleanContent(
  bytes: Uint8Array,
  resources: PDFDict | undefined,
  walk: Walk,
): Promise<Painted> {
  const tokens = new Tokens(latin1(bytes));
  const lines: string[] = [];
  const pictures = new Map<string, PDFObject>();
  let operands: Token[] = [];
  for (let token = tokens.next(); token; token = tokens.next()) {
    if (token.kind !== "word" || token.raw === "true" || token.raw === "false") {
      operands.push(token);
      continue;
    }
    if (token.raw === "BI") {
      const picture = await walk.keep(image, inlinePicture(tokens, resources, walk));
      const name = walk.names.fresh("XObject");
      if (picture) pictures.set(name, walk.target.register(picture));
      if (picture) lines.push(`/${name} Do`);
    } else {
      const line = lineOf(token.raw, operands, walk);
      if (line) lines.push(line);
    }
    operands = [];
  }
  return { bytes: fromLatin1(lines.join("\n")), pictures };
}

/**
 * The operator with its operands, or null when it does not paint or has operands it cannot have.
 */
function lineOf(operator: string, operands: Token[], walk: Walk): string | null {
  if (!painting.has(operator)) return null;
  if (!showing.has(operator) && operands.some(({ kind }) => kind === "text")) return null;
  if (operands.some(({ raw }) => raw === "<<" || raw === "{")) return null;
  const written = operands.map((token) =>
    token.kind === "name" ? nameFor(operator, token.raw, walk) : token.raw,
  );
  return written.includes(null) ? null : [...written, operator].join(" ");
}

function nameFor(operator: string, raw: string, walk: Walk): string | null {
  const name = PDFName.of(raw.slice(1)).decodeText();
  if (isKnown(name)) return `/${name}`;
  const category = naming[operator];
  return category ? `/${walk.names.of(category, name)}` : null;
}

const longKeys: Record<string, string> = {
  W: "Width",
  H: "Height",
  BPC: "BitsPerComponent",
  CS: "ColorSpace",
  F: "Filter",
  DP: "DecodeParms",
  IM: "ImageMask",
  D: "Decode",
  I: "Interpolate",
};
const longColours: Record<string, string> = {
  G: "DeviceGray",
  RGB: "DeviceRGB",
  CMYK: "DeviceCMYK",
  I: "Indexed",
};

/** The picture between BI and EI as if it stood by itself. */
function inlinePicture(tokens: Tokens, resources: PDFDict | undefined, walk: Walk): PDFRawStream {
  const words: string[] = [];
  for (let token = tokens.next(); token && token.raw !== "ID"; token = tokens.next())
    words.push(token.raw);
  const data = /[\0\t\n\f\r ]([^]*?)[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|$)/y;
  data.lastIndex = tokens.at;
  const found = data.exec(tokens.source);
  tokens.at = found ? data.lastIndex : tokens.source.length;
  const given = PDFObjectParser.forBytes(
    fromLatin1(`<< ${words.join(" ")} >>`),
    walk.source,
  ).parseObject();
  const dict = PDFDict.withContext(walk.source);
  for (const [key, value] of given instanceof PDFDict ? given.entries() : []) {
    const name = longKeys[key.decodeText()] ?? key.decodeText();
    dict.set(PDFName.of(name), name === "ColorSpace" ? colourOf(value, resources, walk) : value);
  }
  return PDFRawStream.of(dict, fromLatin1(found?.[1] ?? ""));
}

function colourOf(value: PDFObject, resources: PDFDict | undefined, walk: Walk): PDFObject {
  if (!(value instanceof PDFName)) return withLongNames(value, walk);
  const name = value.decodeText();
  const spaces = resources && walk.source.lookup(resources.get(PDFName.of("ColorSpace")));
  const own = spaces instanceof PDFDict ? spaces.get(value) : undefined;
  return own ?? PDFName.of(longColours[name] ?? name);
}

/** An indexed space inside content has short names too: [/I /RGB 3 <…>]. */
function withLongNames(value: PDFObject, walk: Walk): PDFObject {
  const text = value
    .toString()
    .replace(/\/(I|G|RGB|CMYK)(?=[\s/\]<(])/g, (_, name: string) => `/${longColours[name]}`);
  return PDFObjectParser.forBytes(fromLatin1(text), walk.source).parseObject();
}
