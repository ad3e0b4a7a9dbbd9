import { type FileKind, fileLimits } from "#app/domain/proposal/attachment.ts";
import { cleanImage } from "./image.ts";
import { kindOf } from "./kind.ts";
import { NotCleanable } from "./not-cleanable.ts";
import { cleanPdf } from "./pdf/document.ts";
import { checkTraces } from "./traces.ts";

/**
 * A file without what tells who made it: a PDF built again, a picture of its pixels alone. Throws
 * NotCleanable.
 */
export async function clean(
  bytes: Uint8Array,
): Promise<{ kind: FileKind; bytes: Uint8Array<ArrayBuffer> }> {
  const kind = kindOf(bytes);
  const cleaned = kind === "pdf" ? await cleanPdf(bytes) : await cleanImage(kind, bytes);
  checkTraces(cleaned);
  if (cleaned.length > fileLimits.bytes) throw new NotCleanable("file-large");
  return { kind, bytes: cleaned };
}
