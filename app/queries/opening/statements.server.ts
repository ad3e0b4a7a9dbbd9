import { toBase64 } from "#app/sealing/bytes.ts";
import { db, type StatementKind } from "#app/platform/db.server.ts";

/**
 * A statement of an edition with its signatures; what it says is in `json`, its hash in base64url.
 */
export type StatementView = {
  id: string;
  number: number;
  kind: StatementKind;
  json: string;
  hash: string;
  at: string;
  appliedAt: string | null;
  signatures: { position: number; signature: string }[];
};

/** All statements of an edition, in order. */
export async function statementsOf(editionId: string): Promise<StatementView[]> {
  const rows = await db().statement.findMany({
    where: { editionId },
    orderBy: { number: "asc" },
    include: { signatures: { include: { custodian: { select: { position: true } } } } },
  });
  return rows.map(({ id, number, kind, json, hash, at, appliedAt, signatures }) => ({
    id,
    number,
    kind,
    json,
    hash: toBase64(hash),
    at: at.toISOString(),
    appliedAt: appliedAt?.toISOString() ?? null,
    signatures: signatures.map(({ custodian, signature }) => ({
      position: custodian.position,
      signature: toBase64(signature),
    })),
  }));
}

/** The amendments of an edition's dates, in order. */
export async function amendmentsOf(editionId: string): Promise<StatementView[]> {
  return (await statementsOf(editionId)).filter(({ kind }) => kind === "AMENDMENT");
}
