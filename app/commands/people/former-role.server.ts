import { type Phase, phaseHas } from "#app/domain/phase.ts";
import type { RoleKind } from "#app/domain/policy.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * Remembers that somebody held a role once the edition was announced: it keeps them out of the race
 * as if they held it still.
 */
export async function rememberRole(
  tx: Tx,
  phase: Phase,
  role: { editionId: string; userId: string; kind: RoleKind },
): Promise<void> {
  if (!phaseHas(phase, "callPublic")) return;
  await tx.formerRole.upsert({ where: { editionId_userId_kind: role }, create: role, update: {} });
}
