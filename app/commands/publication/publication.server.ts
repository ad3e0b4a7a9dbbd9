import { refuse } from "#app/domain/refusal.ts";
import { publicationDraft } from "#app/queries/publication/publication-draft.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { newTokenKey } from "#app/platform/issuer.server.ts";

/**
 * Publishes the results, in the transaction of the transition: what public pages will show is
 * written down once, as it is then, the shares that opened the envelopes are erased, and the key of
 * the 'took part' tokens is made. Refuses blocked when no ranking was frozen, and by itself
 * (`actorId` null) when nobody set this moment, or took it back.
 */
export async function publishResults(
  tx: Tx,
  editionId: string,
  actorId: string | null,
): Promise<void> {
  const { count } = await tx.publicationDate.deleteMany({
    where: { editionId, ...(actorId === null && { at: { lte: now() }, missedAt: null }) },
  });
  if (actorId === null && count === 0)
    throw refuse("blocked", { reasons: [{ key: "not-scheduled", where: "publication" }] });
  const results = await publicationDraft(editionId, tx);
  if (!results) throw refuse("blocked", { reasons: [{ key: "not-frozen", where: "ranking" }] });
  await tx.publication.create({ data: { editionId, results, at: now(), actorId } });
  await tx.tookPartKey.create({ data: { editionId, ...newTokenKey() } });
  await forgetKeys(tx, editionId);
}

/** The shares and keys of the opened envelopes have served. */
async function forgetKeys(tx: Tx, editionId: string): Promise<void> {
  const envelopes = await tx.envelope.findMany({
    where: { proposal: { editionId } },
    select: { id: true },
  });
  const of = { where: { envelopeId: { in: envelopes.map(({ id }) => id) } } };
  await tx.releasedShare.deleteMany(of);
  await tx.handedKey.deleteMany(of);
}
