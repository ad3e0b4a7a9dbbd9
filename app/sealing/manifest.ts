import * as z from "zod/mini";
import { canonical, hash, toBase64, toHex, utf8 } from "./bytes.ts";

// The manifest names the keys of an edition; every envelope is bound to its hash. It holds nothing that may change.

const base64url = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/));

export const manifestSchema = z.object({
  v: z.literal(1),
  edition: z.uuid(),
  passesPerPerson: z.int().check(z.minimum(1)),
  furtherBrowsers: z.int().check(z.minimum(0)),
  quorum: z.int().check(z.minimum(1)),
  reserveDepth: z.int().check(z.minimum(0)),
  custodians: z.array(z.object({ title: z.string(), recipient: z.string().check(z.regex(/^age1[0-9a-z]+$/)), signPublicKey: base64url })).check(z.minLength(1)),
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

/** Parses a manifest's canonical text; throws a ZodError or SyntaxError when it is none. */
export function parseManifest(json: string): Manifest {
  return manifestSchema.parse(JSON.parse(json));
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

/** What a custodian signs to agree with the manifest. */
export function manifestStatement(hashOfManifest: Uint8Array): Uint8Array {
  return utf8(`innova.to/manifest/v1|${toHex(hashOfManifest)}`);
}

