import { fromBase64, toBase64 } from "./bytes.ts";
import { verifies } from "./envelope.ts";
import { manifestHash, manifestStatement, parseManifest } from "./manifest.ts";

// A manifest is worth as much as the custodians' signatures on it: whoever takes passes or seals
// under it looks at all.

/** A custodian's signature, by their place in the manifest; bytes in base64url. */
export type PlacedSignature = { position: number; signature: string };

/** A manifest's canonical text with the custodians' signatures on it. */
export type SignedManifest = { manifest: string; manifestSignatures: readonly PlacedSignature[] };

/** Signatures as they are stored, with the places of who gave them. */
export function placed(
  rows: readonly { signature: Uint8Array; custodian: { position: number } }[],
): PlacedSignature[] {
  return rows.map(({ signature, custodian }) => ({
    position: custodian.position,
    signature: toBase64(signature),
  }));
}

/** The positions of the custodians whose signatures on this text are valid. */
export function signers(
  signatures: readonly PlacedSignature[],
  custodians: readonly { signPublicKey: string }[],
  statement: Uint8Array,
): Set<number> {
  const valid = signatures.filter(({ position, signature }) => {
    const key = custodians[position - 1]?.signPublicKey;
    return key !== undefined && verifies(fromBase64(signature), statement, fromBase64(key));
  });
  return new Set(valid.map(({ position }) => position));
}

/** True when every custodian that a manifest names signed it. Throws like parseManifest. */
export function isSignedByAll({ manifest, manifestSignatures }: SignedManifest): boolean {
  const { custodians } = parseManifest(manifest);
  return (
    signers(manifestSignatures, custodians, manifestStatement(manifestHash(manifest))).size ===
    custodians.length
  );
}
