import { z } from "zod";
import { fromBase64, toBase64 } from "./bytes.ts";
import { isInManifest } from "./custodian.ts";
import { unwrapShare, verifies } from "./envelope.ts";
import { manifestHash, manifestStatement, parseManifest } from "./manifest.ts";

// The health check of a custodian's key: it reads a sample of the wraps made for it, here, and
// tells only how many it could not read. A lost key and an exchanged manifest show alike. It also
// looks whether any envelope was sealed under another manifest, which stays to be seen when the
// right one was put back (sealing.md §1).

/**
 * Wraps for one custodian, of envelopes and of the server's own making alike; bytes in base64url.
 */
const sampleSchema = z.object({
  editionId: z.uuid(),
  position: z.int(),
  manifest: z.string(),
  /** this custodian's own, on the manifest */
  manifestSignature: z.string(),
  wraps: z.array(z.object({ envelopeId: z.uuid(), proposalId: z.uuid(), wrap: z.string() })),
  /** the hashes of all manifests that any envelope of the edition was sealed under, each once */
  sealedUnder: z.array(z.string()),
});
export type KeySample = z.infer<typeof sampleSchema>;

/**
 * `foreign`: how many other manifests than the one this custodian signed any envelope was sealed
 * under.
 */
export type KeyHealth = { checked: number; faults: number; foreign: number };

/**
 * How many wraps were tried and how many this key cannot read; under a manifest that this custodian
 * did not sign, all of them.
 */
export async function checkKey(identity: string, given: unknown): Promise<KeyHealth> {
  const sample = sampleSchema.parse(given);
  const checked = sample.wraps.length;
  const own = toBase64(manifestHash(sample.manifest));
  const foreign = sample.sealedUnder.filter((each) => each !== own).length;
  if (!(await isOwnManifest(identity, sample))) return { checked, faults: checked, foreign };
  let faults = 0;
  for (const { envelopeId, proposalId, wrap } of sample.wraps) {
    const context = {
      editionId: sample.editionId,
      proposalId,
      envelopeId,
      manifestHash: manifestHash(sample.manifest),
    };
    await unwrapShare(identity, context, sample.position, fromBase64(wrap)).catch(
      () => (faults += 1),
    );
  }
  return { checked, faults, foreign };
}

async function isOwnManifest(
  identity: string,
  { position, manifest, manifestSignature }: KeySample,
): Promise<boolean> {
  if (!(await isInManifest(identity, position, manifest))) return false;
  const key = parseManifest(manifest).custodians[position - 1]?.signPublicKey ?? "";
  return verifies(
    fromBase64(manifestSignature),
    manifestStatement(manifestHash(manifest)),
    fromBase64(key),
  );
}
