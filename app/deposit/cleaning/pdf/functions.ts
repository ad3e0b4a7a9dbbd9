import { PDFArray, PDFDict, PDFName, PDFNumber, PDFRawStream } from "@cantoo/pdf-lib";
import { numberIn, textOf } from "./streams.ts";
import { fromLatin1, latin1, Tokens } from "./tokens.ts";
import { dict, type Keep, list, plain, type Walk } from "./walk.ts";

const calculator = new Set(
  `abs add atan ceiling cos cvi cvr div exp floor idiv ln log mod mul neg round sin sqrt sub truncate and bitshift eq false ge gt le lt ne not or true xor
  if ifelse copy dup exch index pop roll`.split(/\s+/),
);
const entries = dict({
  FunctionType: plain,
  Domain: plain,
  Range: plain,
  C0: plain,
  C1: plain,
  N: plain,
  Functions: list(async (o, w) => fn(o, w)),
  Bounds: plain,
  Encode: plain,
  Decode: plain,
  Size: plain,
  BitsPerSample: plain,
  Order: plain,
});

/** A function from numbers to numbers: a table, a curve, several in a row, or a calculator. */
export const fn: Keep = async (object, walk) => {
  const kept = await entries(object, walk);
  if (!kept) return plain(object, walk); // Identity
  if (!(object instanceof PDFRawStream)) return kept;
  const bytes = textOf(object, walk);
  return walk.stream(
    kept,
    numberIn(walk, object.dict, "FunctionType") === 4
      ? calculated(bytes)
      : bytes.subarray(0, samples(object.dict, walk)),
  );
};

function calculated(bytes: Uint8Array): Uint8Array {
  const tokens = new Tokens(latin1(bytes));
  const kept: string[] = [];
  for (let token = tokens.next(); token; token = tokens.next()) {
    if (
      token.kind === "number" ||
      token.raw === "{" ||
      token.raw === "}" ||
      calculator.has(token.raw)
    )
      kept.push(token.raw);
  }
  return fromLatin1(kept.join(" "));
}

/** How many bytes the table of a sampled function has. */
function samples(from: PDFDict, walk: Walk): number {
  const numbers = (key: string) => {
    const value = walk.source.lookup(from.get(PDFName.of(key)));
    return value instanceof PDFArray
      ? value
          .asArray()
          .map((item) => walk.source.lookup(item))
          .flatMap((item) => (item instanceof PDFNumber ? [item.asNumber()] : []))
      : [];
  };
  const count = numbers("Size").reduce(
    (product, size) => product * size,
    numbers("Range").length / 2,
  );
  return Math.ceil((count * (numberIn(walk, from, "BitsPerSample") ?? 8)) / 8);
}
