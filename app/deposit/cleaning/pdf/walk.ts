import {
  PDFArray,
  PDFBool,
  type PDFContext,
  PDFDict,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from "@cantoo/pdf-lib";
import { deflateSync } from "node:zlib";
import type { CleaningBudget } from "../limits.ts";
import { type Category, isKnown, AllowedNames } from "./names.ts";

// A document is built again from what is allowed, not freed from what is forbidden: each kind of
// object has a rule that says what may stand in it, and whatever no rule mentions is not copied.

/** Copies what may be kept of an object into the new document; undefined when nothing may. */
export type Keep = (object: PDFObject, walk: Walk) => Promise<PDFObject | undefined>;

/** The way through one document: where from, where to, and what was copied already. */
export class Walk {
  readonly names = new AllowedNames();
  private readonly copies = new Map<Keep, Map<PDFRef, PDFRef>>();
  private depth = 0;

  constructor(
    readonly source: PDFContext,
    readonly target: PDFContext,
    readonly budget: CleaningBudget,
  ) {}

  /** Keeps `object` by `rule`; what was indirect stays so and is copied once. */
  async keep(rule: Keep, object: PDFObject | undefined): Promise<PDFObject | undefined> {
    if (!object) return undefined;
    if (!(object instanceof PDFRef)) return this.deeper(rule, object);
    const copies = this.copies.get(rule) ?? new Map<PDFRef, PDFRef>();
    this.copies.set(rule, copies);
    const copied = copies.get(object);
    if (copied) return copied;
    const found = this.source.lookup(object);
    if (!found) return undefined;
    const ref = this.target.nextRef();
    copies.set(object, ref); // before its parts, which may lead back to it
    const kept = await this.deeper(rule, found);
    if (kept) this.target.assign(ref, kept);
    else copies.delete(object);
    return kept && ref;
  }

  private async deeper(rule: Keep, object: PDFObject): Promise<PDFObject | undefined> {
    this.depth += 1;
    this.budget.object(this.depth);
    const kept = await rule(object, this);
    this.depth -= 1;
    return kept;
  }

  /** A new stream of these bytes, deflated. */
  stream(dict: PDFDict, bytes: Uint8Array): PDFRawStream {
    dict.set(PDFName.of("Filter"), PDFName.of("FlateDecode"));
    dict.delete(PDFName.of("DecodeParms"));
    return PDFRawStream.of(dict, new Uint8Array(deflateSync(bytes)));
  }
}

/** Numbers, booleans, names that PDF defines, and lists of these. */
export const plain: Keep = async (object, walk) => {
  if (object instanceof PDFNumber || object instanceof PDFBool) return object;
  if (object instanceof PDFName) return isKnown(object.decodeText()) ? object : undefined;
  return object instanceof PDFArray ? list(plain)(object, walk) : undefined;
};

/** A list of what `rule` keeps. */
export function list(rule: Keep): Keep {
  return async (object, walk) => {
    if (!(object instanceof PDFArray)) return undefined;
    const kept = PDFArray.withContext(walk.target);
    for (const item of object.asArray()) {
      const copy = await walk.keep(rule, item);
      if (copy) kept.push(copy);
    }
    return kept;
  };
}

/** Either a list of what `rule` keeps, or one. */
export function oneOrMore(rule: Keep): Keep {
  const many = list(rule);
  return async (object, walk) =>
    object instanceof PDFArray ? many(object, walk) : rule(object, walk);
}

/** What the first of the rules keeps that keeps anything. */
export function either(...rules: Keep[]): Keep {
  return async (object, walk) => {
    for (const rule of rules) {
      const kept = await rule(object, walk);
      if (kept) return kept;
    }
    return undefined;
  };
}

/** A dictionary with these entries and no other; of a stream, its dictionary. */
export function dict(
  entries: Record<string, Keep>,
): (object: PDFObject, walk: Walk) => Promise<PDFDict | undefined> {
  return async (object, walk) => {
    const from = object instanceof PDFStream ? object.dict : object;
    if (!(from instanceof PDFDict)) return undefined;
    const kept = PDFDict.withContext(walk.target);
    for (const [key, rule] of Object.entries(entries)) {
      const copy = await walk.keep(rule, from.get(PDFName.of(key)));
      if (copy) kept.set(PDFName.of(key), copy);
    }
    return kept;
  };
}

/** The resources of one category under their new names. */
export function named(category: Category, rule: Keep): Keep {
  return async (object, walk) => {
    if (!(object instanceof PDFDict)) return undefined;
    const kept = PDFDict.withContext(walk.target);
    for (const [key, value] of object.entries()) {
      const copy = await walk.keep(rule, value);
      const name = key.decodeText();
      if (copy) kept.set(PDFName.of(isKnown(name) ? name : walk.names.of(category, name)), copy);
    }
    return kept;
  };
}
