import { refuse } from "#app/domain/refusal.ts";
import { hash } from "#app/sealing/bytes.ts";
import { aloneInBatch } from "#app/box/batches.server.ts";
import type { BoxTx } from "#app/box/store.server.ts";
import { dayAfter, localDay } from "#app/domain/screening/dialogue.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { judgedEdition } from "./edition.server.ts";
import { findOwn } from "./find-own.server.ts";
import type { RequestOf } from "./request.ts";
import { signOrRefuse } from "./return.server.ts";

/**
 * Blindly signs the one 'took part' token of a receipt, once the results are published (sealing.md
 * §10). The same blinded message again gives the same signature. Refuses receipt-unknown,
 * too-early, too-late, withdrawn, token-spent for a second token.
 */
export async function tookPartOwn(
  request: RequestOf<"took-part">,
): Promise<{ blindSignature: string }> {
  const edition = await judgedEdition(request.edition);
  const { proposal, keyHash, slot } = await findOwn(edition, request.accessKey);
  const key = await db().tookPartKey.findUnique({ where: { editionId: edition.id } });
  if (!key) throw refuse("too-early");
  if (!key.issuerPrivate) throw refuse("too-late"); // destroyed when the retention time was over
  if (proposal.withdrawn || slot === 0) throw refuse("withdrawn");
  const blindSignature = signOrRefuse(key.issuerPrivate, request.blinded);
  const rememberedBy = (...of: Uint8Array[]) =>
    new Uint8Array(hash("innova.to/took-part/asked/v1|", ...of));
  const [once, asked] = [rememberedBy(keyHash), rememberedBy(keyHash, request.blinded)];
  const takenFrom = dayAfter(localDay(now(), edition.timeZone));
  const isKnown = async (box: Pick<BoxTx, "tookPart">, nullifier: Uint8Array<ArrayBuffer>) =>
    // in this order: it may be taken over between the two questions
    (await box.tookPart.count({ where: { nullifier } })) +
      (await db().spentToken.count({ where: { nullifier } })) >
    0;
  await aloneInBatch(edition.id, async (tx) => {
    if (!(await isKnown(tx, once)))
      await tx.tookPart.createMany({
        data: [once, asked].map((nullifier) => ({ nullifier, editionId: edition.id, takenFrom })),
      });
    else if (!(await isKnown(tx, asked))) throw refuse("token-spent");
  });
  return { blindSignature };
}
