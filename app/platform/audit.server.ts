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

/** Writes the one audit row of an act, in the act's transaction. Never about a proposer, a receipt or an activation. */
export async function audit(tx: Tx, fact: AuditFact): Promise<void> {
  await tx.auditEntry.create({
    data: { at: now(), actorId: fact.actorId, action: fact.action, editionId: fact.editionId, objectId: fact.objectId ?? "", detail: fact.detail ?? {} },
  });
}
