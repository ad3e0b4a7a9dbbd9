import { refuse } from "#app/domain/refusal.ts";
import { accessKeyHash } from "#app/sealing/receipt.ts";
import { db } from "#app/platform/db.server.ts";
import type { SealedEdition } from "./edition.server.ts";

/** The proposal, the place in it and the own envelope behind an access key; refuses receipt-unknown. */
export async function findOwn(edition: SealedEdition, accessKey: Uint8Array) {
  const keyHash = new Uint8Array(accessKeyHash(accessKey));
  // asked for in one question, so that a receipt of another edition takes no longer to refuse than one that does not exist
  const access = await db().access.findFirst({ where: { keyHash, proposal: { editionId: edition.id } }, include: { proposal: { include: { envelopes: true, files: { select: { kind: true, sha256: true, size: true }, orderBy: { position: "asc" } } } } } });
  if (!access) throw refuse("receipt-unknown");
  return { keyHash, slot: access.slot, proposal: access.proposal, envelope: access.proposal.envelopes.find(({ slot }) => slot === access.slot) ?? null };
}

/** The proposal that this receipt leads; refuses receipt-unknown, withdrawn, and not-lead for a member's. */
export async function ledBy(edition: SealedEdition, accessKey: Uint8Array): Promise<string> {
  const { proposal, slot } = await findOwn(edition, accessKey);
  if (proposal.withdrawn || slot === 0) throw refuse("withdrawn");
  if (slot !== 1) throw refuse("not-lead");
  return proposal.id;
}
