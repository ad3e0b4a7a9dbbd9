import { createHash } from "node:crypto";
import type { FileKind } from "#app/domain/proposal/attachment.ts";
import { cleanedTag } from "#app/deposit/files.server.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import type { AttachedFile } from "#app/sealing/wallet.ts";
import { db, type Edition } from "#app/platform/db.server.ts";
import { asOwner } from "#tests/support/owner.ts";

/** A file as `clean` gives it back for this edition; it is not looked into any more. */
export function attached(
  edition: { id: string },
  text: string,
  kind: FileKind = "pdf",
): AttachedFile {
  const bytes = Buffer.from(text);
  return {
    kind,
    bytes: bytes.toString("base64url"),
    tag: toBase64(cleanedTag(edition.id, { kind, sha256: sha256(text) })),
  };
}

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Puts a file beside a proposal that was put into the database as it stands. */
export async function attachTo(
  edition: Edition,
  publicNo: number,
  text: string,
  kind: FileKind = "pdf",
  position = 1,
): Promise<void> {
  const { id: proposalId } = await db().proposal.findUniqueOrThrow({
    where: { editionId_publicNo: { editionId: edition.id, publicNo } },
  });
  const bytes = Buffer.from(text);
  await asOwner((tx) =>
    tx.proposalFile.create({
      data: {
        proposalId,
        position,
        kind,
        size: bytes.length,
        bytes,
        sha256: createHash("sha256").update(bytes).digest(),
      },
    }),
  );
}
