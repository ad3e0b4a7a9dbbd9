import { eligibilityRule } from "#app/domain/passes/eligibility.ts";
import { toBase64 } from "#app/sealing/bytes.ts";
import { type Manifest, manifestHash, manifestJson, ruleHash } from "#app/sealing/manifest.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * Makes the manifest again from today's settings and custodians: it exists once all custodians
 * passed the test decryption. When it differs from the one before, the signatures on that one are
 * void.
 */
export async function refreshManifest(tx: Tx, editionId: string): Promise<void> {
  const edition = await tx.edition.findUniqueOrThrow({
    where: { id: editionId },
    include: {
      keys: true,
      manifest: true,
      voteKey: true,
      custodians: { orderBy: { position: "asc" } },
    },
  });
  const { custodians, keys, voteKey } = edition;
  const complete =
    keys !== null &&
    (!edition.employeesVote || voteKey !== null) &&
    custodians.length === edition.custodianCount &&
    custodians.every(({ tested }) => tested);
  const json = complete
    ? manifestJson({
        v: 2,
        edition: edition.id,
        passesPerPerson: edition.passesPerPerson,
        furtherBrowsers: edition.furtherBrowsers,
        quorum: edition.quorum,
        reserveDepth: edition.reserveDepth,
        custodians: custodians.map(({ title, recipient, signPublicKey }) => ({
          title,
          recipient: recipient ?? "",
          signPublicKey: toBase64(signPublicKey ?? new Uint8Array()),
        })),
        issuerSpki: toBase64(keys.issuerSpki),
        ...(voteKey ? { voteIssuerSpki: toBase64(voteKey.issuerSpki) } : {}),
        certPublicKey: toBase64(keys.certPublicKey),
        eligibilityRule: ruleHash(eligibilityRule),
      } satisfies Manifest)
    : null;
  if (json === (edition.manifest?.json ?? null)) return;
  await tx.custodianSignature.deleteMany({ where: { editionId, subject: "MANIFEST" } });
  await tx.manifest.deleteMany({ where: { editionId } });
  if (json)
    await tx.manifest.create({
      data: { editionId, json, hash: new Uint8Array(manifestHash(json)) },
    });
}
