import {
  EncryptedPDFError,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFPage,
  PDFRawStream,
  PDFString,
} from "@cantoo/pdf-lib";
import { CleaningBudget, limits } from "../limits.ts";
import { NotCleanable } from "../not-cleanable.ts";
import { group } from "./colours.ts";
import { cleanContent } from "./content.ts";
import { addPictures, resources } from "./resources.ts";
import { textOf } from "./streams.ts";
import { latin1 } from "./tokens.ts";
import { plain, Walk } from "./walk.ts";

/**
 * A PDF built again from what its pages paint: text, lines and pictures. No information, XMP,
 * comments, form fields, scripts, files, tags, layers, bookmarks or thumbnails; nothing that no
 * page uses.
 */
export async function cleanPdf(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const source = await opened(bytes);
  const target = await PDFDocument.create({ updateMetadata: false });
  const walk = new Walk(source.context, target.context, new CleaningBudget());
  for (const page of source.getPages()) await addPage(page, target, walk);
  const language = languageOf(source);
  if (language) target.catalog.set(PDFName.of("Lang"), PDFString.of(language));
  return new Uint8Array(
    await target.save({
      useObjectStreams: false,
      addDefaultPage: false,
      updateFieldAppearances: false,
    }),
  );
}

async function opened(bytes: Uint8Array): Promise<PDFDocument> {
  const text = latin1(bytes);
  if (!text.includes("%%EOF")) throw new NotCleanable("file-broken"); // cut off
  const document = await PDFDocument.load(bytes, { updateMetadata: false }).catch(
    (error: unknown) => {
      throw new NotCleanable(
        error instanceof EncryptedPDFError || /\/Encrypt\b/.test(text)
          ? "file-encrypted"
          : "file-broken",
      );
    },
  );
  if (isSigned(document)) throw new NotCleanable("file-signed");
  const pages = countPages(document);
  if (pages > limits.pages) throw new NotCleanable("file-pages");
  if (pages === 0)
    throw new NotCleanable(/\/Encrypt\b/.test(text) ? "file-encrypted" : "file-broken");
  return document;
}

function countPages(document: PDFDocument): number {
  try {
    return document.getPageCount();
  } catch {
    throw new NotCleanable("file-broken");
  }
}

/** True when somebody signed it: cleaned, the signature would be void. */
function isSigned({ context }: PDFDocument): boolean {
  const name = (dict: PDFDict, key: string) => context.lookup(dict.get(PDFName.of(key)));
  return context.enumerateIndirectObjects().some(([, object]) => {
    if (!(object instanceof PDFDict)) return false;
    if (object.has(PDFName.of("ByteRange"))) return true;
    return name(object, "FT") === PDFName.of("Sig") && object.has(PDFName.of("V"));
  });
}

async function addPage(page: PDFPage, target: PDFDocument, walk: Walk): Promise<void> {
  const inherited = (key: string) => page.node.getInheritableAttribute(PDFName.of(key));
  const [width, height] = [page.getWidth(), page.getHeight()];
  const added = target.addPage([width, height]).node;
  for (const key of ["MediaBox", "CropBox", "Rotate", "UserUnit"]) {
    const kept = await walk.keep(plain, inherited(key));
    if (kept) added.set(PDFName.of(key), kept);
  }
  const grouped = await walk.keep(group, page.node.get(PDFName.of("Group")));
  if (grouped) added.set(PDFName.of("Group"), grouped);
  const own = walk.source.lookup(inherited("Resources"));
  added.set(
    PDFName.of("Resources"),
    (await walk.keep(resources, inherited("Resources"))) ?? PDFDict.withContext(walk.target),
  );
  const { bytes, pictures } = await cleanContent(
    contentsOf(page, walk),
    own instanceof PDFDict ? own : undefined,
    walk,
  );
  addPictures(added, pictures, walk);
  added.set(
    PDFName.of("Contents"),
    walk.target.register(walk.stream(PDFDict.withContext(walk.target), bytes)),
  );
}

/** A page's contents in one: they may stand in several streams, which divide between tokens. */
function contentsOf(page: PDFPage, walk: Walk): Uint8Array {
  const contents = walk.source.lookup(page.node.get(PDFName.of("Contents")));
  const streams =
    contents instanceof PDFArray
      ? contents.asArray().map((part) => walk.source.lookup(part))
      : [contents];
  return Buffer.concat(
    streams.flatMap((stream) =>
      stream instanceof PDFRawStream ? [textOf(stream, walk), Buffer.from("\n")] : [],
    ),
  );
}

/** The language it says it is in, for those who have it read aloud. */
function languageOf({ catalog, context }: PDFDocument): string | null {
  const value = context.lookup(catalog.get(PDFName.of("Lang")));
  const text =
    value instanceof PDFString || value instanceof PDFHexString ? value.decodeText() : "";
  return /^[a-z]{2}(-[A-Z]{2})?$/.test(text) ? text : null;
}
