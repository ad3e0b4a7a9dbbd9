import * as z from "zod/mini";
import { canonical, hash, toBase64, toHex, utf8 } from "./bytes.ts";

// The manifest names the keys of an edition; every envelope is bound to its hash. It holds nothing
// that may change.

const base64url = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/));

const custodianSchema = z.object({
  title: z.string(),
  recipient: z.string().check(z.regex(/^age1[0-9a-z]+$/)),
  signPublicKey: base64url,
});

/**
 * True when no two custodians have a key in common: one person with two places would count twice.
 */
export function haveKeysOfTheirOwn(
  custodians: readonly z.infer<typeof custodianSchema>[],
): boolean {
  const keys = custodians.flatMap(({ recipient, signPublicKey }) => [recipient, signPublicKey]);
  return new Set(keys).size === keys.length;
}

/** The version says which formulas envelope, deposit and leaf are hashed by (sealing.md §2). */
export const manifestSchema = z.object({
  v: z.union([z.literal(1), z.literal(2)]),
  edition: z.uuid(),
  passesPerPerson: z.int().check(z.minimum(1)),
  furtherBrowsers: z.int().check(z.minimum(0)),
  quorum: z.int().check(z.minimum(1)),
  reserveDepth: z.int().check(z.minimum(0)),
  custodians: z.array(custodianSchema).check(z.minLength(1), z.refine(haveKeysOfTheirOwn)),
  issuerSpki: base64url,
  /** only where the employees vote; a manifest older than such votes has none */
  voteIssuerSpki: z.optional(base64url),
  certPublicKey: base64url,
  eligibilityRule: z.string(),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** The bytes that are hashed and signed. */
export function manifestJson(manifest: Manifest): string {
  return canonical(manifest);
}

/**
 * Parses a manifest's canonical text; throws a ZodError or SyntaxError when it is none, and a
 * RangeError when it is not canonical: of a text with a key twice, another implementation could
 * read another manifest under the same hash.
 */
export function parseManifest(json: string): Manifest {
  const manifest = manifestSchema.parse(JSON.parse(json));
  if (manifestJson(manifest) !== json) throw new RangeError("The manifest is not canonical JSON.");
  return manifest;
}

/**
 * What the hashes of an edition take from its manifest: the version of their formulas, and the hash
 * itself.
 */
export type SealFormat = { version: Manifest["v"]; manifestHash: Uint8Array };

/** The format of what is sealed under a manifest. Throws like parseManifest. */
export function sealFormat(json: string): SealFormat {
  return { version: parseManifest(json).v, manifestHash: manifestHash(json) };
}

export function manifestHash(json: string): Uint8Array {
  return hash(json);
}

/** SHA-256 of the rule who may take part, as the manifest holds it. */
export function ruleHash(rule: string): string {
  return toBase64(hash(rule));
}

/** What people compare: 8 groups of 4 characters, the first 128 bits of the hash. */
export function fingerprint(bytes: Uint8Array): string {
  return toHex(bytes.slice(0, 16)).toUpperCase().match(/.{4}/g)!.join(" ");
}

/** The fingerprint of a manifest's text. */
export function fingerprintOf(json: string): string {
  return fingerprint(manifestHash(json));
}

/** What a custodian signs to agree with the manifest. */
export function manifestStatement(hashOfManifest: Uint8Array): Uint8Array {
  return utf8(`innova.to/manifest/v1|${toHex(hashOfManifest)}`);
}
