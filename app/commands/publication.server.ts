import { refuse } from "#app/domain/refusal.ts";
import { publicationDraft } from "#app/queries/publication-draft.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * Publishes the results, in the transaction of the transition: what public pages will show is written down once, as it is
 * then. Refuses blocked when no ranking was frozen.
 */
export async function publishResults(tx: Tx, editionId: string, actorId: string | null): Promise<void> {
  const results = await publicationDraft(editionId, tx);
  if (!results) throw refuse("blocked", { reasons: [{ key: "not-frozen", where: "ranking" }] });
  await tx.publication.create({ data: { editionId, results, at: now(), actorId } });
}
