import { createHash, timingSafeEqual } from "node:crypto";
import { type FileKind, fileLimits, type FileMark } from "#app/domain/proposal/attachment.ts";
import { fileKind } from "#app/domain/proposal/file-kind.ts";
import { refuse } from "#app/domain/refusal.ts";
import { fromHex, toHex } from "#app/sealing/bytes.ts";
import type { BoxTx } from "#app/box/store.server.ts";
import { db } from "#app/platform/db.server.ts";
import { keyedHash } from "#app/platform/keyed-hash.server.ts";
import { type SealedEdition, whereKept } from "./edition.server.ts";
import type { RequestOf } from "./request.ts";

// Attachments were cleaned in a request before and nothing of that was kept: a keyed mark over
// edition, kind and hash is how a deposit proves that these very bytes came out of the cleaning.

/** A cleaned file of a proposal, with its bytes. */
export type CleanedFile = FileMark & { bytes: Uint8Array<ArrayBuffer> };
type Given = RequestOf<"deposit">["files"];

/** The mark of cleaned bytes. */
export function cleanedTag(editionId: string, { kind, sha256 }: FileMark): Uint8Array<ArrayBuffer> {
  return keyedHash("innova.to/cleaned/v1", `${editionId}|${kind}|${sha256}`);
}

/** Bytes with their hash. */
export function marked(kind: FileKind, bytes: Uint8Array<ArrayBuffer>): CleanedFile {
  return { kind, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** The files of a request; refuses file-refused when one was not cleaned here for this edition. */
export function cleanedFiles(editionId: string, given: Given): CleanedFile[] {
  return given.map(({ kind, bytes, tag }) => {
    const file = marked(kind, new Uint8Array(Buffer.from(bytes, "base64url")));
    if (!timingSafeEqual(tag, cleanedTag(editionId, file)))
      throw refuse("file-refused", { reasons: [{ key: "file-not-cleaned" }] });
    return file;
  });
}

/** Refuses more than a proposal may carry. */
export function checkTotal(files: readonly CleanedFile[]): void {
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (files.length > fileLimits.count || total > fileLimits.bytes)
    throw refuse("file-refused", { reasons: [{ key: "file-total" }] });
}

/** The kind and hash of stored files, in their order. */
export function fileMarks(rows: readonly { kind: string; sha256: Uint8Array }[]): FileMark[] {
  return rows.map(({ kind, sha256 }) => ({ kind: fileKind.parse(kind), sha256: toHex(sha256) }));
}

/** Writes a proposal's files in this order. */
export async function writeFiles(
  tx: BoxTx,
  proposalId: string,
  files: readonly CleanedFile[],
): Promise<void> {
  const rows = files.map(({ kind, sha256, bytes }, i) => ({
    proposalId,
    position: i + 1,
    kind,
    sha256: new Uint8Array(fromHex(sha256)),
    size: bytes.length,
    bytes,
  }));
  await tx.proposalFile.createMany({ data: rows });
}

/** Puts these files instead of those a proposal had. */
export async function replaceFiles(
  tx: BoxTx,
  proposalId: string,
  files: readonly CleanedFile[],
): Promise<void> {
  await tx.proposalFile.deleteMany({ where: { proposalId } });
  await writeFiles(tx, proposalId, files);
}

/** The proposal's file with this hash; refuses stale when it has none. */
export async function storedFile(
  edition: Pick<SealedEdition, "id">,
  proposalId: string,
  sha256: Uint8Array<ArrayBuffer>,
): Promise<CleanedFile> {
  const own = { where: { proposalId, sha256 } };
  const row = await whereKept(
    edition,
    (box) => box.proposalFile.findFirst(own),
    () => db().proposalFile.findFirst(own),
  );
  if (!row) throw refuse("stale");
  return marked(fileKind.parse(row.kind), new Uint8Array(row.bytes));
}
