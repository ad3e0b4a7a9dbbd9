import type { ChainEvidence } from "#app/custody/sheet-check.ts";
import { type ChainHead, entryDigest } from "#app/sealing/audit-chain.ts";
import { equal, toBase64 } from "#app/sealing/bytes.ts";
import { type AuditEntry, db } from "#app/platform/db.server.ts";

/** The head of the audit chain now; null before there is any entry. */
export async function chainHead(): Promise<ChainHead | null> {
  const head = await db().auditLink.findFirst({ orderBy: { position: "desc" } });
  return head && { position: head.position, hash: toBase64(head.hash) };
}

/**
 * The whole chain by its digests, and the entries of this edition's score deliveries: what a
 * custodian's page follows.
 */
export async function chainEvidenceOf(editionId: string): Promise<ChainEvidence> {
  const links = await db().auditLink.findMany({ orderBy: { position: "asc" } });
  const entries = new Map((await db().auditEntry.findMany()).map((entry) => [entry.seq, entry]));
  const placed = links.map(({ position, seq }) => ({ position, entry: entries.get(seq) }));
  const deliveries = placed.flatMap(({ position, entry }) =>
    entry && isDelivery(entry, editionId)
      ? [{ position, salt: toBase64(entry.salt), entry: contentOf(entry) }]
      : [],
  );
  return {
    digests: toBase64(
      Buffer.concat(
        placed.map(({ entry }) =>
          entry?.digest.length === 32 ? entry.digest : new Uint8Array(32),
        ),
      ),
    ),
    deliveries,
    altered: placed
      .filter(
        ({ entry }) => !entry || !equal(entry.digest, entryDigest(entry.salt, contentOf(entry))),
      )
      .map(({ position }) => position),
  };
}

function isDelivery(entry: AuditEntry, editionId: string): boolean {
  return (
    entry.editionId === editionId &&
    (entry.action === "juror.confirmed" || entry.action === "sheet.revised")
  );
}

function contentOf({ at, actorId, action, editionId, objectId, detail }: AuditEntry) {
  return { at: at.getTime(), actorId, action, editionId, objectId, detail };
}
