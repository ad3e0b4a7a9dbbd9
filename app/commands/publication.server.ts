import { refuse } from "#app/domain/refusal.ts";
import { publicationDraft } from "#app/queries/publication-draft.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * Publishes the results, in the transaction of the transition: what public pages will show is written down once, as it is
 * then, and the shares that opened the envelopes are erased. Refuses blocked when no ranking was frozen.
 */
export async function publishResults(tx: Tx, editionId: string, actorId: string | null): Promise<void> {
  const results = await publicationDraft(editionId, tx);
  if (!results) throw refuse("blocked", { reasons: [{ key: "not-frozen", where: "ranking" }] });
  await tx.publication.create({ data: { editionId, results, at: now(), actorId } });
  await forgetKeys(tx, editionId);
}

/** The shares and keys of the opened envelopes have served. */
async function forgetKeys(tx: Tx, editionId: string): Promise<void> {
  const envelopes = await tx.envelope.findMany({ where: { proposal: { editionId } }, select: { id: true } });
  const of = { where: { envelopeId: { in: envelopes.map(({ id }) => id) } } };
  await tx.releasedShare.deleteMany(of);
  await tx.handedKey.deleteMany(of);
}
