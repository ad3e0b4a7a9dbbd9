import type { FileKind } from "#app/domain/proposal/attachment.ts";
import { NotCleanable } from "./not-cleanable.ts";

// A file is what its first bytes say, whatever it is called.

const signatures: [FileKind, string][] = [
  ["pdf", "%PDF-"],
  ["png", "\x89PNG\r\n\x1a\n"],
  ["jpeg", "\xff\xd8\xff"],
];

/** Old Office (OLE), RTF, and the ZIP that new Office and OpenDocument are. */
const office = ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "{\\rtf", "PK\x03\x04"];
const heic = /^.{4}ftyp(?:heic|heix|hevc|mif1|msf1|avif)/s;

/**
 * The kind of a file by its content; throws NotCleanable with the reason for which it is none of
 * ours.
 */
export function kindOf(bytes: Uint8Array): FileKind {
  const head = Buffer.from(bytes.subarray(0, 64)).toString("latin1");
  const found = signatures.find(([, signature]) => head.startsWith(signature));
  if (found) return found[0];
  if (office.some((signature) => head.startsWith(signature))) throw new NotCleanable("file-office");
  throw new NotCleanable(heic.test(head) ? "file-heic" : "file-kind");
}
