import { placed, type SignedManifest } from "#app/sealing/signed-manifest.ts";

/**
 * What of an edition is read with its manifest, to be believed by whoever looks at the signatures.
 */
export const withSignedManifest = {
  manifest: true,
  signatures: {
    where: { subject: "MANIFEST" },
    select: { signature: true, custodian: { select: { position: true } } },
  },
} as const;

type Row = { manifest: { json: string } | null; signatures: Parameters<typeof placed>[0] };

/** An edition's manifest with the custodians' signatures on it. */
export function signedManifestOf({ manifest, signatures }: Row): SignedManifest {
  return { manifest: manifest?.json ?? "", manifestSignatures: placed(signatures) };
}
