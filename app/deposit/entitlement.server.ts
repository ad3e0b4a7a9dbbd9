import { refuse } from "#app/domain/refusal.ts";
import { accessKeyHash } from "#app/sealing/receipt.ts";
import { db } from "#app/platform/db.server.ts";
import { checkPass } from "./deposit.server.ts";
import type { SealedEdition } from "./edition.server.ts";

/**
 * Lets pass who has a receipt of the edition or a pass of it that is not spent: whoever writes a proposal has the one or
 * the other, and nobody else has to be served. Refuses receipt-unknown, token-invalid, token-spent.
 */
export async function checkEntitled(edition: SealedEdition, { accessKey, token }: { accessKey?: Uint8Array; token?: Uint8Array }): Promise<void> {
  if (!token) return checkReceipt(edition, accessKey ?? new Uint8Array());
  if (await db().spentToken.findUnique({ where: { nullifier: checkPass(edition, token) } })) throw refuse("token-spent");
}

async function checkReceipt(edition: SealedEdition, accessKey: Uint8Array): Promise<void> {
  const keyHash = new Uint8Array(accessKeyHash(accessKey));
  // asked for in one question, as in findOwn: a receipt of another edition takes as long as none
  if (!(await db().access.findFirst({ where: { keyHash, proposal: { editionId: edition.id } }, select: { slot: true } }))) throw refuse("receipt-unknown");
}
