import type { Evidence } from "#app/custody/evidence.ts";
import { db } from "#app/platform/db.server.ts";
import { chainEvidenceOf } from "./chain-evidence.server.ts";
import { sealOf } from "./custody.server.ts";

/** What a custodian's page checks before the ranking is signed; null before it is frozen. */
export async function evidenceOf(editionId: string, userId: string): Promise<Evidence | null> {
  const ranking = await db().ranking.findUnique({ where: { editionId } });
  const seal = await sealOf(editionId, userId);
  return (
    ranking && seal && { seal, ranking: ranking.json, chain: await chainEvidenceOf(editionId) }
  );
}
