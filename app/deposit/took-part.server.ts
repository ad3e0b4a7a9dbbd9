import { refuse } from "#app/domain/refusal.ts";
import { hash } from "#app/sealing/bytes.ts";
import { db } from "#app/platform/db.server.ts";
import { judgedEdition } from "./edition.server.ts";
import { findOwn } from "./find-own.server.ts";
import type { RequestOf } from "./request.ts";
import { signOrRefuse } from "./return.server.ts";

/**
 * Blindly signs the one 'took part' token of a receipt, once the results are published (sealing.md §10). The same blinded
 * message again gives the same signature. Refuses receipt-unknown, too-early, too-late, withdrawn, token-spent for a second token.
 */
export async function tookPartOwn(request: RequestOf<"took-part">): Promise<{ blindSignature: string }> {
  const edition = await judgedEdition(request.edition);
  const { proposal, keyHash, slot } = await findOwn(edition, request.accessKey);
  const key = await db().tookPartKey.findUnique({ where: { editionId: edition.id } });
  if (!key) throw refuse("too-early");
  if (!key.issuerPrivate) throw refuse("too-late"); // destroyed when the retention time was over
  if (proposal.withdrawn || slot === 0) throw refuse("withdrawn");
  const blindSignature = signOrRefuse(key.issuerPrivate, request.blinded);
  const row = (...of: Uint8Array[]) => ({ nullifier: new Uint8Array(hash("innova.to/took-part/asked/v1|", ...of)), editionId: edition.id, purpose: "took-part-asked" });
  const [once, asked] = [row(keyHash), row(keyHash, request.blinded)];
  await db().$transaction(async (tx) => {
    const { count } = await tx.spentToken.createMany({ data: [once], skipDuplicates: true });
    if (count === 1) await tx.spentToken.create({ data: asked });
    else if (!(await tx.spentToken.findUnique({ where: { nullifier: asked.nullifier } }))) throw refuse("token-spent");
  });
  return { blindSignature };
}
