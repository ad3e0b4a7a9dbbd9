import { z } from "zod";
import { fromBase64 } from "./bytes.ts";
import { isInManifest } from "./custodian.ts";
import { unwrapShare, verifies } from "./envelope.ts";
import { manifestHash, manifestStatement, parseManifest } from "./manifest.ts";

// The health check of a custodian's key: it reads a sample of the wraps made for it, here, and tells only how many it
// could not read. A lost key and an exchanged manifest show alike (sealing.md §1).

/** Wraps for one custodian, of envelopes and of the server's own making alike; bytes in base64url. */
const sampleSchema = z.object({
  editionId: z.uuid(),
  position: z.int(),
  manifest: z.string(),
  /** this custodian's own, on the manifest */
  manifestSignature: z.string(),
  wraps: z.array(z.object({ envelopeId: z.uuid(), proposalId: z.uuid(), wrap: z.string() })),
});
export type KeySample = z.infer<typeof sampleSchema>;
export type KeyHealth = { checked: number; faults: number };

/** How many wraps were tried and how many this key cannot read; under a manifest that is not the own one, all of them. */
export async function checkKey(identity: string, given: unknown): Promise<KeyHealth> {
  const sample = sampleSchema.parse(given);
  const checked = sample.wraps.length;
  if (!(await isOwnManifest(identity, sample))) return { checked, faults: checked };
  let faults = 0;
  for (const { envelopeId, proposalId, wrap } of sample.wraps) {
    const context = { editionId: sample.editionId, proposalId, envelopeId, manifestHash: manifestHash(sample.manifest) };
    await unwrapShare(identity, context, sample.position, fromBase64(wrap)).catch(() => (faults += 1));
  }
  return { checked, faults };
}

async function isOwnManifest(identity: string, { position, manifest, manifestSignature }: KeySample): Promise<boolean> {
  if (!(await isInManifest(identity, position, manifest))) return false;
  const key = parseManifest(manifest).custodians[position - 1]?.signPublicKey ?? "";
  return verifies(fromBase64(manifestSignature), manifestStatement(manifestHash(manifest)), fromBase64(key));
}
