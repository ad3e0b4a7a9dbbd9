import { refuse } from "#app/domain/refusal.ts";
import { accessKeyHash } from "#app/sealing/receipt.ts";
import { keptIssuers } from "#app/box/edition.server.ts";
import { db } from "#app/platform/db.server.ts";
import { splitPass } from "#app/sealing/token.ts";
import { now } from "#app/platform/clock.server.ts";
import { verifiesPass } from "#app/platform/issuer.server.ts";
import { checkPass } from "./deposit.server.ts";
import { type SealedEdition, sealedEdition, whereKept } from "./edition.server.ts";
import type { EntitlementHeader } from "./entitlement-header.ts";

/**
 * Lets pass who has a receipt of the edition or a pass of it that is not spent: whoever writes a
 * proposal has the one or the other, and nobody else has to be served. Refuses receipt-unknown,
 * token-invalid, token-spent.
 */
export async function checkEntitled(
  edition: SealedEdition,
  { accessKey, token }: { accessKey?: Uint8Array | undefined; token?: Uint8Array | undefined },
): Promise<void> {
  if (!token) return checkReceipt(edition, accessKey ?? new Uint8Array());
  const spent = { where: { nullifier: checkPass(edition, token) } };
  const found = await whereKept(
    edition,
    (box) => box.spentToken.findUnique(spent),
    () => db().spentToken.findUnique(spent),
  );
  if (found) throw refuse("token-spent");
}

/**
 * The same for what a header says, before a large body is read. A pass that was spent passes with
 * the receipt it was spent for: a deposit whose answer was lost is sent again. Gives the one that
 * was found, for bounds on its use.
 */
export async function checkMaySendMore({
  edition: id,
  accessKey,
  token,
}: EntitlementHeader): Promise<Uint8Array> {
  const edition = await sealedEdition(id);
  if (await isReceipt(edition, accessKey)) return accessKey;
  if (!splitPass(edition.id, token)) throw refuse("receipt-unknown");
  await checkEntitled(edition, { token });
  return token;
}

/**
 * True when a pass carries the signature of its edition's issuer, spent or not. It asks the ballot
 * box at most every ten seconds, so that it costs no more when very much comes; until then a new
 * edition's passes are taken for none.
 */
export async function isSigned(editionId: string, token: Uint8Array): Promise<boolean> {
  const pass = splitPass(editionId, token);
  const issuerSpki = pass && (await issuers()).get(editionId);
  return Boolean(issuerSpki && verifiesPass(issuerSpki, pass.message, pass.signature));
}

const kept = { until: 0, issuers: Promise.resolve<ReadonlyMap<string, Uint8Array>>(new Map()) };

function issuers(): Promise<ReadonlyMap<string, Uint8Array>> {
  if (kept.until > now().getTime()) return kept.issuers;
  kept.until = now().getTime() + 10_000;
  kept.issuers = keptIssuers();
  kept.issuers.catch(() => (kept.until = 0));
  return kept.issuers;
}

async function checkReceipt(edition: SealedEdition, accessKey: Uint8Array): Promise<void> {
  if (!(await isReceipt(edition, accessKey))) throw refuse("receipt-unknown");
}

async function isReceipt(edition: SealedEdition, accessKey: Uint8Array): Promise<boolean> {
  const keyHash = new Uint8Array(accessKeyHash(accessKey));
  // asked for in one question, as in findOwn: a receipt of another edition takes as long as none
  const own = { where: { keyHash, proposal: { editionId: edition.id } }, select: { slot: true } };
  return (
    (await whereKept(
      edition,
      (box) => box.access.findFirst(own),
      () => db().access.findFirst(own),
    )) !== null
  );
}
