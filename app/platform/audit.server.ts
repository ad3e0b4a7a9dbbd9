import { randomBytes } from "node:crypto";
import { entryDigest } from "#app/sealing/audit-chain.ts";
import { now } from "./clock.server.ts";
import type { Prisma, Tx } from "./db.server.ts";

export type AuditFact = {
  /** null: the product itself */
  actorId: string | null;
  action: string;
  editionId?: string;
  objectId?: string;
  detail?: Prisma.InputJsonObject;
};

/**
 * Writes the one audit row of an act, in the act's transaction. Never about a proposer, a receipt
 * or an activation. The database links it into the chain when the transaction commits.
 */
export async function audit(tx: Tx, fact: AuditFact): Promise<void> {
  const [at, salt] = [now(), new Uint8Array(randomBytes(16))];
  const entry = {
    actorId: fact.actorId,
    action: fact.action,
    editionId: fact.editionId ?? null,
    objectId: fact.objectId ?? "",
    detail: plain(fact.detail ?? {}),
  };
  const digest = new Uint8Array(entryDigest(salt, { at: at.getTime(), ...entry }));
  await tx.auditEntry.create({ data: { ...entry, at, salt, digest } });
}

/** As the database gives it back: without what JSON has no word for. */
function plain(detail: Prisma.InputJsonObject): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(detail)) as Prisma.InputJsonObject; // JSON in, JSON out
}
