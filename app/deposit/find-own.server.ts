import { refuse } from "#app/domain/refusal.ts";
import { accessKeyHash } from "#app/sealing/receipt.ts";
import { readBox } from "#app/box/store.server.ts";
import { db } from "#app/platform/db.server.ts";
import { type SealedEdition, whereKept } from "./edition.server.ts";

const withParts = {
  envelopes: true,
  files: { select: { kind: true, sha256: true, size: true }, orderBy: { position: "asc" } },
} as const;

/**
 * The proposal, the place in it and the envelope that belong to an access key: from the ballot box
 * as long as it holds them, then from the main database. Refuses receipt-unknown.
 */
export async function findOwn(edition: Pick<SealedEdition, "id">, accessKey: Uint8Array) {
  const keyHash = new Uint8Array(accessKeyHash(accessKey));
  // asked for in one question, so that a receipt of another edition takes no longer to refuse than
  // one that does not exist
  const own = {
    where: { keyHash, proposal: { editionId: edition.id } },
    include: { proposal: { include: withParts } },
  } as const;
  const inBox = await readBox((box) => box.access.findFirst(own));
  const access = await whereKept(
    edition,
    async () => inBox,
    () => db().access.findFirst(own),
  );
  if (!access) throw refuse("receipt-unknown");
  const {
    slot,
    proposal: { envelopes, ...proposal },
  } = access;
  const numbered = { publicNo: null, leaf: null, ...proposal, envelopes };
  return {
    keyHash,
    slot,
    inBox: inBox !== null,
    proposal: numbered,
    envelope: envelopes.find((each) => each.slot === slot) ?? null,
  };
}

/**
 * The proposal that this receipt leads; refuses receipt-unknown, withdrawn, and not-lead for a
 * member's.
 */
export async function ledBy(
  edition: Pick<SealedEdition, "id">,
  accessKey: Uint8Array,
): Promise<string> {
  const { proposal, slot } = await findOwn(edition, accessKey);
  if (proposal.withdrawn || slot === 0) throw refuse("withdrawn");
  if (slot !== 1) throw refuse("not-lead");
  return proposal.id;
}
