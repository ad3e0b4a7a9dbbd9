import type { FileEntry, FileKind } from "#app/domain/proposal/attachment.ts";
import { fileKind } from "#app/domain/proposal/file-kind.ts";
import { refuse } from "#app/domain/refusal.ts";
import { db } from "#app/platform/db.server.ts";

// Attachments by proposal. Whoever asks here has been shown the proposal first: a file is seen by
// whom its proposal is.

/** A file with its bytes. */
export type StoredFile = { position: number; kind: FileKind; bytes: Uint8Array<ArrayBuffer> };

/** What is attached to a proposal, in order. */
export async function filesOf(proposalId: string): Promise<FileEntry[]> {
  return fileEntries(await db().proposalFile.findMany({ where: { proposalId }, ...fileFields }));
}

/** What to select of a proposal's files for `fileEntries`. */
export const fileFields = {
  select: { position: true, kind: true, size: true },
  orderBy: { position: "asc" },
} as const;

export function fileEntries(rows: { position: number; kind: string; size: number }[]): FileEntry[] {
  return rows.map(({ kind, ...row }) => ({ ...row, kind: fileKind.parse(kind) }));
}

/** The file at this place; refuses not-found. */
export async function fileAt(proposalId: string, position: number): Promise<StoredFile> {
  const row = await db().proposalFile.findUnique({
    where: { proposalId_position: { proposalId, position } },
    select: { kind: true, bytes: true },
  });
  if (!row) throw refuse("not-found");
  return { position, kind: fileKind.parse(row.kind), bytes: new Uint8Array(row.bytes) };
}
