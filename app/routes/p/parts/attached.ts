import type { OwnProposal } from "#app/deposit/responses.ts";
import { type FileKind, fileLimits } from "#app/domain/proposal/attachment.ts";
import type { Excerpt } from "#app/domain/self-identification/mark.ts";
import { fromHex, toBase64 } from "#app/sealing/bytes.ts";
import type { AttachedFile } from "#app/sealing/wallet.ts";
import { RefusedAnswer, send } from "./client.ts";
import type { Entitlement } from "./entitlement.ts";

// A file on its way into a proposal: chosen here, cleaned on the server, back here to be looked at.

/**
 * A file of a proposal; `cleaned` holds bytes (base64url) and mark until it is handed in. `size` in
 * bytes, `sha256` in hexadecimal.
 */
export type Attached = {
  kind: FileKind;
  sha256: string;
  size: number;
  cleaned: { bytes: string; tag: string } | null;
  /** what in its text may say who wrote it, as far as it was read */ passages: Excerpt[];
};

const longestSide = 3000; // pixels

/**
 * Has a file cleaned; its name and dates never leave the browser. Throws RefusedAnswer, or
 * TypeError when offline.
 */
export async function clean(file: File, entitlement: Entitlement): Promise<Attached> {
  const bytes = new Uint8Array(await (await smaller(file)).arrayBuffer());
  if (bytes.length > fileLimits.bytes)
    throw new RefusedAnswer({ code: "file-refused", reasons: [{ key: "file-large-before" }] });
  if (bytes.length === 0)
    throw new RefusedAnswer({ code: "file-refused", reasons: [{ key: "file-broken" }] });
  const answer = await send({ op: "clean", ...entitlement, bytes: toBase64(bytes) });
  return {
    kind: answer.kind,
    sha256: answer.sha256,
    size: Math.floor((answer.bytes.length * 3) / 4),
    cleaned: { bytes: answer.bytes, tag: answer.tag },
    passages: answer.passages,
  };
}

/**
 * Photographs are drawn again here, upright and not larger than one reads them: what they know of
 * place and camera stays here.
 */
async function smaller(file: File): Promise<Blob> {
  if (!file.type.startsWith("image/")) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [
      Math.round(bitmap.width * scale),
      Math.round(bitmap.height * scale),
    ];
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise<Blob | null>((done) =>
      canvas.toBlob(done, file.type === "image/png" ? "image/png" : "image/jpeg", 0.9),
    );
    return drawn ?? file;
  } catch {
    return file; // what this browser cannot draw the server refuses, with its reason
  }
}

/** The files of a new proposal, as they are sent: bytes with their mark. */
export function newFiles(files: readonly Attached[]): AttachedFile[] {
  return files.flatMap(({ kind, cleaned }) => (cleaned ? [{ kind, ...cleaned }] : []));
}

/** The files of a replacement: of one that the proposal has already, its hash. */
export function keptAndNew(files: readonly Attached[]): (AttachedFile | { sha256: string })[] {
  return files.map(({ kind, sha256, cleaned }) =>
    cleaned ? { kind, ...cleaned } : { sha256: toBase64(fromHex(sha256)) },
  );
}

/** A file that the proposal has already, whose bytes are not here. */
export function deposited(file: OwnProposal["files"][number]): Attached {
  return { ...file, cleaned: null, passages: [] };
}

export function isTooMuch(files: readonly Attached[]): boolean {
  return (
    files.length > fileLimits.count ||
    files.reduce((sum, { size }) => sum + size, 0) > fileLimits.bytes
  );
}
